using System.CommandLine;
using TechCorp.PgInfra.Planning;

namespace TechCorp.PgInfra.Cli.Frame;

/// <summary>The options of every verb that works on a stack's plan, and the plan they name.</summary>
internal static class StackOptions
{
    /// <summary>Which stack.</summary>
    public static Option<string> Stack { get; } = new("--stack", "-s")
    {
        Description = "The stack: Pulumi.<stack>.yaml, for example prod.",
        HelpName = "name",
        Required = true,
    };

    /// <summary>Another configuration file for it.</summary>
    public static Option<string?> File { get; } = new("--config-file")
    {
        Description = "Read the stack's configuration from this file instead, for example to try a change.",
        HelpName = "path",
    };

    /// <summary>Captures the plan of the stack that the command line names.</summary>
    public static Task<Plan> PlanAsync(VerbRun run) => EstatePlan.CaptureAsync(run.Root, run.Value(Stack), run.ValueOrDefault(File));
}
