using System.Collections.Concurrent;
using System.Globalization;
using Npgsql;
using TechCorp.PgInfra.Catalog;
using TechCorp.PgInfra.Rehearsal.Connections;
using TechCorp.PgInfra.Rehearsal.Estates;

namespace TechCorp.PgInfra.Rehearsal.Checks;

/// <summary>
/// Every pooled login comes through, so that PgBouncer's lookup of its verifier works, and every pooler leads to the writer and
/// to the replicas. The logins take turns over poolers and entries.
/// </summary>
public static class PoolerCheck
{
    /// <summary>Opens them.</summary>
    public static async Task<Check> RunAsync(RunningEstate estate, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(estate);
        var failures = new ConcurrentBag<string>();
        var logins = ServiceCatalog.TechCorp.Logins.Where(l => l.Pooled).Select(l => l.Name).ToList();
        var ways = estate.Poolers.SelectMany(p => HasReadOnlyEntry(estate) ? [(p, false), (p, true)] : (List<(RunningPooler, bool)>)[(p, false)]).ToList();
        await Task.WhenAll(Enumerable.Range(0, ways.Count == 0 ? 0 : Math.Max(logins.Count, ways.Count)).Select(async i =>
        {
            var (login, (pooler, readOnly)) = (logins[i % logins.Count], ways[i % ways.Count]);
            var way = $"{login} through {pooler.Name} to {(readOnly ? PoolerSettings.ReadOnlyDatabase : PoolerSettings.Database)}";
            try
            {
                await using var connection = Session.To(estate.ConnectionThrough(pooler, login, readOnly));
                await connection.OpenAsync(cancellation);
                await using var command = new NpgsqlCommand("SELECT current_user || ' ' || CASE WHEN pg_is_in_recovery() THEN 'replica' ELSE 'writer' END", connection);
                var answer = (string?)await command.ExecuteScalarAsync(cancellation);
                if (answer != $"{login} {(readOnly ? "replica" : "writer")}")
                    failures.Add($"{way} arrives as {answer}");
            }
            catch (NpgsqlException e)
            {
                failures.Add($"{way}: {(e.InnerException ?? e).Message}");
            }
        }));
        return new(string.Create(CultureInfo.InvariantCulture, $"{logins.Count} logins come through {estate.Poolers.Length} poolers, to the writer and to the replicas"), [.. failures.Order(StringComparer.Ordinal)]);
    }

    private static bool HasReadOnlyEntry(RunningEstate estate) =>
        estate.PoolerDeclaration?.Ini.Contains($"\n{PoolerSettings.ReadOnlyDatabase} = ", StringComparison.Ordinal) == true;
}
