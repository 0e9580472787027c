using System.Globalization;
using TechCorp.PgInfra.Bench.PostDeploy;
using TechCorp.PgInfra.Processes;

// The step itself is measured in a process of its own, like every other tool.
if (args is ["step", var verb, var count, var port])
    return await StepProcess.RunAsync(verb, int.Parse(count, CultureInfo.InvariantCulture), int.Parse(port, CultureInfo.InvariantCulture));

int[] services = [6, 1000];
var repeat = 3;
for (var i = 0; i < args.Length; i++)
{
    switch (args[i])
    {
        case "--services" when i + 1 < args.Length:
            services = [.. args[++i].Split(',').Select(n => int.Parse(n, CultureInfo.InvariantCulture))];
            break;
        case "--repeat" when i + 1 < args.Length:
            repeat = int.Parse(args[++i], CultureInfo.InvariantCulture);
            break;
        default:
            Console.Error.WriteLine("usage: bench/post-deploy/run [--services 6,1000] [--repeat 3]");
            return 2;
    }
}

using var interrupted = new CancellationTokenSource();
Console.CancelKeyPress += (_, e) =>
{
    e.Cancel = true;
    interrupted.Cancel();
};
await using var run = RunDirectory.Create();
var tools = await Competitors.PrepareAsync(run, interrupted.Token);
Console.WriteLine($"PostgreSQL {PostgresBinaries.Find().Version}, {Environment.ProcessorCount} processors, median of {repeat}; the same SQL for all, as a master that is no superuser");
Console.WriteLine();
var passed = new List<string>();
foreach (var size in services)
    passed.AddRange(await Table.WriteAsync(run, size, repeat, tools, interrupted.Token));
passed.ForEach(Console.Error.WriteLine);
return passed.Count == 0 ? 0 : 3;
