using TechCorp.PgInfra.Migrations.Connection;
using TechCorp.PgInfra.Migrations.Desired;
using TechCorp.PgInfra.Migrations.Live;

namespace TechCorp.PgInfra.Migrations.Diff;

/// <summary>Live against declared: a pure function, the same for plan and for apply.</summary>
public static class Differ
{
    /// <summary>The statements that make <paramref name="live"/> as <paramref name="desired"/>.</summary>
    /// <param name="additive">True leaves alone whatever would only take away.</param>
    public static Plan Compare(LiveState live, DesiredState desired, ServerFacts server, bool additive)
    {
        var plan = new PlanBuilder(live, desired, server, additive);
        var credentials = CredentialDiff.Compute(plan);
        RoleDiff.Compare(plan, credentials);
        SettingDiff.Compare(plan);
        MembershipDiff.Compare(plan);
        SchemaDiff.Compare(plan);
        PoolerDiff.Compare(plan);
        ObjectDiff.Compare(plan);
        DefaultPrivilegeDiff.Compare(plan);
        CredentialDiff.Write(plan, credentials);
        ExtensionDiff.Compare(plan);
        UnknownDiff.Compare(plan);
        return plan.Build();
    }
}
