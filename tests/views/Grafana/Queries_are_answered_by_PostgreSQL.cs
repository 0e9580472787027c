using System.Globalization;
using System.Text.RegularExpressions;
using Npgsql;
using TechCorp.PgInfra.Catalog;
using TechCorp.PgInfra.Processes;
using TechCorp.PgInfra.Views.Grafana;

namespace TechCorp.PgInfra.Views.Tests.Grafana;

/// <summary>Every query of the dashboards on real servers, as the login that Grafana has: a view that a major renamed shows here and not at night.</summary>
[Trait("Requirement", "S33")]
public sealed partial class Queries_are_answered_by_PostgreSQL(MonitoredServers servers) : IClassFixture<MonitoredServers>
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
        Assert.Contains(answers["Statements by total time"], r => r[0] == Database.MasterUsername && r[^1] != "<insufficient privilege>");
    }

    [Fact]
    public async Task The_monitor_may_ask_every_query_of_a_replica()
    {
        var answers = await AskAsync(servers.Standby, QueryScope.Replica);

        Assert.Equal("False", Assert.Single(answers["Replay"])[^1]);
        Assert.Equal(Database.Name, Assert.Single(answers["Queries that replay cancelled"])[0]);
        Assert.Contains(answers["Largest tables"], r => r is ["orders", "orders", ..]);
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

    /// <summary>Only these columns get a unit; one that is meant to have one and is named otherwise would show bare seconds or bytes.</summary>
    [Fact]
    public void A_column_in_seconds_or_bytes_is_named_by_its_unit() =>
        Assert.All(All, q =>
        {
            Assert.DoesNotContain("AS seconds", q.Sql, StringComparison.Ordinal);
            Assert.Equal(Occurrences(q.Sql, "extract(epoch"), Occurrences(q.Sql, " s\"") - Occurrences(q.Sql, "_time / 1000 AS"));
        });

    /// <summary>
    /// A column is found by the name PostgreSQL gives it, and shown without its unit, which stands at each value. Two columns shown under
    /// one name are one column in Grafana's table.
    /// </summary>
    [Fact]
    public async Task A_table_finds_the_columns_it_gives_a_unit_and_shows_each_under_its_own_name()
    {
        var drawn = await Drawn.OfAsync("prod");
        var tables = drawn.Dashboards.SelectMany(Drawn.Panels).Where(p => Drawn.Text(p, "type") == "table").DistinctBy(p => Drawn.Text(p, "title")).ToList();
        Assert.Equal(All.Select(q => q.Title).Order(), tables.Select(t => Drawn.Text(t, "title")).Order());
        foreach (var table in tables)
        {
            var title = Drawn.Text(table, "title");
            var scope = All.Single(q => q.Title == title).Scope;
            await using var connection = await MonitoredServers.AsMonitorAsync(scope == QueryScope.Replica ? servers.Standby : servers.Writer);
            await using var command = new NpgsqlCommand(Drawn.Text(table["targets"]![0]!.AsObject(), "rawSql").Replace("${schema:sqlstring}", "'orders'", StringComparison.Ordinal), connection);
            await using var reader = await command.ExecuteReaderAsync();
            var columns = Enumerable.Range(0, reader.FieldCount).Select(reader.GetName).ToList();
            var rules = table["fieldConfig"]!["overrides"]!.AsArray()
                .Select(o => (Column: o!["matcher"]!["options"]!.GetValue<string>(), Shown: o["properties"]!.AsArray().SingleOrDefault(p => p!["id"]!.GetValue<string>() == "displayName")?["value"]!.GetValue<string>()))
                .Where(o => o.Shown is not null).ToDictionary(o => o.Column, o => o.Shown!);

            Assert.Equal(columns.Where(c => UnitWord().IsMatch(c)).Order(StringComparer.Ordinal), rules.Keys.Order(StringComparer.Ordinal));
            var shown = columns.Select(c => rules.GetValueOrDefault(c, c)).ToList();
            Assert.True(shown.Distinct().Count() == shown.Count, $"{title}: {string.Join(", ", shown)}");
            Assert.DoesNotContain(shown, UnitWord().IsMatch);
        }
    }

    [GeneratedRegex(" (s|bytes|ratio)$")]
    private static partial Regex UnitWord();

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
