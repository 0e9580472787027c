-- state_change, not query_start: a session that has just ended an hour's query is not idle for an hour.
SELECT a.pid,
       (extract(epoch FROM a.backend_start) * 1000000)::bigint AS backend_start,
       (extract(epoch FROM a.state_change) * 1000000)::bigint AS state_change,
       coalesce(a.usename::text, '') AS login,
       coalesce(a.application_name, '') AS application,
       coalesce(host(a.client_addr), '') AS client,
       a.state,
       extract(epoch FROM clock_timestamp() - a.state_change)::float8 AS idle_s,
       coalesce(a.query, '') AS last_statement,
       coalesce(r.rolsuper, true) AS is_superuser,
       coalesce(r.rolreplication, false) AS is_replication,
       coalesce(pg_has_role(current_user, 'pg_signal_backend', 'USAGE') OR pg_has_role(current_user, a.usesysid, 'USAGE'), false) AS may_signal
FROM pg_stat_activity a LEFT JOIN pg_roles r ON r.oid = a.usesysid
WHERE a.backend_type = 'client backend' AND a.pid <> pg_backend_pid() AND a.state = ANY ($2)
  AND a.state_change < clock_timestamp() - make_interval(secs => $1)
ORDER BY a.state_change
