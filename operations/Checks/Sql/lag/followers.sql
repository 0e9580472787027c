-- From the sending side. On an idle source the three lags are null: nothing was sent that could be late.
SELECT r.application_name AS follower,
       CASE WHEN w.lsn = r.replay_lsn THEN 0 ELSE extract(epoch FROM r.replay_lag) END::float8 AS replay_lag_s,
       pg_wal_lsn_diff(w.lsn, r.replay_lsn)::bigint AS unreplayed_bytes,
       pg_wal_lsn_diff(w.lsn, r.flush_lsn)::bigint AS unflushed_bytes,
       coalesce(pg_wal_lsn_diff(w.lsn, r.sent_lsn), 0)::bigint AS unsent_bytes,
       r.state,
       coalesce((SELECT s.slot_name::text FROM pg_replication_slots s WHERE s.active_pid = r.pid), '') AS slot,
       r.sync_state,
       extract(epoch FROM clock_timestamp() - r.reply_time)::float8 AS last_reply_s,
       extract(epoch FROM clock_timestamp() - r.backend_start)::float8 AS sender_s,
       coalesce(host(r.client_addr), 'local') AS client
FROM pg_stat_replication r,
     (SELECT CASE WHEN pg_is_in_recovery() THEN pg_last_wal_receive_lsn() ELSE pg_current_wal_lsn() END AS lsn) w
ORDER BY r.application_name
