using System.Text.RegularExpressions;
using Npgsql;
using TechCorp.PgInfra.Catalog;

namespace TechCorp.PgInfra.Migrations.Recovery;

/// <summary>
/// Brings lost rows of one table back from a server that still has them (S52): staged beside the table, then merged. What is there
/// already was not lost, or was written since: it wins. Repeating it changes nothing.
/// </summary>
/// <param name="Schema">Schema of a service.</param>
/// <param name="Table">Table.</param>
public sealed partial record TableMerge(string Schema, string Table)
{
    /// <summary>Reads <c>schema.table</c>.</summary>
    /// <exception cref="PostDeployException">It is none, or of no service's schema; exit 2.</exception>
    public static TableMerge Parse(string text)
    {
        var schemas = ServiceCatalog.TechCorp.Services.Select(s => s.Schema).ToList();
        if (Form().Match(text ?? "") is not { Success: true } match) throw new PostDeployException(ExitCode.BadUsage, $"--table is '{text}'; it is SCHEMA.TABLE in lower case, such as orders.order_history");
        return schemas.Contains(match.Groups[1].Value)
            ? new(match.Groups[1].Value, match.Groups[2].Value)
            : throw new PostDeployException(ExitCode.BadUsage, $"--table: there is no schema '{match.Groups[1].Value}' of a service; there are {string.Join(", ", schemas)}");
    }

    /// <summary>Qualified name.</summary>
    public string Name => $"{Schema}.{Table}";

    /// <summary>Where the rows are staged.</summary>
    public string Staging => $"{Schema}.{Table}_restored";

    /// <summary>The owner, as whom everything is done: the staging table is then nobody else's.</summary>
    public string Owner => SchemaRoles.Owner(Schema);

    /// <summary>Makes the staging table anew: an interrupted run may have left one. Generated columns stay generated, so that the copy leaves them out on both sides.</summary>
    public string StageSql => $"DROP TABLE IF EXISTS {Staging}; CREATE TABLE {Staging} (LIKE {Name} INCLUDING GENERATED)";

    /// <summary>On the server that has the rows.</summary>
    public string CopyOutSql => $"COPY {Name} TO STDOUT (FORMAT binary)";

    /// <summary>On the one that lost them.</summary>
    public string CopyInSql => $"COPY {Staging} FROM STDIN (FORMAT binary)";

    /// <summary>Identity values come back as they were.</summary>
    public string MergeSql => $"INSERT INTO {Name} OVERRIDING SYSTEM VALUE SELECT * FROM {Staging} ON CONFLICT DO NOTHING";

    /// <summary>Takes the staging table away.</summary>
    public string DropSql => $"DROP TABLE {Staging}";

    /// <summary>Does it.</summary>
    /// <param name="source">On the server that has the rows; able to SET ROLE to <see cref="Owner"/>.</param>
    /// <param name="target">On the one that lost them; likewise.</param>
    /// <param name="staged">Told how many rows are staged.</param>
    /// <returns>Rows staged, and rows that were missing.</returns>
    /// <exception cref="PostDeployException">The table has no key by which a row is known: merged twice it would be there twice.</exception>
    public async Task<(long Staged, long Merged)> RunAsync(NpgsqlConnection source, NpgsqlConnection target, Action<long> staged, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(staged);
        await ExecuteAsync(source, $"SET ROLE {Owner}", cancellation);
        await ExecuteAsync(target, $"SET ROLE {Owner}", cancellation);
        if (!await HasKeyAsync(target, cancellation))
            throw new PostDeployException(ExitCode.Failed, Keyless);
        await ExecuteAsync(target, StageSql, cancellation);
        await using (var rows = await source.BeginRawBinaryCopyAsync(CopyOutSql, cancellation))
        await using (var into = await target.BeginRawBinaryCopyAsync(CopyInSql, cancellation))
            await rows.CopyToAsync(into, cancellation);
        await using var count = new NpgsqlCommand($"SELECT count(*) FROM {Staging}", target);
        var copied = (long)(await count.ExecuteScalarAsync(cancellation))!;
        staged(copied);
        var merged = await ExecuteAsync(target, MergeSql, cancellation);
        await ExecuteAsync(target, DropSql, cancellation);
        return (copied, merged);
    }

    /// <summary>Why rows could not be merged into the table, with the way out; null when they can be. Changes nothing.</summary>
    /// <param name="target">On the server that lost them.</param>
    /// <exception cref="PostgresException">The login may not act as <see cref="Owner"/>.</exception>
    public async Task<string?> ObstacleAsync(NpgsqlConnection target, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(target);
        await ExecuteAsync(target, $"SET ROLE {Owner}", cancellation);
        await using var command = new NpgsqlCommand($"SELECT relname::text FROM pg_catalog.pg_class WHERE relnamespace = '{Schema}'::pg_catalog.regnamespace AND relkind IN ('r', 'p') ORDER BY 1", target);
        var tables = new List<string>();
        await using (var reader = await command.ExecuteReaderAsync(cancellation))
            while (await reader.ReadAsync(cancellation)) tables.Add(reader.GetString(0));
        return !tables.Contains(Table)
            ? $"there is no {Name}. There are: {string.Join(", ", tables.Select(t => $"{Schema}.{t}"))}. One that was dropped is made anew first, empty, as migrations/schemas/{Schema} has it"
            : await HasKeyAsync(target, cancellation) ? null : Keyless;
    }

    private string Keyless => $"{Name} has no primary key and no unique constraint, so that a row that is there cannot be told from one that was lost; stage it by hand: {StageSql}; {CopyInSql}";

    private async Task<bool> HasKeyAsync(NpgsqlConnection target, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand($"SELECT EXISTS (SELECT 1 FROM pg_catalog.pg_constraint WHERE conrelid = '{Name}'::pg_catalog.regclass AND contype IN ('p', 'u'))", target);
        return (bool)(await command.ExecuteScalarAsync(cancellation))!;
    }

    private static async Task<int> ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        return await command.ExecuteNonQueryAsync(cancellation);
    }

    [GeneratedRegex("^([a-z_][a-z0-9_]{0,62})\\.([a-z_][a-z0-9_]{0,52})$", RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}
