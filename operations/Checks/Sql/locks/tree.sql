-- Everybody who waits for a lock, and everybody waited for. pg_blocking_pids also names those who queue ahead for the same lock,
-- and 0 stands for a prepared transaction.
WITH waiting AS MATERIALIZED (
  SELECT a.pid, pg_blocking_pids(a.pid) AS blockers FROM pg_stat_activity a WHERE a.wait_event_type = 'Lock'
), involved AS (
  SELECT pid FROM waiting UNION SELECT unnest(blockers) FROM waiting
)
SELECT extract(epoch FROM clock_timestamp() - l.waitstart)::float8 AS waiting_s,
       CASE WHEN a.pid IS NULL THEN 'prepared transaction' ELSE coalesce(a.state, a.backend_type) END AS state,
       coalesce(a.usename::text, '') AS login,
       CASE WHEN l.pid IS NULL THEN ''
            WHEN coalesce(l.relation, t.relation) IS NOT NULL AND (coalesce(l.database, t.database) IN (0, (SELECT oid FROM pg_database WHERE datname = current_database())))
              THEN coalesce(l.relation, t.relation)::regclass::text || CASE WHEN l.relation IS NULL OR l.locktype = 'tuple' THEN ' (a row)' ELSE '' END
            WHEN coalesce(l.relation, t.relation) IS NOT NULL THEN 'relation ' || coalesce(l.relation, t.relation) || ' of another database'
            WHEN l.locktype = 'transactionid' THEN 'a row changed by transaction ' || l.transactionid
            ELSE l.locktype END AS object,
       CASE WHEN l.pid IS NULL THEN '' ELSE l.mode END AS wants,
       extract(epoch FROM clock_timestamp() - a.xact_start)::float8 AS transaction_s,
       coalesce(a.application_name, '') AS application,
       i.pid,
       coalesce((SELECT string_agg(b::text, ',' ORDER BY b) FROM waiting w, unnest(w.blockers) b WHERE w.pid = i.pid), '') AS blocked_by,
       coalesce(a.query, '') AS query
FROM involved i
LEFT JOIN pg_stat_activity a ON a.pid = i.pid
LEFT JOIN LATERAL (SELECT * FROM pg_locks k WHERE k.pid = i.pid AND NOT k.granted ORDER BY k.waitstart LIMIT 1) l ON true
-- Whoever waits for another's transaction to end holds the tuple lock of the row it is about.
LEFT JOIN LATERAL (SELECT * FROM pg_locks k WHERE k.pid = i.pid AND k.granted AND k.locktype = 'tuple' LIMIT 1) t ON l.locktype = 'transactionid'
ORDER BY a.xact_start, i.pid
