using System.Collections.Immutable;
using static TechCorp.PgInfra.Views.Grafana.QueryScope;

namespace TechCorp.PgInfra.Views.Grafana;

/// <summary>The queries of the dashboards. PostgreSQL keeps no history of these: the graphs are CloudWatch's, the tables are now.</summary>
public static class PostgreSqlQueries
{
    /// <summary>Values of the variable <c>schema</c>.</summary>
    public const string Schemas = "SELECT nspname FROM pg_namespace WHERE nspname !~ '^pg_' AND nspname <> 'information_schema' ORDER BY 1";

    /// <summary>One server, whatever it stores.</summary>
    public static ImmutableArray<PostgreSqlQuery> OfInstance { get; } =
    [
        new("Room for connections", "Reserved ones are the superuser's: services meet 'too many clients' before max_connections.", EveryServer,
            """
            SELECT count(*) AS used, current_setting('max_connections')::int AS max_connections,
                   current_setting('superuser_reserved_connections')::int AS reserved,
                   count(*)::float8 / current_setting('max_connections')::int AS "share used ratio"
            FROM pg_stat_activity
            WHERE backend_type = 'client backend'
            """, 8, 4),
        new("Checkpoints", "Requested ones outnumber timed ones when max_wal_size is too small for the writes.", Writer,
            """
            -- 17 moved most of these to pg_stat_checkpointer and pg_stat_io, which 15 does not have: the text that names them is chosen at run time.
            SELECT timed, requested, write_time / 1000 AS "writing s", sync_time / 1000 AS "syncing s", buffers_checkpoint, buffers_clean, buffers_backend, stats_reset
            FROM query_to_xml(CASE WHEN current_setting('server_version_num')::int < 170000
                THEN 'SELECT checkpoints_timed AS timed, checkpoints_req AS requested, checkpoint_write_time AS write_time, checkpoint_sync_time AS sync_time,
                      buffers_checkpoint, buffers_clean, buffers_backend, stats_reset FROM pg_stat_bgwriter'
                ELSE 'SELECT num_timed AS timed, num_requested AS requested, write_time, sync_time,
                      buffers_written AS buffers_checkpoint, (SELECT buffers_clean FROM pg_stat_bgwriter), stats_reset,
                      (SELECT sum(writes) FROM pg_stat_io WHERE object = ''relation'' AND backend_type NOT IN (''checkpointer'', ''background writer'')) AS buffers_backend
                      FROM pg_stat_checkpointer' END, true, false, '') AS answer,
                 xmltable('//row' PASSING answer COLUMNS timed bigint, requested bigint, write_time float8, sync_time float8,
                     buffers_checkpoint bigint, buffers_clean bigint, buffers_backend bigint, stats_reset timestamptz)
            """, 16, 4),
        new("Replay", "Seconds grow on an idle source without anything being late; bytes do not.", Replica,
            """
            SELECT pg_is_in_recovery() AS "still a replica",
                   extract(epoch FROM clock_timestamp() - pg_last_xact_replay_timestamp())::float8 AS "since the last commit s",
                   pg_wal_lsn_diff(pg_last_wal_receive_lsn(), pg_last_wal_replay_lsn())::float8 AS "received, not replayed bytes",
                   CASE WHEN pg_is_in_recovery() THEN pg_is_wal_replay_paused() END AS paused
            """, 16, 4),
        new("Who waits for whom", "Empty when nobody waits for a lock. End the blocker, not the one that waits.", EveryServer,
            """
            SELECT blocked.pid, blocked.usename AS login, extract(epoch FROM clock_timestamp() - blocked.query_start)::float8 AS "waits s",
                   blocker.pid AS blocker, blocker.usename AS "blocker's login", blocker.state AS "blocker's state",
                   left(blocked.query, 200) AS query, left(blocker.query, 200) AS "blocker's query"
            FROM pg_stat_activity AS blocked
            CROSS JOIN LATERAL unnest(pg_blocking_pids(blocked.pid)) AS by(pid)
            LEFT JOIN pg_stat_activity AS blocker ON blocker.pid = by.pid
            ORDER BY 3 DESC
            """, 24, 6),
        new("Longest transactions", "The oldest holds back vacuum everywhere, and replay on a replica.", EveryServer,
            """
            SELECT pid, usename AS login, application_name AS application, state,
                   extract(epoch FROM clock_timestamp() - xact_start)::float8 AS "open for s", wait_event_type, wait_event, left(query, 200) AS query
            FROM pg_stat_activity
            WHERE xact_start IS NOT NULL AND backend_type = 'client backend' AND pid <> pg_backend_pid()
            ORDER BY xact_start
            LIMIT 20
            """, 24),
        new("Sessions", "The alarm on connections counts these and the background ones. 'idle in transaction' holds locks and vacuum back.", EveryServer,
            """
            SELECT usename AS login, application_name AS application, state, count(*) AS sessions,
                   max(extract(epoch FROM clock_timestamp() - state_change))::float8 AS "longest in state s"
            FROM pg_stat_activity
            WHERE backend_type = 'client backend'
            GROUP BY 1, 2, 3
            ORDER BY sessions DESC
            """),
        new("What active sessions wait for", "No event: on the CPU. Lock: see who waits for whom. IO: storage, or a cold cache.", EveryServer,
            """
            SELECT coalesce(wait_event_type, 'CPU') AS type, wait_event AS event, count(*) AS sessions
            FROM pg_stat_activity
            WHERE state = 'active' AND backend_type IN ('client backend', 'parallel worker') AND pid <> pg_backend_pid()
            GROUP BY 1, 2
            ORDER BY sessions DESC
            """),
        new("Replicas", "Behind in bytes while busy; the lag in seconds is empty on an idle source.", Writer,
            """
            SELECT application_name AS replica, state, sync_state, pg_wal_lsn_diff(pg_current_wal_lsn(), replay_lsn)::float8 AS "behind bytes",
                   extract(epoch FROM replay_lag)::float8 AS "lag s"
            FROM pg_stat_replication
            ORDER BY 4 DESC NULLS FIRST
            """),
        new("Replication slots", "An inactive slot holds WAL while there is room (max_slot_wal_keep_size), then it is given up and its replica has to be built anew.", Writer,
            """
            SELECT slot_name AS slot, active, wal_status, pg_wal_lsn_diff(pg_current_wal_lsn(), restart_lsn)::float8 AS "held bytes",
                   safe_wal_size::float8 AS "room left bytes"
            FROM pg_replication_slots
            ORDER BY 4 DESC NULLS LAST
            """),
        new("Age of transaction ids", "Writes stop at two billion; vacuum freezes from 200 million on.", Writer,
            """
            SELECT datname AS database, age(datfrozenxid) AS "transaction ids", mxid_age(datminmxid) AS "multixacts",
                   age(datfrozenxid) / 2147483647.0::float8 AS "of the limit ratio"
            FROM pg_database
            ORDER BY 2 DESC
            """),
        new("Vacuum at work", "A vacuum that never ends is held back by the longest transaction.", Writer,
            """
            SELECT p.pid, a.usename AS login, p.relid::regclass::text AS "table", p.phase, p.heap_blks_scanned::float8 / nullif(p.heap_blks_total, 0) AS "scanned ratio",
                   extract(epoch FROM clock_timestamp() - a.xact_start)::float8 AS "running s"
            FROM pg_stat_progress_vacuum AS p
            JOIN pg_stat_activity AS a USING (pid)
            WHERE p.datname = current_database()
            ORDER BY 6 DESC
            """),
        new("Queries that replay cancelled", "A long query on a replica is cancelled when the rows it reads are vacuumed away.", Replica,
            """
            SELECT datname AS database, confl_snapshot AS snapshot, confl_lock AS lock, confl_bufferpin AS "buffer pin", confl_deadlock AS deadlock, confl_tablespace AS tablespace
            FROM pg_stat_database_conflicts
            WHERE datname = current_database()
            """, 24, 4),
    ];

