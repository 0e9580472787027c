using Npgsql;

namespace TechCorp.PgInfra.Migrations.Baseline;

/// <summary>Names the sessions that stand in the way.</summary>
internal static class LockHolders
{
    /// <summary>A sentence: who holds a lock in the schema or runs the same step, with the way out.</summary>
    public static async Task<string> DescribeAsync(NpgsqlConnection connection, string schema, long advisoryKey, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            """
            SELECT DISTINCT a.pid, coalesce(a.usename, '?'), coalesce(nullif(a.application_name, ''), 'no application name')
              FROM pg_catalog.pg_locks l
              JOIN pg_catalog.pg_stat_activity a USING (pid)
              LEFT JOIN pg_catalog.pg_class c ON l.locktype = 'relation' AND c.oid = l.relation
              LEFT JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
             WHERE l.granted AND l.pid <> pg_catalog.pg_backend_pid()
               AND l.database = (SELECT oid FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database())
               AND (n.nspname = $1
                    OR l.locktype = 'advisory' AND l.objsubid = 1 AND (l.classid::bigint << 32 | l.objid::bigint) = $2)
             ORDER BY 1
            """, connection);
        command.Parameters.Add(new NpgsqlParameter { Value = schema });
        command.Parameters.Add(new NpgsqlParameter { Value = advisoryKey });
        var holders = new List<string>();
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
            holders.Add($"process {reader.GetInt32(0)} ({reader.GetString(1)}, {reader.GetString(2)})");
        return holders.Count == 0
            ? "Nobody holds it any more; run it again."
            : $"Locks there are held by {string.Join(", ", holders)}. Wait for them, or end one with SELECT pg_terminate_backend(PROCESS), and run it again.";
    }
}
