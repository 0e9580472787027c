-- client backend alone: background workers stand in the same view, with no state. rdsadmin and rdsrepladmin are the provider's.
SELECT coalesce(a.usename::text, '') AS login,
       count(*)::bigint AS sessions,
       count(*) FILTER (WHERE a.state = 'active')::bigint AS active,
       count(*) FILTER (WHERE a.state = 'idle')::bigint AS idle,
       count(*) FILTER (WHERE a.state LIKE 'idle in transaction%')::bigint AS idle_in_transaction,
       count(*) FILTER (WHERE a.wait_event_type = 'Lock')::bigint AS waiting_for_lock,
       coalesce(max(extract(epoch FROM clock_timestamp() - a.state_change)) FILTER (WHERE a.state LIKE 'idle in transaction%'), 0)::float8 AS longest_idle_in_transaction_s,
       nullif(r.rolconnlimit, -1)::bigint AS connection_limit,
       count(DISTINCT a.client_addr)::bigint AS clients
FROM pg_stat_activity a LEFT JOIN pg_roles r ON r.oid = a.usesysid
WHERE a.backend_type = 'client backend' AND a.pid <> pg_backend_pid()
GROUP BY a.usename, r.rolconnlimit
ORDER BY count(*) DESC, 1
