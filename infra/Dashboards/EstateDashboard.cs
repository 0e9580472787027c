using System.Collections.Immutable;
using Pulumi;
using Pulumi.Aws.CloudWatch;
using TechCorp.PgInfra.Infra.Alarms;
using TechCorp.PgInfra.Infra.Configuration;

namespace TechCorp.PgInfra.Infra.Dashboards;

/// <summary>The CloudWatch dashboard of a stack (S33), drawn from the alarm table.</summary>
public sealed class EstateDashboard : ComponentResource
{
    public EstateDashboard(
        string name,
        EstateSettings settings,
        ImmutableArray<WatchedInstance> instances,
        EstateAlarms alarms,
        Output<DashboardPooler>? pooler,
        ComponentResourceOptions? options = null)
        : base("techcorp:pg:Dashboard", name, options)
    {
        var arns = Output.All(instances.Select(i => Output.All(alarms.ByInstance[i.Subject.Identifier])
            .Apply(list => KeyValuePair.Create(i.Subject.Identifier, list))));

        _ = new Dashboard("postgres", new DashboardArgs
        {
            DashboardName = $"{settings.NamePrefix}-{settings.Stack}-postgres",
            DashboardBody = Output.Tuple(arns, Optional(pooler)).Apply(v => Dashboards.DashboardBody.Render(
                $"# PostgreSQL {settings.NamePrefix} {settings.Stack}\n{settings.Ownership.Team}, {settings.Ownership.TechLead}, {settings.Ownership.SlackChannel}",
                settings.Region,
                [.. instances.Select(i => i.Subject)],
                settings.Alarms.Overrides,
                v.Item1.ToDictionary(p => p.Key, p => p.Value),
                v.Item2)),
        }, new CustomResourceOptions { Parent = this });
        RegisterOutputs();
    }

    private static Output<DashboardPooler?> Optional(Output<DashboardPooler>? pooler) =>
        pooler is null ? Output.Create((DashboardPooler?)null) : pooler.Apply(p => (DashboardPooler?)p);
}
