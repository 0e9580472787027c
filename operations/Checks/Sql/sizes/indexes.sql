SELECT i.indexrelid::regclass::text AS index_name, i.indrelid::regclass::text AS table_name, pg_relation_size(i.indexrelid)::bigint AS size_bytes
FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname NOT LIKE 'pg\_%'
ORDER BY 3 DESC, 1
LIMIT $1
