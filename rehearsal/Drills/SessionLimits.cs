using Npgsql;
using TechCorp.PgInfra.Rehearsal.Estates;

namespace TechCorp.PgInfra.Rehearsal.Drills;

/// <summary>What a login's sessions on the writer may do, as the server tells a new one.</summary>
/// <param name="Sessions">How many there may be; <see cref="int.MaxValue"/> without a limit.</param>
/// <param name="Lock">lock_timeout; <see cref="TimeSpan.MaxValue"/> without one, like the others.</param>
/// <param name="Statement">statement_timeout.</param>
/// <param name="Idle">idle_in_transaction_session_timeout.</param>
internal sealed record SessionLimits(int Sessions, TimeSpan Lock, TimeSpan Statement, TimeSpan Idle)
{
    /// <summary>A limit in a sentence.</summary>
    public static string Words(TimeSpan limit) => limit == TimeSpan.MaxValue ? "no end" : FormattableString.Invariant($"{limit.TotalSeconds:0.###} s");

    /// <summary>Asks as the login itself, not through a pooler: what was pinned since reaches its old sessions no more.</summary>
    public static async Task<SessionLimits> OfAsync(RunningEstate estate, string login, CancellationToken cancellation)
    {
        await using var connection = new NpgsqlConnection(estate.ConnectionTo(estate.Writer, login).ConnectionString);
        await connection.OpenAsync(cancellation);
        await using var command = new NpgsqlCommand(
            """
            SELECT rolconnlimit, array(SELECT setting::int FROM unnest(ARRAY['lock_timeout', 'statement_timeout', 'idle_in_transaction_session_timeout'])
                WITH ORDINALITY AS asked(name, position) JOIN pg_settings USING (name) ORDER BY position)
            FROM pg_roles WHERE rolname = current_user
            """, connection);
        await using var row = await command.ExecuteReaderAsync(cancellation);
        await row.ReadAsync(cancellation);
        var milliseconds = row.GetFieldValue<int[]>(1);
        return new(row.GetInt32(0) is >= 0 and var limit ? limit : int.MaxValue, Limit(milliseconds[0]), Limit(milliseconds[1]), Limit(milliseconds[2]));

        static TimeSpan Limit(int value) => value == 0 ? TimeSpan.MaxValue : TimeSpan.FromMilliseconds(value);
    }
}
