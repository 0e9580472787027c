namespace TechCorp.PgInfra.Catalog;

/// <summary>
/// Deadlocks counted in the exported postgresql log: RDS for PostgreSQL has no such metric, only Aurora does (S44).
/// </summary>
public static class DeadlockLogFilter
{
    /// <summary>
    /// CloudWatch Logs filter pattern, quotes included: a quoted term matches those characters in that order.
    /// One deadlock writes one such line. The words alone would also match the STATEMENT line of a query that quotes them,
    /// and the two blanks PostgreSQL writes after the severity are what a person quoting it leaves out.
    /// </summary>
    public const string Pattern = "\"ERROR:  deadlock detected\"";

    /// <summary>Namespace of the estate's own metrics.</summary>
    public const string Namespace = "TechCorp/PostgreSQL";

    /// <summary>
    /// First part of the metric name; the instance follows. A filter on plain text can not set dimensions,
    /// and two instances must not add up.
    /// </summary>
    public const string Metric = "Deadlocks";
}
