-- The same process, started at the same moment, in the same rest since the same moment: nobody who came to life since it was shown, and no
-- newcomer who was given its number.
SELECT a.pid, pg_terminate_backend(a.pid) AS terminated
FROM pg_stat_activity a
JOIN unnest($1::int[], $2::bigint[], $3::bigint[]) AS chosen(pid, backend_start, state_change)
  ON a.pid = chosen.pid
 AND (extract(epoch FROM a.backend_start) * 1000000)::bigint = chosen.backend_start
 AND (extract(epoch FROM a.state_change) * 1000000)::bigint = chosen.state_change
WHERE a.backend_type = 'client backend' AND a.state IN ('idle', 'idle in transaction', 'idle in transaction (aborted)')
