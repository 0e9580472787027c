-- Who keeps vacuum from removing rows that nobody else can see any more: the oldest first. Without what a session does on a replica
-- being named here; its slot or its walsender stands for it (hot_standby_feedback).
SELECT * FROM (
  SELECT CASE WHEN a.backend_type = 'walsender' THEN 'standby feedback' ELSE 'session' END AS holder,
         CASE WHEN a.backend_type = 'walsender' THEN a.application_name ELSE 'pid ' || a.pid || ' of ' || coalesce(a.usename::text, a.backend_type) END AS who,
         greatest(age(a.backend_xmin), age(a.backend_xid))::bigint AS transactions,
         extract(epoch FROM clock_timestamp() - a.xact_start)::float8 AS age_s,
         coalesce(a.state, '') || CASE WHEN a.application_name <> '' AND a.backend_type <> 'walsender' THEN ', ' || a.application_name ELSE '' END AS detail
  FROM pg_stat_activity a
  WHERE (a.backend_xmin IS NOT NULL OR a.backend_xid IS NOT NULL) AND a.pid <> pg_backend_pid() AND a.backend_type NOT LIKE 'autovacuum%'
  UNION ALL
  SELECT 'replication slot', s.slot_name::text, greatest(age(s.xmin), age(s.catalog_xmin))::bigint, NULL,
         CASE WHEN s.active THEN 'active' ELSE 'inactive' END
  -- One that was given up keeps its xmin here, and holds nothing with it any more.
  FROM pg_replication_slots s WHERE (s.xmin IS NOT NULL OR s.catalog_xmin IS NOT NULL) AND s.wal_status IS DISTINCT FROM 'lost'
  UNION ALL
  SELECT 'prepared transaction', p.gid, age(p.transaction)::bigint, extract(epoch FROM clock_timestamp() - p.prepared)::float8, 'of ' || p.owner
  FROM pg_prepared_xacts p
) h
WHERE transactions IS NOT NULL
ORDER BY transactions DESC
LIMIT $1
