using Npgsql;

namespace TechCorp.PgInfra.Migrations.Live;

/// <summary>Walks the result sets of one batch in the order of its queries.</summary>
internal sealed class ResultSets(NpgsqlDataReader reader, CancellationToken cancellation)
{
    private bool _started;

    /// <summary>Reads the next result set whole.</summary>
    /// <remarks>One state machine for rows of every type: each of its own would be compiled at run time.</remarks>
    public async Task ReadAsync(Action<NpgsqlDataReader> row)
    {
        if (_started && !await reader.NextResultAsync(cancellation))
        {
            throw new InvalidOperationException("A query of the batch returned no result set.");
        }

        _started = true;
        while (await reader.ReadAsync(cancellation))
        {
            row(reader);
        }
    }
}

internal static class ReaderColumns
{
    /// <summary>Text or null.</summary>
    public static string? Text(this NpgsqlDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);

    /// <summary>A boolean or null.</summary>
    public static bool? Flag(this NpgsqlDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetBoolean(column);
}
