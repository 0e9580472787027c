SELECT a.pid,
       a.state,
       extract(epoch FROM clock_timestamp() - a.state_change)::float8 AS idle_s,
       extract(epoch FROM clock_timestamp() - a.xact_start)::float8 AS transaction_s,
       coalesce(a.usename::text, '') AS login,
       coalesce(a.application_name, '') AS application,
       coalesce(host(a.client_addr), 'local') AS client,
       coalesce(a.query, '') AS last_query
FROM pg_stat_activity a
WHERE a.backend_type = 'client backend' AND a.state LIKE 'idle in transaction%' AND a.pid <> pg_backend_pid()
  AND clock_timestamp() - a.state_change > interval '1 second'
ORDER BY a.state_change
LIMIT $1
