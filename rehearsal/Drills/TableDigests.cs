using System.Collections.Immutable;
using Npgsql;
using TechCorp.PgInfra.Rehearsal.Estates;

namespace TechCorp.PgInfra.Rehearsal.Drills;

/// <summary>One number for the rows of each table, whatever their order: equal means byte for byte the same rows.</summary>
internal static class TableDigests
{
    private const string Tables =
        """
        SELECT format('%I.%I', n.nspname, c.relname) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE c.relkind = 'r' AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema' ORDER BY 1
        """;

    /// <summary>Digest of every table of the estate's database on a node, by qualified name.</summary>
    public static async Task<ImmutableSortedDictionary<string, string>> ReadAsync(RunningNode node, string database, CancellationToken cancellation)
    {
        await using var connection = await node.ConnectAsSuperuserAsync(database, cancellation);
        var tables = new List<string>();
        await using (var command = new NpgsqlCommand(Tables, connection))
        await using (var reader = await command.ExecuteReaderAsync(cancellation))
            while (await reader.ReadAsync(cancellation))
                tables.Add(reader.GetString(0));

        // One statement, so that all digests are of one snapshot.
        var sql = string.Join(" UNION ALL ", tables.Select((t, i) =>
            $"(SELECT {i}, md5(coalesce(string_agg(md5(t::text), '' ORDER BY md5(t::text)), '')) FROM {t} t)"));
        var digests = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        await using (var command = new NpgsqlCommand(sql, connection))
        await using (var reader = await command.ExecuteReaderAsync(cancellation))
            while (await reader.ReadAsync(cancellation))
                digests[tables[reader.GetInt32(0)]] = reader.GetString(1);
        return digests.ToImmutable();
    }

    /// <summary>Checks that a replica which has caught up holds the writer's rows.</summary>
    public static async Task CheckEqualAsync(DrillRun run, RunningNode replica, CancellationToken cancellation)
    {
        var different = Differences(
            await ReadAsync(run.Estate.Writer, run.Estate.DatabaseName, cancellation), await ReadAsync(replica, run.Estate.DatabaseName, cancellation));
        run.Check("no row differs afterwards", different.IsEmpty, different.IsEmpty ? $"every table of {replica.Identifier} equals the writer's" : $"different: {string.Join(", ", different)}");
    }

    /// <summary>Tables whose rows differ.</summary>
    public static ImmutableArray<string> Differences(ImmutableSortedDictionary<string, string> a, ImmutableSortedDictionary<string, string> b) =>
        [.. a.Keys.Union(b.Keys).Where(t => a.GetValueOrDefault(t) != b.GetValueOrDefault(t)).Order(StringComparer.Ordinal)];
}
