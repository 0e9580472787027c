namespace TechCorp.PgInfra.Catalog;

/// <summary>
/// What tells that a PgBouncer task is gone. It is the load balancer's own metric and no instance's, so that its alarm is none of
/// <see cref="AlarmTable.Rules"/>.
/// </summary>
public static class PoolerHealth
{
    /// <summary>Its alarm, without the stack.</summary>
    public const string Alarm = "PgBouncerHealthyTasksLow";

    /// <summary>Namespace of what a network load balancer reports.</summary>
    public const string Namespace = "AWS/NetworkELB";

    /// <summary>Tasks that answer the load balancer's health check.</summary>
    public const string Metric = "HealthyHostCount";

    /// <summary>How long a task may be gone that ECS replaces, during a deployment too: its alarm must not hear of it.</summary>
    public static TimeSpan Replacement { get; } = TimeSpan.FromMinutes(2);
}
