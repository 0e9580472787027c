using System.Globalization;
using System.Text.RegularExpressions;
using TechCorp.PgInfra.Catalog;
using TechCorp.PgInfra.Operations.Targets;
using TechCorp.PgInfra.Rehearsal.Alarms;

namespace TechCorp.PgInfra.Operations.Checks;

/// <summary>
/// Where a figure becomes a finding. What an alarm or a parameter of the catalogue says is said there and nowhere else; in a rehearsal the
/// alarms are those its stack declares, whose thresholds its configuration may have changed.
/// </summary>
public sealed record Limits
{
    /// <summary>Client connections of one server: PostgresConnectionsHigh (S36, S41).</summary>
    public double Connections { get; init; } = Alarm("PostgresConnectionsHigh");

    /// <summary>Seconds a replica may be behind: PostgresReplicaLagHigh (S39, S42).</summary>
    public double LagSeconds { get; init; } = Alarm("PostgresReplicaLagHigh");

    /// <summary>Transactions since the oldest row was written: PostgresTransactionIdAgeHigh.</summary>
    public double TransactionAge { get; init; } = Alarm("PostgresTransactionIdAgeHigh");

    /// <summary>Share of max_slot_wal_keep_size that a slot may hold back: PostgresSlotLagHigh.</summary>
    public double SlotShare { get; init; } = Share("PostgresSlotLagHigh");

    /// <summary>Seconds from which the server logs a statement as slow: log_min_duration_statement.</summary>
    public double SlowStatementSeconds { get; init; } = Parameter("log_min_duration_statement");

    /// <summary>Seconds a transaction may rest: idle_in_transaction_session_timeout of the server; a login's own is shorter.</summary>
    public double IdleInTransactionSeconds { get; init; } = Parameter("idle_in_transaction_session_timeout");

    /// <summary>Connections each login may hold here, and all of them together; null where the role of the server is not known.</summary>
    public ConnectionBudget? Budget { get; init; }

    /// <summary>CONNECTION LIMIT that logins of the pooler are declared with.</summary>
    public int PooledLoginLimit { get; init; } = ConnectionBudget.PooledLoginLimit(PoolerSettings.Tasks, PoolerSettings.MaxDbConnections);

    /// <summary>Tables and indexes below this many bytes are too small to bother.</summary>
    /// <value>Default 8 MB.</value>
    public long SmallestBytes { get; init; } = 8 << 20;

    /// <summary>Estimated bloat in percent that is worth a rebuild; the estimate is off by ten either way.</summary>
    public double BloatPercent { get; init; } = 40;

    /// <summary>Estimated bloat in bytes below which no percentage matters.</summary>
    public long BloatBytes { get; init; } = 100 << 20;

    /// <summary>Dead rows over what autovacuum begins at: it does not keep up, or cannot remove them.</summary>
    public double DeadRowsFactor { get; init; } = 2;

    /// <summary>Transactions behind the newest from which a holder of vacuum is named.</summary>
    public double HorizonTransactions { get; init; } = 1_000_000;

    /// <summary>Seconds from which a session that holds vacuum back is named.</summary>
    public double HorizonSeconds { get; init; } = 3600;

    /// <summary>Sequential scans of one table since its statistics were reset, from which an index may be missing.</summary>
    public long SequentialScans { get; init; } = 100;

    /// <summary>Percent of a sequence's, or of the transaction numbers' range: then somebody must act within weeks.</summary>
    public double RangeWarningPercent { get; init; } = 50;

    /// <summary>Percent of a range: then somebody must act now.</summary>
    public double RangeCriticalPercent { get; init; } = 80;

    /// <summary>Seconds of waiting for a lock after which statements of services fail: their statement_timeout.</summary>
    public double LockCriticalSeconds { get; init; } =
        Seconds(ServiceCatalog.TechCorp.Logins.First(l => l.Purpose == LoginPurpose.Service).Settings.StatementTimeout!);

    /// <summary>The catalogue's, and in a rehearsal the stack's own alarms.</summary>
    public static Limits For(Target target, TargetNode node)
    {
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(node);
        var limits = new Limits();
        var (tasks, perTask, maxConnections) = (PoolerSettings.Tasks, PoolerSettings.MaxDbConnections, (int)Parameter("max_connections"));
        if (target.Rehearsal is { } estate)
        {
            var alarms = DeclaredAlarms.From(new[] { estate.Plans.Estate, estate.Plans.DisasterRecovery }.OfType<Planning.Plan>()).Alarms;
            // After a failover the writer has the primary's identifier on RDS; here its node keeps its own.
            var instance = node.IsWriter ? estate.Topology.Writer.Identifier : node.Identifier;
            limits = limits with
            {
                Connections = Declared("DatabaseConnections") ?? limits.Connections,
                LagSeconds = Declared("ReplicaLag") ?? limits.LagSeconds,
                TransactionAge = Declared("MaximumUsedTransactionIDs") ?? limits.TransactionAge,
            };
            tasks = estate.PoolerDeclaration?.Tasks ?? 0;
            perTask = Setting(estate.PoolerDeclaration?.Ini, "max_db_connections") ?? perTask;
            maxConnections = estate.Topology.Writer.Parameters.TryGetValue("max_connections", out var declared) && int.TryParse(declared, NumberStyles.None, CultureInfo.InvariantCulture, out var most) ? most : maxConnections;
            if (estate.Plans.Estate.Outputs[StackOutputs.PooledLoginLimit] is System.Text.Json.Nodes.JsonValue value && value.TryGetValue<int>(out var limit))
                limits = limits with { PooledLoginLimit = limit };

            double? Declared(string metric) => alarms.FirstOrDefault(a => a.Metric.Name == metric && a.Metric.Instance == instance)?.Threshold;
        }

        return node.Role is not { } role ? limits
            : limits with { Budget = ConnectionBudget.For(role, ServiceCatalog.TechCorp.Logins, tasks, perTask, (int)limits.Connections, maxConnections) };
    }

    private static int? Setting(string? ini, string name) =>
        ini is not null && Regex.Match(ini, $@"^{name}\s*=\s*(\d+)", RegexOptions.Multiline) is { Success: true } match
            ? int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture)
            : null;

    private static double Alarm(string name)
    {
        var rule = AlarmTable.Find(name)!;
        return AlarmThreshold.TryParse(rule.Threshold, rule.Unit, rule.ShareOf, out var threshold) && threshold.Basis is null
            ? threshold.Value
            : throw new InvalidOperationException($"the threshold of {name} is no plain value");
    }

    private static double Share(string name)
    {
        var rule = AlarmTable.Find(name)!;
        return AlarmThreshold.TryParse(rule.Threshold, rule.Unit, rule.ShareOf, out var threshold) && threshold.Basis is not null
            ? threshold.Value
            : throw new InvalidOperationException($"the threshold of {name} is no share");
    }

    private static double Parameter(string name)
    {
        var text = DatabaseParameters.All.First(p => p.Name == name).Value;
        return double.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : Seconds(text);
    }

    private static double Seconds(string text) =>
        (double)(Quantity.ToEngine(text, ParameterUnit.Milliseconds, out var problem) ?? throw new InvalidOperationException($"'{text}' {problem}")) / 1000;
}
