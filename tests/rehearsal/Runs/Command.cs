using System.Diagnostics;
using System.Text;

namespace TechCorp.PgInfra.Rehearsal.Tests.Runs;

/// <summary>The command as a process of its own, to be waited for, interrupted and killed.</summary>
internal sealed class Command : IDisposable
{
    private readonly StringBuilder _error = new();
    private readonly Task<string> _output;
    private readonly Task _errors;

    /// <param name="state">Folder of its state.</param>
    /// <param name="arguments">After <c>pg</c>.</param>
    /// <param name="environment">Variables.</param>
    public Command(string state, string[] arguments, params (string Name, string Value)[] environment)
        : this(state, [], arguments, environment)
    {
    }

    /// <param name="state">Folder of its state.</param>
    /// <param name="by">Program and arguments that run the rest of their command line; none runs it directly.</param>
    /// <param name="arguments">After <c>pg</c>.</param>
    /// <param name="environment">Variables.</param>
    public Command(string state, string[] by, string[] arguments, params (string Name, string Value)[] environment)
    {
        string[] all = [.. by, Environment.ProcessPath!, Path.Combine(AppContext.BaseDirectory, "pg.dll"), .. arguments];
        var start = new ProcessStartInfo(all[0], all[1..])
        {
            RedirectStandardOutput = true, RedirectStandardError = true,
            Environment = { ["XDG_STATE_HOME"] = state },
        };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        Process = Process.Start(start)!;
        _output = Process.StandardOutput.ReadToEndAsync();
        _errors = Task.Run(async () =>
        {
            while (await Process.StandardError.ReadLineAsync() is { } line)
                lock (_error) _error.AppendLine(line);
        });
    }

    public Process Process { get; }

    private string Error
    {
        get
        {
            lock (_error) return _error.ToString();
        }
    }

    public async Task UntilAsync(string text)
    {
        while (!Error.Contains(text, StringComparison.Ordinal))
        {
            Assert.False(Process.HasExited, $"it ended before it said '{text}': {Error}");
            await Task.Delay(20);
        }
    }

    public async Task<(int ExitCode, string Output, string Error)> EndAsync()
    {
        await Process.WaitForExitAsync();
        await _errors;
        return (Process.ExitCode, await _output, Error);
    }

    public void Dispose()
    {
        if (!Process.HasExited) Process.Kill();
        Process.Dispose();
    }
}
