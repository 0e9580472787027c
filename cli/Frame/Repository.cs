namespace TechCorp.PgInfra.Cli.Frame;

/// <summary>Where the repository is: the nearest folder above the built program that holds Pulumi.yaml.</summary>
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

        // A program moved out of its checkout: the reader of Pulumi.yaml says what is missing, and where it looked.
        return Environment.CurrentDirectory;
    }
}
