namespace TechCorp.PgInfra.Migrations.Connection;

/// <summary>How patient a session is.</summary>
public sealed record SessionOptions
{
    /// <summary>What pg_stat_activity and a refused neighbour show.</summary>
    /// <value>Default: <c>techcorp-pg-infra post-deploy</c>; at most 63 bytes, the server cuts the rest.</value>
    public string ApplicationName { get; init; } = "techcorp-pg-infra post-deploy";

    /// <summary>
    /// Longest wait for one lock. A statement that queues for an exclusive lock stops everybody behind it, so it gives way early
    /// and comes back.
    /// </summary>
    /// <value>Default 3 seconds; 100 milliseconds to 60 seconds.</value>
    public TimeSpan LockTimeout { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>How often a transaction that lost a lock is tried before giving up.</summary>
    /// <value>Default 5; 1 to 100.</value>
    public int Attempts { get; init; } = 5;

    /// <summary>Longest pause before the next try; the pause is random below it so that two runs do not meet again.</summary>
    /// <value>Default 2 seconds.</value>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How long to wait for another run of the step to finish; zero refuses at once.</summary>
    /// <value>Default 30 seconds.</value>
    public TimeSpan RunLockWait { get; init; } = TimeSpan.FromSeconds(30);
}
