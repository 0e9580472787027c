using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using Npgsql;

namespace TechCorp.PgInfra.Migrations.Verification;

/// <summary>One transaction in which roles are tried in some of the schemas, and which is always rolled back.</summary>
internal sealed class Stage(NpgsqlConnection connection)
{
    // Of this run alone, so that two verifications do not meet; shown in reports under one constant name.
    private readonly string _scratch = "pginfra_" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4));

    /// <summary>Roles tried in one round trip.</summary>
    private const int RolesAtOnce = 50;

    /// <summary>Tries the roles in the schemas, on what their owners make and on some of the objects that are there.</summary>
    public async Task<StageResult> BeginAsync(
        ImmutableArray<Subject> subjects, ImmutableArray<(string Schema, string? Owner)> schemas, ImmutableArray<uint> objects, IProgress<string>? progress, CancellationToken cancellation)
    {
        var owned = schemas.Where(s => s.Owner is not null).ToList();
        string[] names = [.. schemas.Select(s => s.Schema)];
        string[] ownedSchemas = [.. owned.Select(s => s.Schema)], owners = [.. owned.Select(s => s.Owner!)];
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        var (notes, trials, statements) = await TryAsync(subjects, names, (ownedSchemas, owners), objects, true, progress, cancellation);

        var open = trials.Where(t => t is { Privilege: Privilege.Usage, Outcome: "whole" }).ToList();
        var latent = await ReadAsync(AskSql.Latent, [subjects.Select(s => s.Role).ToArray(), names, open.Select(t => t.Role).ToArray(), open.Select(t => t.Schema!).ToArray()], Latent, cancellation);
        var wrong = await ReadAsync(AskSql.Owners, [ownedSchemas, owners],
            r => new WrongOwner(r.GetString(0), r.IsDBNull(1) ? null : r.GetString(1), r.GetString(2)), cancellation);
        await transaction.RollbackAsync(CancellationToken.None);
        return new StageResult([.. trials, .. latent.OfType<Trial>().Where(t => t.Kind == "server")], [.. latent.OfType<Trial>().Where(t => t.Kind != "server")], wrong,
            notes.Where(n => n.Schema is null).ToImmutableDictionary(n => n.Role, n => n.Message),
            [.. notes.Where(n => n.Schema is not null).Select(n => (n.Role, n.Schema!, n.Message))], statements);
    }

    /// <summary>Tries the roles on further objects of schemas that another stage began with.</summary>
    public async Task<StageResult> ContinueAsync(
        ImmutableArray<Subject> subjects, ImmutableArray<string> schemas, ImmutableArray<uint> objects, IProgress<string>? progress, CancellationToken cancellation)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        var (_, trials, statements) = await TryAsync(subjects, [.. schemas], ([], []), objects, false, progress, cancellation);
        await transaction.RollbackAsync(CancellationToken.None);
        return new StageResult(trials, [], [], ImmutableDictionary<string, string>.Empty, [], statements);
    }

    private async Task<(ImmutableArray<(string Role, string? Schema, string Message)> Notes, ImmutableArray<Trial> Trials, long Statements)> TryAsync(
        ImmutableArray<Subject> subjects, string[] schemas, (string[] Schemas, string[] Owners) owned, ImmutableArray<uint> objects, bool beginning, IProgress<string>? progress, CancellationToken cancellation)
    {
        await ExecuteAsync(
        [
            ("SET LOCAL search_path = pg_catalog", []),
            ("SET LOCAL lock_timeout = '5s'", []),
            ("SET LOCAL statement_timeout = 0", []),
            ("SET LOCAL client_min_messages = error", []),
            .. Baseline.SqlStatement.Split(StageSql.Build).Select(s => (s.Text, Array.Empty<object>())),
            (StageSql.Prepare, []),
            (ActSql.Act, []),
            ($"SELECT {StageSql.Scratch}.prepare($1, $2, $3)", [subjects.Select(s => s.Role).ToArray(), owned.Schemas, owned.Owners]),
            (StageSql.Probes, [schemas, Oids(objects)]),
        ], cancellation);

        var notes = await ReadAsync($"SELECT role, schema, message FROM {StageSql.Scratch}.note", [],
            r => (Role: r.GetString(0), Schema: r.IsDBNull(1) ? null : r.GetString(1), Message: r.GetString(2)), cancellation);
        var notActed = notes.Where(n => n.Schema is null).Select(n => n.Role).ToHashSet(StringComparer.Ordinal);

        var trials = ImmutableArray.CreateBuilder<Trial>();
        long statements = 0;
        var acting = subjects.Where(s => !notActed.Contains(s.Role)).Select(s => (s, Where: TriedIn(s, schemas))).Where(s => s.Where.Length > 0)
            .Append((s: Subject.Everybody, Where: schemas)).ToList();
        foreach (var some in acting.Chunk(RolesAtOnce))
        {
            await foreach (var trial in ActAsync(some, beginning, cancellation))
            {
                if (trial.Kind == "count")
                    statements += long.Parse(trial.Statement, CultureInfo.InvariantCulture);
                else
                    trials.Add(trial);
            }

            progress?.Report($"{statements} statements tried");
        }

        return (notes, trials.ToImmutable(), statements);
    }

    // A group role has its say in its own schema; elsewhere it is what its members can do that counts, and they are tried.
    private static string[] TriedIn(Subject subject, string[] schemas) =>
        subject.IsLogin ? schemas : [.. schemas.Where(subject.Privileges.ContainsKey)];

    private async IAsyncEnumerable<Trial> ActAsync(
        (Subject Subject, string[] Where)[] some, bool beginning, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        await using var batch = new NpgsqlBatch(connection);
        foreach (var (subject, where) in some)
        {
            var role = subject.Role == DeclaredMatrix.Public ? _scratch + "_public" : subject.Role;
            batch.BatchCommands.Add(Command($"SELECT * FROM {StageSql.Scratch}.act($1, $2, $3, $4)", [role, where, subject.Privileges.Keys.ToArray(), beginning]));
        }

        await using var reader = await batch.ExecuteReaderAsync(cancellation);
        var index = 0;
        do
        {
            while (await reader.ReadAsync(cancellation))
                yield return Read(reader, some[index].Subject.Role);
            index++;
        }
        while (await reader.NextResultAsync(cancellation));
    }

    private Trial Read(NpgsqlDataReader r, string role)
    {
        string? Text(int i) => r.IsDBNull(i) ? null : r.GetString(i).Replace(_scratch, StageSql.Scratch, StringComparison.Ordinal);
        var scope = r.IsDBNull(4) ? Scope.Schema : r.GetBoolean(4) ? Scope.Future : Scope.Existing;
        return new Trial(role, Text(0), Text(1), Text(2)!, Text(3) is { } name ? Enum.Parse<Privilege>(name) : null, scope, Text(5) ?? "", r.GetBoolean(6), Text(7), Text(8), Text(9)!);
    }

    private Trial? Latent(NpgsqlDataReader r)
    {
        var (role, kind, word, grantee) = (r.GetString(0), r.GetString(3), r.GetString(4), r.GetString(5));
        if (kind == "database")
            return new Trial(role, null, r.GetString(2), "server", null, Scope.Schema, "whole", false, null, null, "\\l+");
        var schema = r.GetString(1);
        var name = r.IsDBNull(2) ? null : r.GetString(2).Replace(_scratch, StageSql.Scratch, StringComparison.Ordinal);
        Privilege? privilege = (kind, word) switch
        {
            ("sequence", "USAGE") => Privilege.SequenceUsage,
            ("sequence", "SELECT") => Privilege.SequenceSelect,
            ("sequence", "UPDATE") => Privilege.SequenceUpdate,
            _ => Enum.TryParse<Privilege>(word, ignoreCase: true, out var p) ? p : null,
        };
        // A privilege of a later major version (MAINTAIN) is none the catalogue speaks of.
        return privilege is null ? null : new Trial(role, schema, name, kind, privilege, name is null ? Scope.Schema : r.GetBoolean(6) ? Scope.Future : Scope.Existing,
            kind == "column" ? "part" : "whole", false, null, $"granted to {grantee}", "");
    }

    private async Task ExecuteAsync(IEnumerable<(string Sql, object[] Values)> commands, CancellationToken cancellation)
    {
        await using var batch = new NpgsqlBatch(connection);
        foreach (var (sql, values) in commands)
            batch.BatchCommands.Add(Command(sql, values));
        await batch.ExecuteNonQueryAsync(cancellation);
    }

    private async Task<ImmutableArray<T>> ReadAsync<T>(string sql, object[] values, Func<NpgsqlDataReader, T> row, CancellationToken cancellation)
    {
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(Command(sql, values));
        await using var reader = await batch.ExecuteReaderAsync(cancellation);
        var rows = ImmutableArray.CreateBuilder<T>();
        while (await reader.ReadAsync(cancellation))
            rows.Add(row(reader));
        return rows.ToImmutable();
    }

    private static NpgsqlParameter Oids(ImmutableArray<uint> numbers) =>
        new() { Value = numbers.ToArray(), NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Array | NpgsqlTypes.NpgsqlDbType.Oid };

    private NpgsqlBatchCommand Command(string sql, object[] values)
    {
        var command = new NpgsqlBatchCommand(sql.Replace(StageSql.Scratch, _scratch, StringComparison.Ordinal));
        foreach (var value in values)
            command.Parameters.Add(value as NpgsqlParameter ?? new NpgsqlParameter { Value = value });
        return command;
    }
}
