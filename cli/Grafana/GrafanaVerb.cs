using System.CommandLine;
using System.Text.Json.Nodes;
using TechCorp.PgInfra.Cli.Frame;
using TechCorp.PgInfra.Views.Grafana;

namespace TechCorp.PgInfra.Cli.Grafana;

/// <summary><c>./pg grafana --stack prod --out DIR</c>: dashboards and data sources for Grafana, drawn from the declared plan (S33).</summary>
internal sealed class GrafanaVerb() : Verb("grafana", "Writes a stack's Grafana dashboards and the data sources they ask")
{
    private static readonly Option<string> Out = new("--out", "-o")
    {
        Description = "Folder to write into: dashboards/ and provisioning/.",
        HelpName = "folder",
        Required = true,
    };

    public override void Describe(Command command)
    {
        command.Add(StackOptions.Stack);
        command.Add(StackOptions.File);
        command.Add(Out);
    }

    public override async Task<int> RunAsync(VerbRun run, CancellationToken cancellation)
    {
        var estate = await GrafanaFiles.EstateAsync(run.Root, run.Value(StackOptions.Stack), run.ValueOrDefault(StackOptions.File));
        var folder = Path.GetFullPath(run.Value(Out));
        var files = GrafanaFiles.Of(estate);
        try
        {
            GrafanaFiles.Write(folder, files);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"--out '{folder}' cannot be written: {e.Message}");
        }

        if (run.Json)
        {
            run.WriteJson(new JsonObject
            {
                ["overview"] = $"/d/{GrafanaDashboards.OverviewUid(estate)}",
                ["files"] = new JsonArray([.. files.Keys.Select(path => (JsonNode)Path.Combine(folder, path))]),
            });
            return ExitCodes.Done;
        }

        foreach (var dashboard in GrafanaDashboards.Of(estate))
        {
            run.Out.WriteLine($"/d/{dashboard.Uid}  {dashboard.Title}");
        }

        run.Out.WriteLine($"{files.Count} files in {folder}; data sources and their environment: provisioning/datasources/postgresql.yaml");
        return ExitCodes.Done;
    }
}
