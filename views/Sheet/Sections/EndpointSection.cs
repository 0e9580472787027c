using System.Text.Json.Nodes;
using TechCorp.PgInfra.Catalog;
using TechCorp.PgInfra.Planning;

namespace TechCorp.PgInfra.Views.Sheet.Sections;

/// <summary>Where to connect, and which connection strings each login has. Never a password: the plan has none.</summary>
internal static class EndpointSection
{
    private static readonly string[] Variables = ["DATABASE_URL", "DATABASE_URL_RO", "DATABASE_URL_POOLED", "DATABASE_URL_RO_POOLED"];

    public static Markup Render(SheetInput input)
    {
        var plan = input.Estate.Plan;
        var strings = plan.Outputs[StackOutputs.ConnectionStrings] as JsonObject ?? [];
        var database = $"{plan.Outputs[StackOutputs.DatabaseName]}";
        var port = $"{plan.Outputs[StackOutputs.Port]}";
        var readOnly = input.Estate.Poolers.Any(p => p.Entries.ContainsKey(PoolerSettings.ReadOnlyDatabase)) ? PoolerSettings.ReadOnlyDatabase : database;
        return Markup.Of($"""
            <section id="endpoints"><h2>Endpoints</h2>
            <p class="soft">Database {database}, always with <code>sslmode=verify-full</code>. A host name that AWS gives stands by its instance.</p>
            <div class="wide"><table><caption>Hosts</caption><thead><tr><th>output<th>host<th>port</thead><tbody>
            {Host(plan, StackOutputs.PrimaryAddress, plan.Outputs[StackOutputs.PrimaryAddress], port)}
            {Markup.Join((plan.Outputs[StackOutputs.ReplicaAddresses] as JsonObject ?? []).Select(r => Host(plan, $"{StackOutputs.ReplicaAddresses}.{r.Key}", r.Value, port)))}
            {(plan.Outputs[StackOutputs.PoolerAddress] is { } pooler ? Host(plan, StackOutputs.PoolerAddress, pooler, $"{plan.Outputs[StackOutputs.PoolerPort]}") : Markup.None)}
            </tbody></table></div>
            <div class="wide"><table><caption>Connection strings, as outputs of the stack</caption><thead><tr><th>login{Markup.Each(Variables, v => $"<th><code>{v}</code>{Pooled(v, database, readOnly)}")}</thead><tbody>
            {Markup.Each(strings.Where(l => l.Value is JsonObject { Count: > 0 }), login => $"<tr><th scope=\"row\">{login.Key}{Markup.Each(Variables, v => $"<td>{Target(plan, login.Value?[v])}")}</tr>")}
            </tbody></table></div></section>
            """);
    }

    // Both go to one host: the name of the database is what tells the replicas from the writer.
    private static Markup Pooled(string variable, string database, string readOnly) =>
        variable.EndsWith("_POOLED", StringComparison.Ordinal) ? Markup.Of($"<br><span class=\"soft\">database {(variable.Contains("_RO_", StringComparison.Ordinal) ? readOnly : database)}</span>") : Markup.None;

    private static Markup Host(Plan plan, string output, JsonNode? value, string port) =>
        value is null ? Markup.None : Markup.Of($"<tr><th scope=\"row\"><code>{output}</code><td>{Named(plan, $"{value}")}<td>{port}</tr>");

    // The plan has the references a secret string is made of; the last one is its host.
    private static string Target(Plan plan, JsonNode? secret) =>
        secret is null ? "" : PlanReference.FindAll($"{secret}").LastOrDefault() is { } host ? Named(plan, host.ToString()) : "declared";

    private static string Named(Plan plan, string text)
    {
        var resolved = plan.Resolve(text);
        return PlanReference.TryParse(resolved) is { } reference ? reference.Name : resolved;
    }
}
