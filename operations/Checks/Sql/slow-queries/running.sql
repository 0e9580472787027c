SELECT a.pid,
       extract(epoch FROM clock_timestamp() - a.query_start)::float8 AS running_s,
       extract(epoch FROM clock_timestamp() - a.xact_start)::float8 AS transaction_s,
       coalesce(a.wait_event_type || ':' || a.wait_event, '') AS waits_for,
       coalesce(a.usename::text, '') AS login,
       coalesce(a.datname::text, '') AS database,
       coalesce(a.application_name, '') AS application,
       coalesce(host(a.client_addr), 'local') AS client,
       coalesce(a.query, '') AS query
FROM pg_stat_activity a
WHERE a.backend_type = 'client backend' AND a.state = 'active' AND a.pid <> pg_backend_pid()
  AND clock_timestamp() - a.query_start > make_interval(secs => $1)
ORDER BY a.query_start
LIMIT $2
