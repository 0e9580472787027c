using System.Collections.Immutable;
using Pulumi;
using TechCorp.PgInfra.Planning.Projects;

namespace TechCorp.PgInfra.Planning.Tests.Support;

/// <summary>Small programs run through the same capture as the estate, so that a test shows its whole declaration.</summary>
internal static class Programs
{
    public static PulumiProject Project { get; } = new(Path.GetTempPath(), "demo", ImmutableSortedDictionary<string, ConfigurationValue>.Empty);

    public static StackConfiguration Configuration(string stack = "dev") =>
        new StackConfiguration("demo", stack, ImmutableSortedDictionary<string, ConfigurationValue>.Empty).With("aws:region", "us-east-1");

    /// <summary>Captures a program given as a function that returns its outputs.</summary>
    public static Task<Plan> PlanAsync(Func<(string Name, Output<string> Value)[]> program) =>
        new PlanCapture(Project, (_, options) => new FunctionStack(options, program)).RunAsync(Configuration());

    /// <inheritdoc cref="PlanAsync(Func{ValueTuple{string, Output{string}}[]})"/>
    public static Task<Plan> PlanAsync(Action program) => PlanAsync(() =>
    {
        program();
        return [];
    });
}

/// <summary>A stack from a function; it tells at most three outputs, named a, b and c.</summary>
internal sealed class FunctionStack : Stack
{
    public FunctionStack(StackOptions options, Func<(string Name, Output<string> Value)[]> program)
        : base(options)
    {
        var outputs = program().ToDictionary(o => o.Name, o => o.Value);
        A = outputs.GetValueOrDefault("a") ?? Output.Create((string)null!);
        B = outputs.GetValueOrDefault("b") ?? Output.Create((string)null!);
        C = outputs.GetValueOrDefault("c") ?? Output.Create((string)null!);
    }

    [Output("a")]
    public Output<string> A { get; private set; }

    [Output("b")]
    public Output<string> B { get; private set; }

    [Output("c")]
    public Output<string> C { get; private set; }
}
