namespace TechCorp.PgInfra.Infra.Tests.Recording;

/// <summary>The checkout the tests run in.</summary>
internal static class Repository
{
    public static string Root { get; } = Find();

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Pulumi.yaml")))
            {
                return folder.FullName;
            }
        }

        throw new DirectoryNotFoundException($"no Pulumi.yaml above {AppContext.BaseDirectory}");
    }
}
