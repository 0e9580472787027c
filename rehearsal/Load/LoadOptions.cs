using Npgsql;

namespace TechCorp.PgInfra.Rehearsal.Load;

/// <summary>How much is written and by whom.</summary>
public sealed record LoadOptions
{
    /// <summary>Login of every client; a pooled one.</summary>
    public string Login { get; init; } = "order_service";

    /// <summary>Clients at once. Default 8; at least 1.</summary>
    public int Clients { get; init; } = 8;

    /// <summary>Pause of one client between two transactions. Default 20 ms; it keeps the machine's own CPU out of the picture.</summary>
    public TimeSpan Pace { get; init; } = TimeSpan.FromMilliseconds(20);

    /// <summary>True reads from the replicas instead of writing. Default false.</summary>
    public bool ReadOnly { get; init; }

    /// <summary>Connection settings of the n-th connection. Default: the poolers in turn, as through the load balancer.</summary>
    public Func<int, NpgsqlConnectionStringBuilder>? Route { get; init; }

    /// <summary>Longest wait for one transaction. Default 30 s, as long as the pooler lets a client wait.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(30);
}
