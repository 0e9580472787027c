using System.Globalization;

namespace TechCorp.PgInfra.Bench.Preview;

/// <summary>Measures and prints a markdown table, each row with the command that makes it.</summary>
internal static class Table
{
    private const int Runs = 7;

    // What a warm preview of prod is held to.
    private const double MostSeconds = 2;
    private const double MostMiB = 250;

    public static int Print()
    {
        var pg = Path.Combine(Repository.Root, "pg");
        var program = Path.Combine(Repository.Root, "cli/bin/Release/net10.0/pg.dll");
        Console.WriteLine("| command | resources | wall s | cpu s | peak MiB | cpu x floor |");
        Console.WriteLine("| --- | ---: | ---: | ---: | ---: | ---: |");

        // Starting .NET and printing a page of text: no command written in it is faster.
        var floor = Measured.Of(Runs, "dotnet", program, "help");
        Row("dotnet cli/bin/Release/net10.0/pg.dll help", "", floor, floor);
        var prod = Measured.Of(Runs, pg, "preview", "--stack", "prod");
        Row("./pg preview --stack prod", Count(prod), prod, floor);
        foreach (var stack in new[] { "dr", "staging" })
        {
            var other = Measured.Of(Runs, pg, "preview", "--stack", stack);
            Row($"./pg preview --stack {stack}", Count(other), other, floor);
        }

        foreach (var (replicas, services) in new[] { (1, 6), (3, 6), (15, 6), (3, 50), (3, 500), (15, 500) })
        {
            var capture = Measured.Of(3, Environment.ProcessPath!, "capture", Text(replicas), Text(services));
            Row($"bench-preview capture {replicas} {services} (replicas, services)", capture.Output.Split(' ')[0], capture, floor);
        }

        var isWithin = prod is { Seconds: <= MostSeconds, PeakMiB: <= MostMiB };
        Console.WriteLine();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"A warm preview of prod is {(isWithin ? "within" : "over")} its budget of {MostSeconds} s and {MostMiB} MiB. Medians of {Runs} runs, of 3 for the growth; {Environment.ProcessorCount} processors."));
        return isWithin ? 0 : 3;
    }

    private static void Row(string command, string resources, Measured measured, Measured floor) => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"| `{command}` | {resources} | {measured.Seconds:0.00} | {measured.CpuSeconds:0.00} | {measured.PeakMiB:0} | {measured.CpuSeconds / floor.CpuSeconds:0.0} |"));

    private static string Count(Measured preview) =>
        preview.Output.Split('\n').First(l => l.Contains(" resources in ", StringComparison.Ordinal)).Split(' ')[0];

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
