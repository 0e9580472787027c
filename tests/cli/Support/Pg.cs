using TechCorp.PgInfra.Cli.Frame;

namespace TechCorp.PgInfra.Cli.Tests.Support;

/// <summary>Runs the program in this process, as <c>./pg</c> would with these words.</summary>
internal static class Pg
{
    public static async Task<Result> RunAsync(params string[] words)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = await CommandLine.RunAsync(words, output, error);
        return new(code, output.ToString(), error.ToString());
    }
}

/// <summary>What came of a command.</summary>
internal sealed record Result(int Code, string Out, string Error);
