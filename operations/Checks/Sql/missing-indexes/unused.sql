-- Every server counts its own scans; an index is unused when no server has used it.
SELECT format('%I.%I', s.schemaname, s.indexrelname) AS index_name,
       format('%I.%I', s.schemaname, s.relname) AS table_name,
       pg_relation_size(s.indexrelid)::bigint AS size_bytes,
       s.idx_scan::bigint AS scans,
       extract(epoch FROM clock_timestamp() - coalesce(d.stats_reset, pg_postmaster_start_time()))::float8 AS counted_for_s
FROM pg_stat_user_indexes s JOIN pg_index i ON i.indexrelid = s.indexrelid
JOIN pg_stat_database d ON d.datname = current_database()
-- A unique index enforces something, whoever reads it.
WHERE s.idx_scan = 0 AND NOT i.indisunique AND NOT i.indisexclusion AND i.indisvalid AND pg_relation_size(s.indexrelid) >= $1
ORDER BY 3 DESC
