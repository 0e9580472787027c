using System.Runtime.CompilerServices;

namespace TechCorp.PgInfra.Views.Tests.Support;

/// <summary>The checkout these tests were built from, and what a stale generated file costs its reader.</summary>
internal static class Checkout
{
    public static string Root { get; } = System.IO.Path.GetFullPath(System.IO.Path.Combine(Here(), "../../.."));

    /// <summary>True under <c>./pg test --update-docs</c>.</summary>
    public static bool Updates => Environment.GetEnvironmentVariable("UPDATE_DOCS") == "1";

    public static string Path(string relative) => System.IO.Path.Combine(Root, relative);

    private static string Here([CallerFilePath] string path = "") => System.IO.Path.GetDirectoryName(path)!;
}
