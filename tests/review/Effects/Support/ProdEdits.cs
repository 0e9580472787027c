using TechCorp.PgInfra.Review.Effects;
using TechCorp.PgInfra.Review.Laws;
using TechCorp.PgInfra.Review.Tests.Laws.Support;

namespace TechCorp.PgInfra.Review.Tests.Effects.Support;

/// <summary>Edits of stack prod, and what is said of them.</summary>
internal static class ProdEdits
{
    public const string Databases = "urn:pulumi:prod::techcorp-pg-infra::techcorp:pg:Databases$";
    public const string Groups = "pulumi up --stack prod"
        + $" --target '{Databases}{AwsTypes.ParameterGroup}::analytics-postgres15'"
        + $" --target '{Databases}{AwsTypes.ParameterGroup}::primary-postgres15'"
        + $" --target '{Databases}{AwsTypes.ParameterGroup}::replica-postgres15'";

    public static readonly string[] All = ["techcorp-primary", "techcorp-replica-1", "techcorp-replica-2", "techcorp-analytics"];

    public static string What(EffectsReport report) => string.Join('\n', report.Operations.Select(o => o.What));

    public static EffectsReport Prod(Action<PlanEdit> edit) => EffectsReport.Between(Estates.Of("prod"), Estates.Of("prod", edit));

    public static EffectsReport AtOnce(Action<PlanEdit> edit)
    {
        static void Immediately(PlanEdit plan) => Array.ForEach(All, name => plan.Instance(name, "applyImmediately", true));
        return EffectsReport.Between(Estates.Of("prod", Immediately), Estates.Of("prod", p =>
        {
            Immediately(p);
            edit(p);
        }));
    }

    public static PlanEdit Larger(PlanEdit plan)
    {
        Array.ForEach(All, name => plan.Instance(name, "instanceClass", "db.r6g.4xlarge"));
        return plan;
    }

    public static PlanEdit Connections(PlanEdit plan, string value) =>
        plan.Parameter("primary", "max_connections", "value", value).Parameter("replica", "max_connections", "value", value).Parameter("analytics", "max_connections", "value", value);
}
