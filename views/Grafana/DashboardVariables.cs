using System.Text.RegularExpressions;

namespace TechCorp.PgInfra.Views.Grafana;

/// <summary>Variables of a dashboard; the first value that is found is taken.</summary>
internal static class DashboardVariables
{
    private const int Hidden = 2;
    private const int OnDashboardLoad = 1;

    /// <summary>The CloudWatch data source.</summary>
    public static object CloudWatch { get; } = DataSource("cloudwatch", "CloudWatch", Panels.CloudWatchType, "");

    /// <summary>PostgreSQL data sources that are named after instances.</summary>
    public static object Server(IEnumerable<string> identifiers) =>
        DataSource("server", "Server", Panels.PostgreSqlType, $"/^({string.Join('|', identifiers.Select(Regex.Escape))})$/");

    /// <summary>Values that a data source is asked for, hidden.</summary>
    public static object Query(string name, string type, string uid, string query, string regex) => new
    {
        name, type = "query", hide = Hidden, datasource = new { type, uid }, query, regex, refresh = OnDashboardLoad, includeAll = false, multi = false,
    };

    /// <summary>Schemas of the chosen server; all unless some are picked.</summary>
    public static object Schemas { get; } = new
    {
        name = "schema",
        label = "Schema",
        type = "query",
        datasource = new { type = Panels.PostgreSqlType, uid = "${server}" },
        query = PostgreSqlQueries.Schemas,
        regex = "",
        refresh = OnDashboardLoad,
        includeAll = true,
        multi = true,
        current = new { text = new[] { "All" }, value = new[] { "$__all" } },
    };

    private static object DataSource(string name, string label, string type, string regex) =>
        new { name, label, type = "datasource", query = type, regex, refresh = OnDashboardLoad, includeAll = false, multi = false };
}
