using System.Collections.Immutable;

namespace TechCorp.PgInfra.Catalog;

/// <summary>
/// Who may hold how many connections of one server at the same time. Below the alarm when everybody takes all they may;
/// the alarm itself below max_connections (S22, S27 to S31, S36).
/// </summary>
/// <param name="Pooled">Through PgBouncer: tasks times max_db_connections.</param>
/// <param name="Direct">Logins that bypass the pooler, by name.</param>
/// <param name="Reserved">Kept by PostgreSQL and RDS for their own sessions.</param>
/// <param name="AlarmThreshold">PostgresConnectionsHigh.</param>
/// <param name="MaxConnections">max_connections.</param>
public sealed record ConnectionBudget(
    int Pooled,
    ImmutableSortedDictionary<string, int> Direct,
    int Reserved,
    int AlarmThreshold,
    int MaxConnections)
{
    /// <summary>superuser_reserved_connections (3, PostgreSQL 15) and two for RDS's own user, the latter from memory.</summary>
    public const int ReservedConnections = 5;

    /// <summary>The most connections the declared estate opens to one server.</summary>
    public int Total => Pooled + Direct.Values.Sum() + Reserved;

    /// <summary>True when the whole budget stays under the alarm, and the alarm under the server's limit.</summary>
    public bool Holds => Total < AlarmThreshold && AlarmThreshold < MaxConnections;

    /// <summary>The arithmetic, for messages.</summary>
    public string Explanation =>
        $"pooler {Pooled} + {string.Join(" + ", Direct.Select(d => $"{d.Key} {d.Value}"))} + reserved {Reserved} = {Total}; " +
        $"must be below the alarm at {AlarmThreshold}, which must be below max_connections {MaxConnections}";

    /// <summary>The largest max_db_connections at which the budget holds with that many tasks; 0 when none does.</summary>
    public int LargestMaxDbConnections(int tasks) => Math.Max(0, (AlarmThreshold - 1 - Reserved - Direct.Values.Sum()) / Math.Max(1, tasks));

    /// <summary>The budget of a server in that role.</summary>
    /// <param name="role">Reports reach the analytics replica only, and services do not.</param>
    /// <param name="logins">Logins of the catalogue.</param>
    /// <param name="tasks">PgBouncer processes; 0 where none is declared.</param>
    /// <param name="maxDbConnections">PgBouncer's max_db_connections.</param>
    /// <param name="alarmThreshold">PostgresConnectionsHigh.</param>
    /// <param name="maxConnections">max_connections.</param>
    public static ConnectionBudget For(
        InstanceRole role, ImmutableArray<Login> logins, int tasks, int maxDbConnections, int alarmThreshold, int maxConnections) =>
        new(
            role == InstanceRole.Analytics ? 0 : (int)Math.Min(int.MaxValue / 4, (long)tasks * maxDbConnections),
            logins.Where(l => !l.Pooled && Reaches(l.Purpose, role)).ToImmutableSortedDictionary(l => l.Name, l => l.DirectConnections!.Value, StringComparer.Ordinal),
            ReservedConnections,
            alarmThreshold,
            maxConnections);

    /// <summary>
    /// CONNECTION LIMIT of a login that goes through the pooler: what its pools may open over all tasks, and never more than the pooler
    /// may open at all. Lower would fail logins under load; higher would let one service take the server.
    /// </summary>
    public static int PooledLoginLimit(int tasks, int maxDbConnections) =>
        (int)Math.Min(int.MaxValue, Math.Min((long)tasks * (PoolerSettings.DefaultPoolSize + PoolerSettings.ReservePoolSize), (long)tasks * maxDbConnections));

    private static bool Reaches(LoginPurpose purpose, InstanceRole role) => purpose switch
    {
        LoginPurpose.Migrator => role is InstanceRole.Primary or InstanceRole.DisasterRecovery,
        LoginPurpose.Analytics => role == InstanceRole.Analytics,
        LoginPurpose.PoolerLookup => role != InstanceRole.Analytics,
        _ => true,
    };
}
