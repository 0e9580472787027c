SELECT c.oid::regclass::text AS table_name,
       age(c.relfrozenxid)::bigint AS transactions,
       mxid_age(c.relminmxid)::bigint AS multixacts,
       pg_table_size(c.oid)::bigint AS size_bytes,
       extract(epoch FROM clock_timestamp() - greatest(s.last_vacuum, s.last_autovacuum))::float8 AS last_vacuum_s,
       coalesce((SELECT p.phase FROM pg_stat_progress_vacuum p WHERE p.relid = c.oid LIMIT 1), '') AS vacuum_running
FROM pg_class c LEFT JOIN pg_stat_all_tables s ON s.relid = c.oid
WHERE c.relkind IN ('r', 'm', 't') AND c.relfrozenxid <> '0'
ORDER BY age(c.relfrozenxid) DESC, pg_table_size(c.oid) DESC
LIMIT $1
