namespace TechCorp.PgInfra.Infra.Pooler;

/// <summary>
/// How ECS may replace tasks. Every task may hold max_db_connections of one server, so an additional task during a deployment
/// counts against the connection budget like any other.
/// </summary>
/// <param name="MinimumHealthyPercent">Of the desired tasks, rounded up by ECS.</param>
/// <param name="MaximumPercent">Of the desired tasks, rounded down by ECS.</param>
public sealed record DeploymentBounds(int MinimumHealthyPercent, int MaximumPercent)
{
    /// <param name="tasks">Desired tasks, at least 1.</param>
    /// <param name="room">Tasks the connection budget has room for.</param>
    public static DeploymentBounds For(int tasks, int room) => room > tasks
        // One more first, then one less: no capacity is lost.
        ? new(100, (100 * (tasks + 1) + tasks - 1) / tasks)
        // One less first. With a single task that is a moment without a pooler.
        : new(100 * (tasks - 1) / tasks, 100);
}
