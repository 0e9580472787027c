using System.Collections.Immutable;
using TechCorp.PgInfra.Planning;
using TechCorp.PgInfra.Planning.Projects;

namespace TechCorp.PgInfra.Views.Grafana;

/// <summary>Everything a Grafana needs for one stack, as files.</summary>
public static class GrafanaFiles
{
    /// <summary>Path below the output folder, and text.</summary>
    public static ImmutableSortedDictionary<string, string> Of(GrafanaEstate estate) =>
        GrafanaDashboards.Of(estate).Select(d => KeyValuePair.Create($"dashboards/{d.FileName}", d.Text))
            .Append(new("provisioning/datasources/postgresql.yaml", GrafanaProvisioning.DataSources(estate)))
            .Append(new("provisioning/dashboards/postgresql.yaml", GrafanaProvisioning.Dashboards(estate)))
            .ToImmutableSortedDictionary(StringComparer.Ordinal);

    /// <summary>Captures a stack of the project in this folder; problems are those of <see cref="EstatePlan"/>.</summary>
    public static async Task<GrafanaEstate> EstateAsync(string root, string stack, string? file = null)
    {
        var project = PulumiProject.Load(root);
        var configuration = project.LoadStack(stack, file);
        var plan = await EstatePlan.CaptureAsync(project, configuration);
        return GrafanaEstate.From(plan, EstatePlan.ReadSettings(configuration).Settings!);
    }

    /// <summary>Writes the files; each is there whole or not at all, and what else lies in the folder stays.</summary>
    public static void Write(string folder, IEnumerable<KeyValuePair<string, string>> files)
    {
        ArgumentNullException.ThrowIfNull(files);
        foreach (var (path, text) in files)
        {
            var target = Path.Combine(folder, path);
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            var half = $"{target}.{Environment.ProcessId}.new";
            File.WriteAllText(half, text);
            File.Move(half, target, overwrite: true);
        }
    }
}
