using System.Collections.Immutable;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Npgsql;
using TechCorp.PgInfra.Views.Grafana;

namespace TechCorp.PgInfra.Views.Tests.Grafana;

/// <summary>Columns as a real server names them, against what the tables do with them: a rule for a name that no column has is ignored without a word.</summary>
[Trait("Requirement", "S33")]
[Collection(MonitoredServers.Collection)]
public sealed partial class Tables_show_what_PostgreSQL_answers(MonitoredServers servers)
{
    // A laptop of 1366 pixels; Grafana's 24 columns lie 8 pixels apart, between margins of 16.
    private const double GridColumn = (1366 - 32 - (23 * 8)) / 24.0;

    /// <summary>
    /// A column is found by the name PostgreSQL gives it, and shown without its unit, which stands at each value. Two columns shown under
    /// one name are one column in Grafana's table.
    /// </summary>
    [Fact]
    public async Task Each_column_in_a_unit_is_found_and_each_has_a_name_of_its_own()
    {
        foreach (var table in await TablesAsync())
        {
            var shown = table.Columns.Select(c => table.Of(c, "displayName")?.GetValue<string>() ?? c).ToList();

            Assert.All(table.Columns, c => Assert.Equal(UnitWord().IsMatch(c), table.Of(c, "displayName") is not null));
            Assert.True(shown.Distinct().Count() == shown.Count, $"{table.Title}: {string.Join(", ", shown)}");
            Assert.DoesNotContain(shown, UnitWord().IsMatch);
            Assert.Subset(table.Columns.ToHashSet(), table.NamesOfRules.ToHashSet());
        }
    }

    /// <summary>What the blocker runs lay behind a scroll bar, in a panel that is opened in a hurry.</summary>
    [Fact]
    public async Task No_column_is_out_of_sight_on_a_laptop() => Assert.All(await TablesAsync(), table =>
    {
        var panel = (GridColumn * table.Width) + (8 * (table.Width - 1));
        var needed = table.Columns.Sum(c => table.Of(c, "custom.width")?.GetValue<double>() ?? (c.EndsWith("query", StringComparison.Ordinal) ? 200 : table.LeastWidth));

        Assert.True(needed <= panel, $"{table.Title}: {needed} of {panel:0} pixels");
    });

    [Fact]
    public async Task The_text_of_a_statement_can_be_opened_and_a_pid_is_no_amount()
    {
        var columns = (await TablesAsync()).SelectMany(t => t.Columns.Select(c => (Table: t, Column: c))).ToList();

        Assert.All(columns.Where(c => c.Column.EndsWith("query", StringComparison.Ordinal)), c => Assert.True(c.Table.Of(c.Column, "custom.inspect")!.GetValue<bool>()));
        Assert.Equal(
            ["Longest transactions: pid", "Vacuum at work: pid", "Who waits for whom: blocker", "Who waits for whom: pid"],
            columns.Where(c => c.Table.Of(c.Column, "unit")?.GetValue<string>() == "none").Select(c => $"{c.Table.Title}: {c.Column}").Order(StringComparer.Ordinal));
        Assert.All(columns, c => Assert.Equal("locale", c.Table.DefaultUnit));
    }

    private async Task<ImmutableArray<Table>> TablesAsync()
    {
        var drawn = await Drawn.OfAsync("prod");
        var panels = drawn.Dashboards.SelectMany(Drawn.Panels).Where(p => Drawn.Text(p, "type") == "table").DistinctBy(p => Drawn.Text(p, "title")).ToList();
        var tables = ImmutableArray.CreateBuilder<Table>();
        foreach (var query in PostgreSqlQueries.OfInstance.Concat(PostgreSqlQueries.OfDatabase))
        {
            await using var connection = await MonitoredServers.AsMonitorAsync(query.Scope == QueryScope.Replica ? servers.Standby : servers.Writer);
            await using var command = new NpgsqlCommand(query.Sql.Replace("${schema:sqlstring}", "'orders'", StringComparison.Ordinal), connection);
            await using var reader = await command.ExecuteReaderAsync();
            tables.Add(new(panels.Single(p => Drawn.Text(p, "title") == query.Title), [.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetName)]));
        }

        Assert.Equal(panels.Count, tables.Count);
        return tables.ToImmutable();
    }

    [GeneratedRegex(" (s|bytes|ratio)$")]
    private static partial Regex UnitWord();

    private sealed record Table(JsonObject Panel, ImmutableArray<string> Columns)
    {
        public string Title => Drawn.Text(Panel, "title");

        public int Width => Panel["gridPos"]!["w"]!.GetValue<int>();

        public double LeastWidth => Defaults["custom"]!["minWidth"]!.GetValue<double>();

        public string DefaultUnit => Drawn.Text(Defaults, "unit");

        public IEnumerable<string> NamesOfRules => Rules.Where(r => Drawn.Text(r["matcher"]!.AsObject(), "id") == "byName").Select(r => Drawn.Text(r["matcher"]!.AsObject(), "options"));

        private JsonObject Defaults => Panel["fieldConfig"]!["defaults"]!.AsObject();

        private IEnumerable<JsonObject> Rules => Panel["fieldConfig"]!["overrides"]!.AsArray().Select(r => r!.AsObject());

        // As Grafana: of the rules that match a column the last one that has the property.
        public JsonNode? Of(string column, string property) => Rules
            .Where(r => Matches(r["matcher"]!.AsObject(), column))
            .SelectMany(r => r["properties"]!.AsArray())
            .LastOrDefault(p => p!["id"]!.GetValue<string>() == property)?["value"];

        private static bool Matches(JsonObject matcher, string column) => Drawn.Text(matcher, "id") == "byName"
            ? Drawn.Text(matcher, "options") == column
            : Regex.IsMatch(column, Drawn.Text(matcher, "options").Trim('/'));
    }
}
