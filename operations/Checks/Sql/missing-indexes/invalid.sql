-- CREATE INDEX CONCURRENTLY that failed, or is still running: written to by everybody, read by nobody.
SELECT i.indexrelid::regclass::text AS index_name,
       i.indrelid::regclass::text AS table_name,
       pg_relation_size(i.indexrelid)::bigint AS size_bytes,
       EXISTS (SELECT FROM pg_stat_progress_create_index p WHERE p.index_relid = i.indexrelid) AS being_built
FROM pg_index i
WHERE NOT i.indisvalid
ORDER BY 3 DESC
