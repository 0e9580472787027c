using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using TechCorp.PgInfra.Migrations.Apply;

namespace TechCorp.PgInfra.Migrations.Reports;

/// <summary>The same as <see cref="PlanText"/> for programs.</summary>
public static class PlanJson
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>One object; statements carry their differences, verifiers are psql variables.</summary>
    public static JsonObject Of(RunResult result, string verb, string? stack) => new()
    {
        ["verb"] = verb,
        ["stack"] = stack,
        ["exitCode"] = result.ExitCode,
        ["server"] = new JsonObject
        {
            ["database"] = result.Server.Database,
            ["version"] = result.Server.Version,
            ["user"] = result.Server.User,
            ["rds"] = result.Server.IsRds,
        },
        ["statements"] = new JsonArray(
        [
            .. result.Plan.Statements.Select(s => (JsonNode)new JsonObject
            {
                ["section"] = JsonNamingPolicy.CamelCase.ConvertName(s.Section.ToString()),
                ["sql"] = s.Sql.Shown,
                ["changes"] = new JsonArray([.. s.Lines.Select(l => (JsonNode)new JsonObject { ["sign"] = l.Sign.ToString(), ["text"] = l.Text })]),
            }),
        ]),
        ["files"] = Texts(result.Files.Select(f => f.Path)),
        ["withheld"] = Texts(result.Plan.Withheld.Select(l => l.ToString())),
        ["blocked"] = Texts(result.Plan.Blocked),
        ["unknown"] = Texts(result.Plan.Unknown),
        ["isolationExceptions"] = Texts(result.Desired.IsolationExceptions),
        ["timing"] = new JsonObject
        {
            ["connectMs"] = Milliseconds(result.Timing.Connect),
            ["serverMs"] = Milliseconds(result.Timing.Server),
            ["totalMs"] = Milliseconds(result.Timing.Total),
            ["roundTrips"] = result.Timing.RoundTrips,
        },
    };

    /// <summary>Problems of a run that did not happen.</summary>
    public static JsonObject Of(PostDeployException problem, string verb, string? stack) => new()
    {
        ["verb"] = verb,
        ["stack"] = stack,
        ["exitCode"] = problem.ExitCode,
        ["problems"] = Texts(problem.Problems),
    };

    /// <summary>Writes it.</summary>
    public static void Write(TextWriter output, JsonObject document) => output.WriteLine(document.ToJsonString(Indented));

    private static JsonArray Texts(IEnumerable<string> texts) => new([.. texts.Select(t => (JsonNode)JsonValue.Create(t))]);

    private static double Milliseconds(TimeSpan time) => Math.Round(time.TotalMilliseconds, 1);
}
