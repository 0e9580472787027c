SELECT c.oid::regclass::text AS table_name,
       pg_total_relation_size(c.oid)::bigint AS size_bytes,
       pg_relation_size(c.oid)::bigint AS rows_bytes,
       pg_indexes_size(c.oid)::bigint AS indexes_bytes,
       coalesce(pg_total_relation_size(nullif(c.reltoastrelid, 0)), 0)::bigint AS toast_bytes,
       greatest(c.reltuples, 0)::bigint AS estimated_rows
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind IN ('r', 'm') AND n.nspname NOT LIKE 'pg\_%' AND n.nspname <> 'information_schema'
ORDER BY 2 DESC, 1
LIMIT $1
