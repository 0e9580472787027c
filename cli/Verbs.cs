using System.Collections.Immutable;
using TechCorp.PgInfra.Cli.Conform;
using TechCorp.PgInfra.Cli.Connect;
using TechCorp.PgInfra.Cli.Cost;
using TechCorp.PgInfra.Cli.Drill;
using TechCorp.PgInfra.Cli.Effects;
using TechCorp.PgInfra.Cli.Frame;
using TechCorp.PgInfra.Cli.Grafana;
using TechCorp.PgInfra.Cli.Laws;
using TechCorp.PgInfra.Cli.Ops;
using TechCorp.PgInfra.Cli.PostDeploy;
using TechCorp.PgInfra.Cli.Preview;
using TechCorp.PgInfra.Cli.Promote;
using TechCorp.PgInfra.Cli.Rehearse;
using TechCorp.PgInfra.Cli.Sheet;
using TechCorp.PgInfra.Cli.Test;

namespace TechCorp.PgInfra.Cli;

/// <summary>Every verb of <c>./pg</c>, in the order of <c>./pg help</c>. A new verb is a folder with its class and a line here.</summary>
internal static class Verbs
{
    public static ImmutableArray<Verb> All { get; } =
    [
        new PreviewVerb(),
        new LawsVerb(),
        new EffectsVerb(),
        new ConformVerb(),
        new PromoteVerb(),
        new PostDeployVerb(),
        new RehearseVerb(),
        new DrillVerb(),
        new OpsVerb(),
        new ConnectVerb(),
        new GrafanaVerb(),
        new SheetVerb(),
        new CostVerb(),
        new TestVerb(),
    ];
}
