namespace TechCorp.PgInfra.Rehearsal.Alarms;

/// <summary>A metric filter on a log group as a plan declares it.</summary>
/// <param name="Name">Filter name.</param>
/// <param name="LogGroup">Log group; RDS exports an instance's log to <c>/aws/rds/instance/&lt;identifier&gt;/postgresql</c>.</param>
/// <param name="Pattern">Filter pattern, see <see cref="LogFilterPattern"/>.</param>
/// <param name="Metric">Metric it makes.</param>
/// <param name="Value">What one matching line adds.</param>
/// <param name="DefaultValue">What is reported for a period in which lines arrive and none matches; null reports nothing.</param>
public sealed record DeclaredLogFilter(string Name, string LogGroup, string Pattern, MetricId Metric, double Value, double? DefaultValue)
{
    /// <summary>The instance whose postgresql log it reads; null when it reads something else.</summary>
    public string? Instance =>
        LogGroup.Split('/') is ["", "aws", "rds", "instance", var instance, "postgresql"] ? instance : null;
}
