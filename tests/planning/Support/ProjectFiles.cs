using TechCorp.PgInfra.Planning.Projects;

namespace TechCorp.PgInfra.Planning.Tests.Support;

/// <summary>A project folder with the stack files a test writes; gone afterwards.</summary>
internal sealed class ProjectFiles : IDisposable
{
    public ProjectFiles(string dev, params (string Stack, string Yaml)[] others)
    {
        File.WriteAllText(Path.Combine(Folder, "Pulumi.yaml"), "name: demo\nruntime: dotnet\n");
        foreach (var (stack, yaml) in others.Append(("dev", dev)))
        {
            File.WriteAllText(Path.Combine(Folder, $"Pulumi.{stack}.yaml"), yaml);
        }
    }

    public string Folder { get; } = Directory.CreateTempSubdirectory("pg-planning-").FullName;

    public PulumiProject Project => PulumiProject.Load(Folder);

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
