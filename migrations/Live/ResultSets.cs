using System.Collections.Immutable;
using Npgsql;

namespace TechCorp.PgInfra.Migrations.Live;

/// <summary>Walks the result sets of one batch in the order of its queries.</summary>
internal sealed class ResultSets(NpgsqlDataReader reader, CancellationToken cancellation)
{
    private bool _started;

    /// <summary>Reads the next result set whole.</summary>
    public async Task<ImmutableArray<T>> ReadAsync<T>(Func<NpgsqlDataReader, T> row)
    {
        if (_started && !await reader.NextResultAsync(cancellation))
        {
            throw new InvalidOperationException("A query of the batch returned no result set.");
        }

        _started = true;
        var rows = ImmutableArray.CreateBuilder<T>();
        while (await reader.ReadAsync(cancellation))
        {
            rows.Add(row(reader));
        }

        return rows.DrainToImmutable();
    }
}

internal static class ReaderColumns
{
    /// <summary>Text or null.</summary>
    public static string? Text(this NpgsqlDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);

    /// <summary>A value or null.</summary>
    public static T? Optional<T>(this NpgsqlDataReader reader, int column)
        where T : struct =>
        reader.IsDBNull(column) ? null : reader.GetFieldValue<T>(column);
}
