SELECT d.datname::text AS database,
       d.deadlocks::bigint AS deadlocks,
       extract(epoch FROM clock_timestamp() - coalesce(d.stats_reset, pg_postmaster_start_time()))::float8 AS counted_for_s,
       d.xact_rollback::bigint AS rollbacks
FROM pg_stat_database d
WHERE d.datname IS NOT NULL AND d.datname NOT IN ('template0', 'template1', 'rdsadmin')
ORDER BY d.deadlocks DESC, 1
