using System.Globalization;

namespace TechCorp.PgInfra.Processes;

/// <summary>Where replay of the archive stops (PostgreSQL manual, "Recovery Target").</summary>
/// <param name="Setting">Server parameter that names the target; null replays all there is.</param>
/// <param name="Value">Its value.</param>
/// <param name="Inclusive">True stops just after the target, false just before.</param>
public sealed record RecoveryTarget(string? Setting, string? Value, bool Inclusive)
{
    /// <summary>The end of the archive.</summary>
    public static RecoveryTarget Latest { get; } = new(null, null, true);

    /// <summary>The last commit before or at a moment; commits carry microseconds.</summary>
    public static RecoveryTarget Time(DateTimeOffset at, bool inclusive = true) =>
        new("recovery_target_time", at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss.ffffff'+00'", CultureInfo.InvariantCulture), inclusive);

    /// <summary>A position in the write-ahead log, e.g. <c>0/3000148</c>.</summary>
    public static RecoveryTarget Position(string lsn, bool inclusive = true) => new("recovery_target_lsn", lsn, inclusive);

    /// <summary>A transaction.</summary>
    public static RecoveryTarget Transaction(long xid, bool inclusive = true) =>
        new("recovery_target_xid", xid.ToString(CultureInfo.InvariantCulture), inclusive);

    internal IEnumerable<KeyValuePair<string, string>> Settings => Setting is null
        ? []
        : [new(Setting, Value!), new("recovery_target_inclusive", Inclusive ? "on" : "off"), new("recovery_target_action", "promote")];
}
