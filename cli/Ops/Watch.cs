using System.Globalization;
using TechCorp.PgInfra.Cli.Frame;
using TechCorp.PgInfra.Migrations;
using TechCorp.PgInfra.Operations.Checks;

namespace TechCorp.PgInfra.Cli.Ops;

/// <summary>
/// The same question again and again until Ctrl-C: a terminal is drawn anew, a pipe gets a line with the time for each thing found. A
/// server that went away is a line too, and is asked again.
/// </summary>
internal static class Watch
{
    public static async Task<int> RunAsync(
        VerbRun run, TimeSpan every, Func<CancellationToken, Task<IReadOnlyList<CheckResult>>> ask, Action<IReadOnlyList<CheckResult>> draw,
        Func<IReadOnlyList<CheckResult>, System.Text.Json.Nodes.JsonObject> json, CancellationToken cancellation)
    {
        var isStandard = ReferenceEquals(run.Out, Console.Out);
        var isTerminal = !run.Json && isStandard && Terminal.CanErase(Console.IsOutputRedirected, Environment.GetEnvironmentVariable("TERM"));
        var last = ExitCodes.Done;
        try
        {
            while (true)
            {
                try
                {
                    var results = await ask(cancellation);
                    last = Health.ExitCode(results);
                    if (run.Json)
                        await run.Out.WriteLineAsync(json(results).ToJsonString(OneLine));
                    else if (isTerminal)
                    {
                        await run.Out.WriteAsync("\x1b[H\x1b[2J\x1b[3J");
                        await run.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{DateTime.UtcNow:yyyy-MM-dd HH:mm:ss} UTC, every {Amount.Seconds(every.TotalSeconds)}; Ctrl-C ends"));
                        draw(results);
                    }
                    else
                        Append(run, results);
                }
                catch (PostDeployException e) when (e.ExitCode != ExitCode.BadUsage)
                {
                    last = ExitCodes.Failed;
                    run.Error.WriteLine($"{Now}  lost: {e.Message.ReplaceLineEndings(" ")}; asking again");
                }

                await run.Out.FlushAsync(cancellation);
                // `| head` has seen what it wanted; nobody would see what is asked from now on.
                if (isStandard && StandardStreams.ReaderIsGone) return last;
                await Task.Delay(every, cancellation);
            }
        }
        catch (Exception) when (cancellation.IsCancellationRequested)
        {
            // Ctrl-C is how it ends: what it saw last is what it says.
            return last;
        }
    }

    private static readonly System.Text.Json.JsonSerializerOptions OneLine = new(JsonText.Indented) { WriteIndented = false };

    private static string Now => DateTime.UtcNow.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);

    private static void Append(VerbRun run, IReadOnlyList<CheckResult> results)
    {
        foreach (var result in Health.Ranked(results))
        {
            foreach (var finding in result.Findings)
                Line(finding.Level, finding.Text);
            foreach (var skip in result.Skips)
                Line(Level.Skipped, $"{skip.Part}: {skip.Why}");
            if (result.Level == Level.Ok) Line(Level.Ok, result.Fine);

            void Line(Level level, string text) => run.Out.WriteLine($"{Now}  {result.Check.Name}  {level.Word()}  {text}");
        }
    }
}
