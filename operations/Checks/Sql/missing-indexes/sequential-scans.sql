SELECT format('%I.%I', s.schemaname, s.relname) AS table_name,
       pg_relation_size(s.relid)::bigint AS size_bytes,
       s.n_live_tup::bigint AS rows,
       s.seq_scan::bigint AS sequential_scans,
       coalesce(s.idx_scan, 0)::bigint AS index_scans,
       (s.seq_tup_read / nullif(s.seq_scan, 0))::bigint AS rows_each_scan
FROM pg_stat_user_tables s
WHERE pg_relation_size(s.relid) >= $2 AND s.seq_scan > 0
ORDER BY s.seq_tup_read DESC
LIMIT $1
