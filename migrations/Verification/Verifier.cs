using System.Collections.Immutable;
using System.Diagnostics;
using Npgsql;
using TechCorp.PgInfra.Catalog;

namespace TechCorp.PgInfra.Migrations.Verification;

/// <summary>
/// Acts the declared privileges out: becomes every login in turn, tries every privilege in every schema with a real statement,
/// on the objects that are there and on ones made as their owner makes them, and compares cell by cell. More than declared
/// is as wrong as less. Everything happens in transactions that are rolled back.
/// </summary>
/// <remarks>
/// The connection is the master's, which on RDS is no superuser: it grants itself the roles inside the transaction. No row is
/// read or written and no sequence moves. A grant on an object of a closed schema has no effect to act out; it is read from
/// the catalogue and reported all the same.
/// </remarks>
/// <param name="catalog">What is declared.</param>
public sealed class Verifier(ServiceCatalog catalog)
{
    /// <summary>
    /// Schemas tried in one transaction; each holds some ten locks on objects it makes, and the server's lock table has room
    /// for max_locks_per_transaction x max_connections.
    /// </summary>
    /// <value>Default 50, so that a thousand services are tried in 250 MB; 1 to 300.</value>
    public int SchemasAtOnce { get; init; } = 50;

    /// <summary>
    /// Tables, sequences and functions tried in one transaction. What is found on them is held in memory until it is compared, here and on the
    /// server.
    /// </summary>
    /// <value>Default 1000; at least 1.</value>
    public int ObjectsAtOnce { get; init; } = 1000;

    /// <summary>Told how far it is.</summary>
    public IProgress<string>? Progress { get; init; }

    /// <summary>Tries everything.</summary>
    /// <param name="connection">Open, to the primary, as the master.</param>
    /// <param name="logins">Opens a connection as a login with its password, for the proof that the credentials work; null leaves that out.</param>
    public async Task<VerificationReport> RunAsync(
        NpgsqlConnection connection, LoginVerifier? logins = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(connection);
        var began = Stopwatch.GetTimestamp();
        var declared = DeclaredMatrix.Of(catalog);

        var facts = await ReadRolesAsync(connection, declared, cancellation);
        var present = await ReadSchemasAsync(connection, cancellation);
        var existing = declared.Subjects.Where(s => facts.ContainsKey(s.Role)).ToImmutableArray();
        var services = declared.Schemas.Where(present.Contains).Select(s => (Schema: s, Owner: facts.ContainsKey(SchemaRoles.Owner(s)) ? SchemaRoles.Owner(s) : null));
        var others = present.Except(declared.Schemas).Order(StringComparer.Ordinal).Select(s => (Schema: s, Owner: (string?)null));

        var comparison = new Comparison(declared, facts, present);
        var stage = new Stage(connection);
        var objects = await ReadObjectsAsync(connection, present, cancellation);
        var left = new List<(string Schema, uint Object)>();
        foreach (var some in services.Concat(others).Chunk(SchemasAtOnce))
        {
            var there = some.SelectMany(s => objects[s.Schema].Select(o => (s.Schema, Object: o))).ToList();
            comparison.Add(await stage.BeginAsync(SubjectsIn(some.Select(s => s.Schema)), [.. some], [.. there.Take(ObjectsAtOnce).Select(o => o.Object)], Progress, cancellation));
            comparison.Begun(some.Select(s => s.Schema));
            left.AddRange(there.Skip(ObjectsAtOnce));
        }

        // After all that make tables: a session that has seen many takes longer over each that is undone.
        foreach (var some in left.Chunk(ObjectsAtOnce))
        {
            ImmutableArray<string> schemas = [.. some.Select(o => o.Schema).Distinct()];
            comparison.Add(await stage.ContinueAsync(SubjectsIn(schemas), schemas, [.. some.Select(o => o.Object)], Progress, cancellation));
        }

        var report = comparison.Report(
            [.. catalog.Logins.Where(l => l.IsolationException is not null).Select(l => $"{l.Name}: {l.IsolationException}")],
            Stopwatch.GetElapsedTime(began));
        return logins is null ? report : report.With(await logins.RunAsync(catalog, cancellation));

        // A group role is needed only where its own schema is tried; granting thousands of others would only take time.
        ImmutableArray<Subject> SubjectsIn(IEnumerable<string> schemas)
        {
            var names = schemas.ToHashSet(StringComparer.Ordinal);
            return [.. existing.Where(s => s.IsLogin || s.Privileges.Keys.Any(names.Contains))];
        }
    }

    private static async Task<ImmutableDictionary<string, RoleFacts>> ReadRolesAsync(NpgsqlConnection connection, DeclaredMatrix declared, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(AskSql.Roles, connection);
        command.Parameters.Add(new NpgsqlParameter { Value = declared.Subjects.Select(s => s.Role).ToArray() });
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var facts = ImmutableDictionary.CreateBuilder<string, RoleFacts>(StringComparer.Ordinal);
        while (await reader.ReadAsync(cancellation))
        {
            facts[reader.GetString(0)] = new RoleFacts(reader.GetString(0), reader.GetString(1), reader.GetBoolean(2), reader.GetBoolean(3),
                reader.GetFieldValue<string[]>(4).ToImmutableSortedSet(StringComparer.Ordinal));
        }

        return facts.ToImmutable();
    }

    private static async Task<ImmutableHashSet<string>> ReadSchemasAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(AskSql.Schemas, connection);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var schemas = ImmutableHashSet.CreateBuilder<string>(StringComparer.Ordinal);
        while (await reader.ReadAsync(cancellation))
            schemas.Add(reader.GetString(0));
        return schemas.ToImmutable();
    }

    private static async Task<ILookup<string, uint>> ReadObjectsAsync(NpgsqlConnection connection, ImmutableHashSet<string> schemas, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(AskSql.Objects, connection);
        command.Parameters.Add(new NpgsqlParameter { Value = schemas.ToArray() });
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var objects = new List<(string Schema, uint Number)>();
        while (await reader.ReadAsync(cancellation))
            objects.Add((reader.GetString(0), reader.GetFieldValue<uint>(1)));
        return objects.ToLookup(o => o.Schema, o => o.Number, StringComparer.Ordinal);
    }
}
