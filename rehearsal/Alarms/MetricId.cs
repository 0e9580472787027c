namespace TechCorp.PgInfra.Rehearsal.Alarms;

/// <summary>Which metric: CloudWatch tells metrics of one name apart by their dimensions.</summary>
/// <param name="Namespace">Namespace, e.g. <c>AWS/RDS</c>.</param>
/// <param name="Name">Metric name, e.g. <c>ReplicaLag</c>.</param>
/// <param name="Instance">Dimension <c>DBInstanceIdentifier</c>; null for a metric without it, such as one from a log filter.</param>
public readonly record struct MetricId(string Namespace, string Name, string? Instance)
{
    /// <summary><c>ReplicaLag of techcorp-dr</c>.</summary>
    public override string ToString() => Instance is null ? Name : $"{Name} of {Instance}";
}
