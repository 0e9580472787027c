using System.Collections.Immutable;

namespace TechCorp.PgInfra.Migrations.Cli;

/// <summary>Every verb of the step, for this program on its own and for <c>./pg post-deploy</c>.</summary>
public static class StepVerbs
{
    /// <summary>New verbs; a command belongs to one program.</summary>
    public static ImmutableArray<StepVerb> Create() => [new PlanVerb(), new ApplyVerb(), new VerifyVerb()];
}
