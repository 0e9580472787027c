using Npgsql;
using TechCorp.PgInfra.Rehearsal.Estates;
using TechCorp.PgInfra.Rehearsal.Load;

namespace TechCorp.PgInfra.Rehearsal.Drills;

/// <summary>Two transactions wait for each other; the log line is the only trace RDS for PostgreSQL leaves of it (S44).</summary>
internal static class Deadlock
{
    public static async Task RunAsync(DrillRun run, CancellationToken cancellation)
    {
        var estate = run.Estate;
        var instance = estate.Topology.Writer.Identifier;
        var filter = run.Subject.Alarms.LogFilters.FirstOrDefault(f => f.Instance == instance)
            ?? throw new DrillException($"No metric filter on the postgresql log of {instance} is declared, and RDS has no deadlock metric of its own.");
        await CommitTable.CreateAsync(estate, cancellation);
        var (first, second) = (CommitTable.NextId(), CommitTable.NextId());
        await estate.Writer.ExecuteAsync($"INSERT INTO {CommitTable.Name} (id) VALUES ({first}), ({second})", estate.DatabaseName, cancellation);
        await using var watch = await AlarmWatch.StartAsync(run, [filter.Metric], cancellation);

        // Words alone are no deadlock: the statement of this error is logged with them.
        await using (var quoting = await OpenAsync(estate, cancellation))
            await Assert42P01Async(quoting);
        watch.Break("two transactions lock the same two rows in opposite order");
        await using (var one = await OpenAsync(estate, cancellation))
        await using (var other = await OpenAsync(estate, cancellation))
        {
            await ExecuteAsync(one, $"BEGIN; {Touch(first)}");
            await ExecuteAsync(other, $"BEGIN; {Touch(second)}");
            var outcomes = await Task.WhenAll(SqlStateAsync(one, Touch(second)), SqlStateAsync(other, Touch(first)));
            run.Check("one of the two is rolled back", outcomes.Count(o => o == PostgresErrorCodes.DeadlockDetected) == 1 && outcomes.Count(o => o is null) == 1, string.Join(" and ", outcomes.Select(o => o ?? "done")));
        }

        await watch.FiresAsync(cancellation);
        await watch.ClearsAsync(cancellation);
        run.Check("the log line matches the declared filter exactly once", watch.Matches[filter.Name] == 1, $"{watch.Matches[filter.Name]} lines match {filter.Pattern}");

        static string Touch(long id) => $"UPDATE {CommitTable.Name} SET committed_at = now() WHERE id = {id}";

        async Task Assert42P01Async(NpgsqlConnection connection)
        {
            if (await SqlStateAsync(connection, "SELECT 'ERROR: deadlock detected' FROM orders.no_such_table") is null)
                throw new DrillException("orders.no_such_table exists, so no error could be logged with the words of a deadlock.");
        }

        async Task<string?> SqlStateAsync(NpgsqlConnection connection, string sql)
        {
            try
            {
                await ExecuteAsync(connection, sql);
                return null;
            }
            catch (PostgresException e)
            {
                return e.SqlState;
            }
        }

        async Task ExecuteAsync(NpgsqlConnection connection, string sql)
        {
            await using var command = new NpgsqlCommand(sql, connection);
            await command.ExecuteNonQueryAsync(cancellation);
        }
    }

    private static async Task<NpgsqlConnection> OpenAsync(RunningEstate estate, CancellationToken cancellation)
    {
        var connection = new NpgsqlConnection(estate.ConnectionThrough(estate.Poolers[0], "order_service").ConnectionString);
        await connection.OpenAsync(cancellation);
        return connection;
    }
}
