-- Writes stop three million short of 2^31 (manual 25.1.5). age() of the oldest row anybody may still have to look at.
SELECT d.datname::text AS database,
       age(d.datfrozenxid)::bigint AS transactions,
       (100.0 * age(d.datfrozenxid) / (2147483648 - 3000000))::float8 AS of_limit_percent,
       mxid_age(d.datminmxid)::bigint AS multixacts,
       (100.0 * mxid_age(d.datminmxid) / (2147483648 - 3000000))::float8 AS multixacts_of_limit_percent,
       current_setting('autovacuum_freeze_max_age')::bigint AS vacuum_forced_at,
       current_setting('autovacuum_multixact_freeze_max_age')::bigint AS multixact_vacuum_forced_at
FROM pg_database d
ORDER BY greatest(age(d.datfrozenxid), mxid_age(d.datminmxid)) DESC
