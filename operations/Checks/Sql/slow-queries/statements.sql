-- 15 and 16: pg_stat_statements 1.10. The seconds are sums over every execution since stats_reset.
SELECT s.total_exec_time::float8 AS total_ms,
       (100 * s.total_exec_time / nullif(sum(s.total_exec_time) OVER (), 0))::float8 AS share_percent,
       s.calls::bigint AS calls,
       s.mean_exec_time::float8 AS mean_ms,
       s.max_exec_time::float8 AS max_ms,
       s.rows::bigint AS rows,
       s.shared_blks_hit::bigint AS blocks_hit,
       s.shared_blks_read::bigint AS blocks_read,
       (s.blk_read_time + s.temp_blk_read_time)::float8 AS read_ms,
       (s.temp_blks_written * current_setting('block_size')::bigint)::bigint AS temp_bytes,
       coalesce(pg_get_userbyid(s.userid)::text, '') AS login,
       coalesce(d.datname::text, '') AS database,
       s.query::text AS query
FROM {statements}.pg_stat_statements s LEFT JOIN pg_database d ON d.oid = s.dbid
WHERE s.query NOT LIKE '%/* pg ops */%'
ORDER BY s.total_exec_time DESC
LIMIT $1
