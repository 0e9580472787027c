using System.Diagnostics;

namespace TechCorp.PgInfra.Operations.Tests.Runbooks;

/// <summary>Runs the built program, or another, as a shell would.</summary>
internal static class Command
{
    private static readonly string Program = Path.Combine(Root, "cli", "bin", "Release", "net10.0", "pg.dll");

    /// <summary>Folder of the repository.</summary>
    public static string Root
    {
        get
        {
            var folder = AppContext.BaseDirectory;
            while (!File.Exists(Path.Combine(folder, "Pulumi.yaml"))) folder = Path.GetDirectoryName(folder)!;
            return folder;
        }
    }

    /// <summary><c>./pg WORDS</c>.</summary>
    public static Task<Ended> PgAsync(IReadOnlyDictionary<string, string>? environment, params string[] words) =>
        RunAsync(environment, Environment.ProcessPath is { } host && Path.GetFileName(host) == "dotnet" ? host : "dotnet", [Program, .. words]);

    /// <summary>The words of <c>./pg WORDS</c>, for a shell or a process of one's own.</summary>
    public static ProcessStartInfo Start(IReadOnlyDictionary<string, string>? environment, string program, params IEnumerable<string> words)
    {
        var start = new ProcessStartInfo(program, words) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        // What the developer is logged in to is no business of a test.
        foreach (var name in start.Environment.Keys.Where(k => k.StartsWith("AWS_", StringComparison.Ordinal) || k.StartsWith("PG", StringComparison.Ordinal)).ToList()) start.Environment.Remove(name);
        start.Environment["AWS_EC2_METADATA_DISABLED"] = "true";
        start.Environment["HOME"] = Path.GetTempPath();
        foreach (var (name, value) in environment ?? new Dictionary<string, string>()) start.Environment[name] = value;
        return start;
    }

    public static ProcessStartInfo StartPg(IReadOnlyDictionary<string, string>? environment, params IEnumerable<string> words) => Start(environment, "dotnet", [Program, .. words]);

    public static async Task<Ended> RunAsync(IReadOnlyDictionary<string, string>? environment, string program, params string[] words)
    {
        using var process = Process.Start(Start(environment, program, words))!;
        process.StandardInput.Close();
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return new(process.ExitCode, await output, await error);
    }
}

/// <summary>What came of a program.</summary>
internal sealed record Ended(int Code, string Out, string Error);
