using System.CommandLine;
using TechCorp.PgInfra.Migrations;
using TechCorp.PgInfra.Migrations.Cli;
using TechCorp.PgInfra.Migrations.Connection;

var json = new Option<bool>("--json") { Description = "Print the result as JSON on standard output, and nothing else there.", Recursive = true };
var root = new RootCommand("The post-deploy step: schemas, roles and grants of a stack's database, brought to the catalogue and proved.") { json };
foreach (var verb in StepVerbs.Create())
{
    verb.Command.SetAction((parsed, cancellation) => verb.RunAsync(parsed, parsed.GetValue(json), Console.Out, Console.Error, cancellation));
    root.Subcommands.Add(verb.Command);
}

var parsed = root.Parse(args);
if (parsed.Errors.Count > 0)
{
    foreach (var problem in parsed.Errors)
    {
        Console.Error.WriteLine($"post-deploy: {CommandLineSecret.Hide(problem.Message)}");
    }

    Console.Error.WriteLine("post-deploy: --help shows what is allowed");
    return ExitCode.BadUsage;
}

try
{
    return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
}
catch (OperationCanceledException)
{
    Console.Error.WriteLine("post-deploy: interrupted; what was not committed is rolled back");
    return ExitCode.Failed;
}
