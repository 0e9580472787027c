using System.Globalization;
using Npgsql;
using TechCorp.PgInfra.Catalog;
using TechCorp.PgInfra.Processes;
using TechCorp.PgInfra.Views.Grafana;

namespace TechCorp.PgInfra.Views.Tests.Grafana;

/// <summary>Every query of the dashboards on real servers, as the login that Grafana has: a view that a major renamed shows here and not at night.</summary>
[Trait("Requirement", "S33")]
[Collection(MonitoredServers.Collection)]
[Trait("Majors", "every")]
public sealed class Queries_are_answered_by_PostgreSQL(MonitoredServers servers)
{
    private static readonly IEnumerable<PostgreSqlQuery> All = PostgreSqlQueries.OfInstance.Concat(PostgreSqlQueries.OfDatabase);

    [Fact]
    public async Task The_monitor_may_ask_every_query_of_the_writer()
    {
        var answers = await AskAsync(servers.Writer, QueryScope.Writer);

        // What a running estate always has. A query that finds nothing where there is something was not asked of the right view.
        Assert.Equal(
            ["Age of transaction ids", "Checkpoints", "Database", "Dead rows", "Indexes nobody used", "Largest tables", "Oldest rows", "Replicas", "Replication slots",
                "Room for connections", "Sessions", "Statements by total time", "Tables read from end to end"],
            answers.Where(a => a.Value.Count > 0).Select(a => a.Key).Except(["Slowest statements", "What active sessions wait for"]).Order(StringComparer.Ordinal));
        Assert.Equal(["standby"], answers["Replicas"].Select(r => r[0]));
        Assert.Equal(["standby"], answers["Replication slots"].Select(r => r[0]));
        Assert.Contains(answers["Largest tables"], r => r is ["orders", "orders", ..]);
        // The sender to the standby is active and always waits.
        Assert.DoesNotContain(answers["What active sessions wait for"], r => r[0] == "Activity");
        Assert.Contains(answers["Statements by total time"], r => r[0] == Database.MasterUsername && r[^1] != "<insufficient privilege>");
    }

    [Fact]
    public async Task The_monitor_may_ask_every_query_of_a_replica()
    {
        var answers = await AskAsync(servers.Standby, QueryScope.Replica);

        var replay = Assert.Single(answers["Replay"]);
        Assert.Equal(("True", "False"), (replay[0], replay[^1]));
        Assert.Equal(Database.Name, Assert.Single(answers["Queries that replay cancelled"])[0]);
        Assert.Contains(answers["Largest tables"], r => r is ["orders", "orders", ..]);
    }

    /// <summary>A replica that somebody promoted keeps its dashboard until the next update, and is looked at more than ever before.</summary>
    [Fact]
    public async Task The_dashboard_of_a_replica_outlives_its_promotion()
    {
        var answers = await AskAsync(servers.Writer, QueryScope.Replica);

        var replay = Assert.Single(answers["Replay"]);
        Assert.Equal(("False", ""), (replay[0], replay[^1]));
        Assert.Equal(Database.Name, Assert.Single(answers["Queries that replay cancelled"])[0]);
    }

    /// <summary>The panel at night: who holds the lock, who waits, and with what.</summary>
    [Fact]
    public async Task A_lock_that_somebody_waits_for_is_shown_with_its_holder()
    {
        await using var holder = await MonitoredServers.AsMonitorAsync(servers.Writer);
        await using var waiter = await MonitoredServers.AsMonitorAsync(servers.Writer);
        await using var monitor = await MonitoredServers.AsMonitorAsync(servers.Writer);
        await AnswerAsync(holder, "BEGIN; SELECT 'the holder', pg_advisory_xact_lock(1)");
        // The login gives up on a lock after a second; this test does not.
        var waiting = AnswerAsync(waiter, "SET lock_timeout = 0; SELECT 'the waiter', pg_advisory_xact_lock(1)");

        var query = All.Single(q => q.Title == "Who waits for whom");
        List<string[]> rows;
        do rows = await AnswerAsync(monitor, query.Sql);
        while (rows.Count == 0);
        await AnswerAsync(holder, "ROLLBACK");
        await waiting;

        var row = Assert.Single(rows);
        Assert.Equal($"{holder.ProcessID}", row[3]);
        Assert.Equal("idle in transaction", row[5]);
        Assert.Contains("the waiter", row[6], StringComparison.Ordinal);
        Assert.Contains("the holder", row[7], StringComparison.Ordinal);
    }

    /// <summary>now() is when the question's own transaction began. What began after it had been open for minus five milliseconds.</summary>
    [Fact]
    public async Task A_transaction_is_not_younger_than_the_question()
    {
        await using var monitor = await MonitoredServers.AsMonitorAsync(servers.Writer);
        await AnswerAsync(monitor, "BEGIN");
        await using var later = await MonitoredServers.AsMonitorAsync(servers.Writer);
        await AnswerAsync(later, "BEGIN; SELECT 'the later one'");

        var row = Assert.Single(await AnswerAsync(monitor, All.Single(q => q.Title == "Longest transactions").Sql), r => r[0] == $"{later.ProcessID}");
        var sessions = await AnswerAsync(monitor, All.Single(q => q.Title == "Sessions").Sql);

        Assert.InRange(double.Parse(row[4], CultureInfo.InvariantCulture), 0, 60);
        Assert.All(sessions, s => Assert.InRange(double.Parse(s[4], CultureInfo.InvariantCulture), 0, 600));
    }

    /// <summary>Only these columns get a unit; one that is meant to have one and is named otherwise would show bare seconds or bytes.</summary>
    [Fact]
    public void A_column_in_seconds_or_bytes_is_named_by_its_unit() =>
        Assert.All(All, q =>
        {
            Assert.DoesNotContain("AS seconds", q.Sql, StringComparison.Ordinal);
            Assert.Equal(Occurrences(q.Sql, "extract(epoch"), Occurrences(q.Sql, " s\"") - Occurrences(q.Sql, "_time / 1000 AS"));
        });

    private static int Occurrences(string text, string part) => text.Split(part).Length - 1;

    private static async Task<Dictionary<string, List<string[]>>> AskAsync(Cluster server, QueryScope scope)
    {
        await using var connection = await MonitoredServers.AsMonitorAsync(server);
        var answers = new Dictionary<string, List<string[]>>();
        var schemas = (await AnswerAsync(connection, PostgreSqlQueries.Schemas)).Select(r => r[0]).ToList();
        Assert.Subset(schemas.ToHashSet(), ServiceCatalog.TechCorp.Services.Select(s => s.Schema).ToHashSet());
        foreach (var query in All.Where(q => q.Scope == QueryScope.EveryServer || q.Scope == scope))
        {
            // As Grafana fills in ${schema:sqlstring}, with every schema chosen.
            answers[query.Title] = await AnswerAsync(connection, query.Sql.Replace("${schema:sqlstring}", string.Join(',', schemas.Select(s => $"'{s}'")), StringComparison.Ordinal));
        }

        return answers;
    }

    private static async Task<List<string[]>> AnswerAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<string[]>();
        do
        {
            while (await reader.ReadAsync())
                rows.Add([.. Enumerable.Range(0, reader.FieldCount).Select(i => reader.IsDBNull(i) ? "" : Convert.ToString(reader.GetValue(i), CultureInfo.InvariantCulture)!)]);
        }
        while (await reader.NextResultAsync());
        return rows;
    }
}
