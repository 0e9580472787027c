-- From the receiving side; no row on a server that is not in recovery. A log that is replayed to its end is no lag, however old its
-- last commit: now() - pg_last_xact_replay_timestamp() alone grows on an idle source. And the first burst after a quiet hour is not an
-- hour late while it is being replayed: what has been received is given half a second to be.
WITH received AS MATERIALIZED (
  SELECT pg_last_wal_receive_lsn() AS lsn, pg_last_wal_replay_lsn() AS replayed WHERE pg_is_in_recovery()
), looked AS MATERIALIZED (
  SELECT lsn, CASE WHEN lsn > replayed THEN pg_sleep(0.5) IS NULL END AS slept FROM received
)
SELECT CASE WHEN pg_last_wal_replay_lsn() >= looked.lsn THEN 0
            ELSE extract(epoch FROM clock_timestamp() - pg_last_xact_replay_timestamp()) END::float8 AS lag_s,
       pg_wal_lsn_diff(pg_last_wal_receive_lsn(), pg_last_wal_replay_lsn())::bigint AS unreplayed_bytes,
       coalesce(w.status, 'no receiver') AS receiver,
       coalesce(w.slot_name, '') AS slot,
       pg_get_wal_replay_pause_state() AS replay,
       coalesce(nullif(w.sender_host, ''), '') AS follows,
       extract(epoch FROM clock_timestamp() - pg_last_xact_replay_timestamp())::float8 AS last_commit_s,
       extract(epoch FROM clock_timestamp() - w.last_msg_receipt_time)::float8 AS last_message_s,
       (SELECT setting::float8 / 1000 FROM pg_settings WHERE name = 'recovery_min_apply_delay') AS declared_delay_s,
       (SELECT coalesce(sum(confl_snapshot + confl_lock + confl_tablespace + confl_bufferpin + confl_deadlock), 0)::bigint FROM pg_stat_database_conflicts) AS cancelled_queries,
       current_setting('hot_standby_feedback')::bool AS feedback,
       pg_wal_lsn_diff(pg_last_wal_replay_lsn(), '0/0')::bigint AS position
FROM looked LEFT JOIN pg_stat_wal_receiver w ON true
