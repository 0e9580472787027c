-- Tables large enough to matter whose statistics this login may not see: nothing can be said of them.
SELECT c.oid::regclass::text AS table_name, pg_relation_size(c.oid)::bigint AS size_bytes
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind IN ('r', 'm') AND n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname NOT LIKE 'pg\_toast%'
  AND pg_relation_size(c.oid) >= $1
  AND EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND NOT has_column_privilege(c.oid, a.attnum, 'SELECT'))
ORDER BY 2 DESC
