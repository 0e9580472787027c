using TechCorp.PgInfra.Planning.Projects;
using TechCorp.PgInfra.Rehearsal.Plans;

namespace TechCorp.PgInfra.Rehearsal.Tests;

/// <summary>The repository these tests were built from.</summary>
internal static class Checkout
{
    public static string Root { get; } = Find();

    public static PulumiProject Project { get; } = PulumiProject.Load(Root);

    /// <summary>The plans of prod and dr with one of prod's values written otherwise.</summary>
    public static Task<EstatePlans> PlansWithAsync(string key, string value) =>
        EstatePlans.CaptureAsync(Project, Project.LoadStack("prod").With($"techcorp-pg-infra:{key}", value));

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "Pulumi.yaml"))) folder = folder.Parent;
        return folder.FullName;
    }
}
