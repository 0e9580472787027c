SELECT pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')::bigint AS position WHERE NOT pg_is_in_recovery()
