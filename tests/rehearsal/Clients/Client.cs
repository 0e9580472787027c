using System.Diagnostics;

namespace TechCorp.PgInfra.Rehearsal.Tests.Clients;

/// <summary>A program nobody here wrote.</summary>
internal static class Client
{
    /// <summary>Standard output of the program; the test fails with its standard error when it does.</summary>
    public static Task<string> RunAsync(IReadOnlyDictionary<string, string> environment, string program, params string[] arguments) =>
        RunInAsync(Path.GetTempPath(), environment, program, arguments);

    /// <inheritdoc cref="RunAsync"/>
    public static async Task<string> RunInAsync(string folder, IReadOnlyDictionary<string, string> environment, string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = folder };
        // A client certificate of the developer has no business here.
        start.Environment["HOME"] = Path.GetTempPath();
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"{program} ended with code {process.ExitCode}: {await errors}");
        return (await output).Trim();
    }
}

/// <summary>Skipped, by name, on a machine without the client; <c>./pg test</c> installs it where it may.</summary>
internal sealed class ClientFactAttribute : FactAttribute
{
    /// <param name="client">Its name.</param>
    /// <param name="file">A file of it, or a program on PATH.</param>
    public ClientFactAttribute(string client, string file)
    {
        if (!File.Exists(file) && OnPath(file) is null)
            Skip = $"{client} is not installed ({file})";
    }

    private static string? OnPath(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Select(f => Path.Combine(f, program)).FirstOrDefault(File.Exists);
}