    /// <summary>What the database holds and what is asked of it; of the chosen schemas where that makes sense.</summary>
    public static ImmutableArray<PostgreSqlQuery> OfDatabase { get; } =
    [
        new("Database", "Counted since stats_reset. A cache hit below 0.99 on the writer asks for memory or an index.", EveryServer,
            """
            SELECT datname AS database, pg_database_size(oid)::float8 AS "size bytes", numbackends AS sessions, xact_commit AS commits, xact_rollback AS rollbacks,
                   blks_hit::float8 / nullif(blks_hit + blks_read, 0) AS "cache hit ratio", temp_files, temp_bytes::float8 AS "temp written bytes", deadlocks, stats_reset
            FROM pg_stat_database AS s
            JOIN pg_database AS d USING (datname)
            WHERE datname = current_database()
            """, 24, 4),
        new("Statements by total time", "Where the server's time goes: the first line is the first to make cheaper.", EveryServer,
            """
            SELECT userid::regrole::text AS login, calls, total_exec_time / 1000 AS "total s", mean_exec_time / 1000 AS "mean s", rows,
                   shared_blks_hit::float8 / nullif(shared_blks_hit + shared_blks_read, 0) AS "cache hit ratio", left(query, 300) AS query
            FROM public.pg_stat_statements
            WHERE dbid = (SELECT oid FROM pg_database WHERE datname = current_database())
            ORDER BY total_exec_time DESC
            LIMIT 20
            """, 24),
        new("Slowest statements", "Mean of at least five calls; one report that runs once is not here.", EveryServer,
            """
            SELECT userid::regrole::text AS login, calls, mean_exec_time / 1000 AS "mean s", max_exec_time / 1000 AS "max s", stddev_exec_time / 1000 AS "deviation s",
                   temp_blks_written AS "temp blocks", left(query, 300) AS query
            FROM public.pg_stat_statements
            WHERE calls >= 5 AND dbid = (SELECT oid FROM pg_database WHERE datname = current_database())
            ORDER BY mean_exec_time DESC
            LIMIT 20
            """, 24),
        new("Largest tables", "With their indexes and TOAST.", EveryServer,
            """
            SELECT schemaname AS schema, relname AS "table", pg_total_relation_size(relid)::float8 AS "total bytes", pg_table_size(relid)::float8 AS "without indexes bytes",
                   pg_indexes_size(relid)::float8 AS "indexes bytes", n_live_tup AS "live rows"
            FROM pg_stat_user_tables
            WHERE schemaname IN (${schema:sqlstring})
            ORDER BY 3 DESC
            LIMIT 30
            """),
        new("Dead rows", "Vacuum starts at 20 % dead rows unless the table says otherwise. Counted on the writer only.", EveryServer,
            """
            SELECT schemaname AS schema, relname AS "table", n_dead_tup AS "dead rows", n_dead_tup::float8 / nullif(n_live_tup + n_dead_tup, 0) AS "dead ratio",
                   last_autovacuum, last_autoanalyze
            FROM pg_stat_user_tables
            WHERE schemaname IN (${schema:sqlstring})
            ORDER BY n_dead_tup DESC
            LIMIT 30
            """),
        new("Tables read from end to end", "Rows read by sequential scans; a large table high up here misses an index.", EveryServer,
            """
            SELECT schemaname AS schema, relname AS "table", seq_scan AS scans, seq_tup_read AS "rows read", idx_scan AS "index scans", pg_relation_size(relid)::float8 AS "size bytes"
            FROM pg_stat_user_tables
            WHERE schemaname IN (${schema:sqlstring})
            ORDER BY seq_tup_read DESC
            LIMIT 30
            """),
        new("Indexes nobody used", "On this server since its statistics were reset: a replica may use what the writer does not.", EveryServer,
            """
            SELECT s.schemaname AS schema, s.relname AS "table", s.indexrelname AS index, pg_relation_size(s.indexrelid)::float8 AS "size bytes"
            FROM pg_stat_user_indexes AS s
            JOIN pg_index AS i USING (indexrelid)
            WHERE s.idx_scan = 0 AND NOT i.indisunique AND s.schemaname IN (${schema:sqlstring})
            ORDER BY 4 DESC
            LIMIT 30
            """),
        new("Oldest rows", "The table that decides the age of transaction ids.", EveryServer,
            """
            SELECT n.nspname AS schema, c.relname AS "table", age(c.relfrozenxid) AS "transaction ids", pg_table_size(c.oid)::float8 AS "size bytes"
            FROM pg_class AS c
            JOIN pg_namespace AS n ON n.oid = c.relnamespace
            WHERE c.relkind IN ('r', 'm') AND n.nspname IN (${schema:sqlstring})
            ORDER BY 3 DESC
            LIMIT 30
            """),
    ];
}
