using System.Runtime.CompilerServices;

namespace TechCorp.PgInfra.Mutation;

/// <summary>The checkout this was built from.</summary>
internal static class Repository
{
    public static string Root { get; } = Path.GetFullPath(Path.Combine(Here(), "../.."));

    private static string Here([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
