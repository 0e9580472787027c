using Npgsql;
using TechCorp.PgInfra.Rehearsal.Estates;

namespace TechCorp.PgInfra.Rehearsal.Load;

/// <summary>
/// The table drills write unique ids into. It belongs to the orders schema's owner like any table of that service, so that the
/// service's login reaches it by the declared default privileges alone.
/// </summary>
public static class CommitTable
{
    /// <summary>Qualified name.</summary>
    public const string Name = "orders.rehearsed_commits";

    private static long _next;

    /// <summary>An id nobody else has.</summary>
    public static long NextId() => Interlocked.Increment(ref _next);

    /// <summary>Makes it, empty, on the writer.</summary>
    public static Task CreateAsync(RunningEstate estate, CancellationToken cancellation) => AsOwnerAsync(estate,
        $"""
         DROP TABLE IF EXISTS {Name};
         CREATE TABLE {Name} (id bigint PRIMARY KEY, committed_at timestamptz NOT NULL DEFAULT clock_timestamp());
         """, cancellation);

    /// <summary>Changes it as a migration does: nobody may read it meanwhile, on the replicas either.</summary>
    public static Task ChangeAsync(RunningEstate estate, CancellationToken cancellation) => AsOwnerAsync(estate, $"ALTER TABLE {Name} ADD COLUMN note text", cancellation);

    /// <summary>Takes it away.</summary>
    public static Task DropAsync(RunningEstate estate, CancellationToken cancellation) => AsOwnerAsync(estate, $"DROP TABLE IF EXISTS {Name}", cancellation);

    /// <summary>Every id a node holds.</summary>
    public static async Task<HashSet<long>> IdsAsync(RunningNode node, string database, CancellationToken cancellation)
    {
        await using var connection = await node.ConnectAsSuperuserAsync(database, cancellation);
        await using var command = new NpgsqlCommand($"SELECT coalesce(array_agg(id), '{{}}') FROM {Name}", connection);
        return [.. (long[])(await command.ExecuteScalarAsync(cancellation))!];
    }

    private static async Task AsOwnerAsync(RunningEstate estate, string sql, CancellationToken cancellation)
    {
        await using var connection = new NpgsqlConnection(estate.ConnectionTo(estate.Writer, "migrator").ConnectionString);
        await connection.OpenAsync(cancellation);
        await using var command = new NpgsqlCommand($"SET ROLE orders_owner; {sql}", connection);
        await command.ExecuteNonQueryAsync(cancellation);
    }
}
