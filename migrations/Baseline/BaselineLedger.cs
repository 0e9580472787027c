using System.Collections.Immutable;
using Npgsql;

namespace TechCorp.PgInfra.Migrations.Baseline;

/// <summary>A file the database has.</summary>
/// <param name="Schema">Schema.</param>
/// <param name="Version">Number.</param>
/// <param name="Name">Name.</param>
/// <param name="Checksum">SHA-256 of its text when it was applied.</param>
public sealed record AppliedFile(string Schema, int Version, string Name, string Checksum)
{
    /// <summary><c>orders/0001_baseline.sql</c>.</summary>
    public string Path => $"{Schema}/{BaselineFile.Label(Version, Name)}";
}

/// <summary>
/// The table that remembers which files were applied. It belongs to the master and nobody else may touch or see it: a service
/// that could write here could make its own change look applied.
/// </summary>
public static class BaselineLedger
{
    /// <summary>Schema of the table, owned by the master.</summary>
    public const string Schema = "pginfra";

    /// <summary>Name of the table.</summary>
    public const string Table = "baseline_file";

    internal const string CreateSql = $"""
        CREATE SCHEMA IF NOT EXISTS {Schema};
        CREATE TABLE IF NOT EXISTS {Schema}.{Table} (
            schema_name text        NOT NULL,
            version     integer     NOT NULL CHECK (version > 0),
            name        text        NOT NULL,
            checksum    text        NOT NULL CHECK (checksum ~ '^[0-9a-f]{"{64}"}$'),
            applied_at  timestamptz NOT NULL DEFAULT now(),
            applied_by  text        NOT NULL DEFAULT session_user,
            PRIMARY KEY (schema_name, version)
        )
        """;

    /// <summary>What the database has; nothing when the table does not exist yet. Writes nothing.</summary>
    public static async Task<ImmutableArray<AppliedFile>> ReadAsync(NpgsqlConnection connection, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(connection);
        await using (var exists = new NpgsqlCommand($"SELECT pg_catalog.to_regclass('{Schema}.{Table}') IS NOT NULL", connection))
        {
            if (!(bool)(await exists.ExecuteScalarAsync(cancellation))!)
                return [];
        }

        var files = ImmutableArray.CreateBuilder<AppliedFile>();
        await using var command = new NpgsqlCommand($"SELECT schema_name, version, name, checksum FROM {Schema}.{Table} ORDER BY schema_name, version", connection);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
            files.Add(new AppliedFile(reader.GetString(0), reader.GetInt32(1), reader.GetString(2), reader.GetString(3)));
        return files.ToImmutable();
    }
}
