using System.Collections.Frozen;
using System.Collections.Immutable;

namespace TechCorp.PgInfra.Catalog;

/// <summary>The database parameters of the estate (S22 to S26 and what they need beside them).</summary>
public static class DatabaseParameters
{
    /// <summary>
    /// A standby with a lower value than its primary does not start ("hot standby is not possible because of insufficient
    /// parameter settings"), so these are one number for every instance. RDS would derive max_worker_processes from the class.
    /// </summary>
    public static readonly FrozenSet<string> EqualOnEveryInstance = FrozenSet.Create(
        StringComparer.Ordinal,
        "max_connections", "max_worker_processes", "max_wal_senders", "max_prepared_transactions", "max_locks_per_transaction");

    /// <summary>Every declared parameter.</summary>
    public static ImmutableArray<DatabaseParameter> All { get; } =
    [
        Every("max_connections", "500", "S22", "equal on every instance: a standby with less will not start"),
        Every("max_worker_processes", "16", "S22", "RDS's default follows the class, and the replicas are smaller than the primary"),
        Every("max_wal_senders", "20", "S22", "three replicas, the copy in the other region, and room to rebuild one"),
        Every("max_prepared_transactions", "0", "S22", "no two-phase commit; a forgotten one holds vacuum back for ever"),
        Every("max_locks_per_transaction", "64", "S22", "PostgreSQL's default, pinned because a standby needs as much"),

        Every("shared_buffers", "8GB", "S23", "1048576 pages of 8 kB"),
        Every("work_mem", "256MB", "S24", "262144 kB; transactional logins are pinned lower, 500 of these would be 125 GiB"),
        Every("maintenance_work_mem", "1GB", "S25", "1048576 kB: the digits of shared_buffers in another unit"),
        Every("effective_cache_size", "24GB", "S26", "3145728 pages of 8 kB; advice to the planner, nothing is allocated"),

        Every("shared_preload_libraries", "pg_stat_statements", "S4", "CREATE EXTENSION alone counts nothing"),
        Every("pg_stat_statements.max", "10000", "S4", "5000 is passed by a few services with generated SQL"),
        Every("pg_stat_statements.track", "all", "S4", "statements inside functions too"),
        Every("track_activity_query_size", "4kB", "S51", "1 kB cuts the query just before the part that is wrong"),
        Every("track_io_timing", "on", "S51", "tells a slow disk from a slow plan"),

        Every("rds.force_ssl", "on", "S49", "a client that asks for no TLS is refused"),
        Every("ssl_min_protocol_version", "TLSv1.2", "S49", "RDS still offers 1.1"),
        Every("password_encryption", "scram-sha-256", "S49", "no md5 verifier is ever stored"),
        Every("rds.accepted_password_auth_method", "scram", "S49", "nor accepted"),
        Every("rds.restrict_password_commands", "on", "S49", "only members of rds_password change passwords"),

        Every("log_connections", "on", "S51", "who was there"),
        Every("log_disconnections", "on", "S51", "and for how long"),
        Every("log_lock_waits", "on", "S51", "waits longer than deadlock_timeout, with both queries"),
        Every("log_statement", "ddl", "S51", "schema changes; passwords travel as verifiers and are not in it"),
        Every("log_min_duration_statement", "1s", "S51", "slow queries, with the text pg_stat_statements normalizes away"),
        Every("log_temp_files", "64MB", "S51", "sorts that left memory"),
        Every("log_autovacuum_min_duration", "10s", "S51", "long vacuums and what they could not remove"),

        Every("idle_in_transaction_session_timeout", "5min", "S51", "a forgotten transaction holds locks and vacuum; logins are pinned lower"),
        Every("max_slot_wal_keep_size", "200GB", "S48", "a dead replica is lost instead of the primary's disk"),

        // A replica that answers services may not lag 60 s (S39) for a query that statement_timeout ends after 30 s anyway.
        Only("max_standby_streaming_delay", "30s", "S39", "replay waits at most half the lag alarm", InstanceRole.Replica),
        Only("hot_standby_feedback", "on", "S7", "queries of 30 s are not cancelled, and hold vacuum back no longer than that, while the replica lives", InstanceRole.Replica),

        // A report may hold replay as long as the lag alarm hears nothing of it (law replay-hold-fits): docs/decisions/analytics-lag.md.
        Only("max_standby_streaming_delay", "4min", "S39", "the longest a report may hold replay without the lag alarm; a longer one may be cancelled", InstanceRole.Analytics),
        Only("hot_standby_feedback", "off", "S9", "reports of minutes must not bloat the primary", InstanceRole.Analytics),
    ];

    /// <summary>The declared parameters of instances of one role, by name.</summary>
    public static ImmutableArray<DatabaseParameter> For(InstanceRole role) =>
        [.. All.Where(p => p.AppliesTo(role)).OrderBy(p => p.Name, StringComparer.Ordinal)];

    /// <summary>A parameter ready for the RDS API.</summary>
    /// <exception cref="ArgumentException">The name is unknown or the value is not one of its values.</exception>
    public static ParameterSetting Setting(string name, string value)
    {
        var definition = PostgreSqlParameters.Get(name);
        var engine = definition.ToEngine(value, out var problem)
            ?? throw new ArgumentException($"{name} = '{value}' {problem}; allowed: {definition.Allowed}.", nameof(value));
        return new(name, value, engine, definition.ApplyMethod);
    }

    private static DatabaseParameter Every(string name, string value, string requirement, string reason) =>
        new(name, value, requirement, reason, []);

    private static DatabaseParameter Only(string name, string value, string requirement, string reason, params ImmutableArray<InstanceRole> roles) =>
        new(name, value, requirement, reason, roles);
}
