using System.CommandLine;
using TechCorp.PgInfra.Migrations;
using TechCorp.PgInfra.Migrations.Cli;

var root = new RootCommand("The post-deploy step: schemas, roles and grants of a stack's database, brought to the catalogue and proved.");
foreach (var verb in PostDeployCommand.Verbs())
{
    root.Subcommands.Add(verb);
}

var parsed = root.Parse(args);
var exitCode = await parsed.InvokeAsync();
return parsed.Errors.Count > 0 ? ExitCode.BadUsage : exitCode;
