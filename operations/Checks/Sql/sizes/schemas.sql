SELECT n.nspname::text AS schema_name, count(*) FILTER (WHERE c.relkind IN ('r', 'm'))::bigint AS tables,
       coalesce(sum(pg_total_relation_size(c.oid)) FILTER (WHERE c.relkind IN ('r', 'm')), 0)::bigint AS size_bytes
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname NOT LIKE 'pg\_%' AND n.nspname <> 'information_schema'
GROUP BY 1 ORDER BY 3 DESC
LIMIT $1
