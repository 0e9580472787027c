SELECT format('%I.%I', s.schemaname, s.relname) AS table_name,
       pg_table_size(s.relid)::bigint AS size_bytes,
       s.n_live_tup::bigint AS live_rows,
       s.n_dead_tup::bigint AS dead_rows,
       (100.0 * s.n_dead_tup / nullif(s.n_live_tup + s.n_dead_tup, 0))::float8 AS dead_percent,
       -- Where autovacuum begins; a table may have its own.
       (coalesce(o.threshold, current_setting('autovacuum_vacuum_threshold')::float8)
         + coalesce(o.factor, current_setting('autovacuum_vacuum_scale_factor')::float8) * greatest(c.reltuples, 0))::bigint AS vacuum_at_rows,
       extract(epoch FROM clock_timestamp() - greatest(s.last_vacuum, s.last_autovacuum))::float8 AS last_vacuum_s,
       extract(epoch FROM clock_timestamp() - greatest(s.last_analyze, s.last_autoanalyze))::float8 AS last_analyze_s,
       (s.vacuum_count + s.autovacuum_count)::bigint AS vacuums
FROM pg_stat_user_tables s JOIN pg_class c ON c.oid = s.relid
LEFT JOIN LATERAL (
  SELECT max(option_value) FILTER (WHERE option_name = 'autovacuum_vacuum_threshold')::float8 AS threshold,
         max(option_value) FILTER (WHERE option_name = 'autovacuum_vacuum_scale_factor')::float8 AS factor
  FROM pg_options_to_table(c.reloptions)) o ON true
WHERE s.n_dead_tup > 0
ORDER BY s.n_dead_tup DESC
LIMIT $1
