using System.Runtime.CompilerServices;
using System.Text;

namespace TechCorp.PgInfra.Sdk.Generated;

/// <summary>Files that stand beside these tests in the sources.</summary>
internal static class Golden
{
    /// <summary>Text of a file of this folder.</summary>
    public static string Text(string name) => File.ReadAllText(Path.Combine(Folder(), name), Encoding.UTF8);

    /// <summary>The schema excerpt of a package, as the build reads it.</summary>
    public static byte[] Schema(string package) =>
        File.ReadAllBytes(Path.Combine(Folder(), "..", "..", "..", "sdk", "schema", package + ".json"));

    private static string Folder([CallerFilePath] string here = "") => Path.GetDirectoryName(here)!;
}
