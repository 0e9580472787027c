using System.Diagnostics;

namespace TechCorp.PgInfra.Processes;

/// <summary>Runs a program to its end as the server's user.</summary>
internal static class Tool
{
    /// <summary>Standard output of the program.</summary>
    /// <exception cref="ProcessException">It ended with another code than 0; the message holds its last words.</exception>
    public static async Task<string> RunAsync(
        ServerUser user, string workingDirectory, string program, IEnumerable<string> arguments, CancellationToken cancellation)
    {
        var command = user.Command(program, arguments);
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            WorkingDirectory = workingDirectory,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        CleanEnvironment(start);

        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync(cancellation);
        var errors = process.StandardError.ReadToEndAsync(cancellation);
        try
        {
            await process.WaitForExitAsync(cancellation);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }

        // Eight lines of progress would push the reason out, which stands among the errors: initdb tells each step on standard output.
        if (process.ExitCode != 0)
            throw new ProcessException(NoRoom.Explained($"{Path.GetFileName(program)} ended with code {process.ExitCode}: {LogTail.Last(await errors is { } said && !string.IsNullOrWhiteSpace(said) ? said : await output, 8)}", workingDirectory));
        return await output;
    }

    /// <summary>A caller's PGHOST, PGDATA or PGPASSWORD must not reach a server that is nobody's but ours.</summary>
    public static void CleanEnvironment(ProcessStartInfo start)
    {
        foreach (var name in start.Environment.Keys.Where(k => k.StartsWith("PG", StringComparison.Ordinal)).ToList())
            start.Environment.Remove(name);
        start.Environment["LC_ALL"] = "C.UTF-8";
        // libpq reads ~/.postgresql and ~/.pgpass: of the caller they are the wrong ones, and under root not even readable.
        start.Environment["HOME"] = start.WorkingDirectory;
    }
}
