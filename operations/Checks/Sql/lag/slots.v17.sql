-- 17 and later know since when a slot is idle and why it was given up.
SELECT s.slot_name::text AS slot,
       s.slot_type AS type,
       s.active,
       coalesce(s.wal_status, '') AS wal_status,
       pg_wal_lsn_diff(w.lsn, s.restart_lsn)::bigint AS retained_bytes,
       s.safe_wal_size::bigint AS safe_bytes,
       (SELECT CASE WHEN setting = '-1' THEN NULL ELSE setting::bigint * 1048576 END FROM pg_settings WHERE name = 'max_slot_wal_keep_size') AS limit_bytes,
       age(s.xmin)::bigint AS holds_transactions,
       extract(epoch FROM clock_timestamp() - s.inactive_since)::float8 AS inactive_s,
       coalesce(s.invalidation_reason, '') AS invalidation
FROM pg_replication_slots s,
     (SELECT CASE WHEN pg_is_in_recovery() THEN pg_last_wal_receive_lsn() ELSE pg_current_wal_lsn() END AS lsn) w
WHERE NOT s.temporary
ORDER BY s.active, s.slot_name
