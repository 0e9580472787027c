using System.Collections.Immutable;
using System.Globalization;
using TechCorp.PgInfra.Catalog;
using TechCorp.PgInfra.Planning;
using TechCorp.PgInfra.Processes;
using TechCorp.PgInfra.Rehearsal.Estates;
using TechCorp.PgInfra.Rehearsal.Plans;
using TechCorp.PgInfra.Rehearsal.Poolers;

namespace TechCorp.PgInfra.Rehearsal.Rehearsals;

/// <summary>Something the plans declare that this machine does not show.</summary>
/// <param name="What">Part of the estate.</param>
/// <param name="Why">Why not, and what shows it instead.</param>
/// <param name="Resources">How many declared resources it is.</param>
public sealed record NotRehearsed(string What, string Why, int Resources)
{
    // By the start of the type token; the first that fits.
    private static readonly ImmutableArray<(string What, string Why, string[] Types)> Parts =
    [
        ("network", "everything listens on loopback: no subnets, security groups, load balancer or DNS",
            ["aws:ec2/", "aws:vpc/", "aws:lb/", "aws:rds/subnetGroup:"]),
        ("keys", "nothing is encrypted at rest", ["aws:kms/"]),
        ("IAM and secret stores", "no role is assumed; secrets lie in a file only their owner reads", ["aws:iam/", "aws:secretsmanager/"]),
        ("container platform", "PgBouncer runs as a process with the declared file, not as a task", ["aws:ecs/"]),
        ("alarms and notifications", "./pg drill produces the conditions and judges the declared alarms; no message is sent",
            ["aws:cloudwatch/", "aws:sns/", "aws:rds/eventSubscription:"]),
        ("backups in the other region", "the archive lies beside the estate", ["aws:rds/instanceAutomatedBackupsReplication:"]),
    ];

    // Declared on the instances themselves or by their timing, so that no resource of their own stands for them.
    private static readonly ImmutableArray<NotRehearsed> Always =
    [
        new("storage", "size, IOPS, throughput and autoscaling are this disk's", 0),
        new("instance classes", "every node shares this machine's processors and memory", 0),
        new("API timing", "RDS takes minutes to create, reboot and fail over; maintenance and backup windows do not come", 0),
        new("enhanced monitoring and Performance Insights", "readings are taken from the servers directly", 0),
    ];

    /// <summary>Everything the estate's plans declare that does not run here.</summary>
    public static ImmutableArray<NotRehearsed> Of(RunningEstate estate)
    {
        ArgumentNullException.ThrowIfNull(estate);
        var types = estate.Plans.Estate.Resources.Concat(estate.Plans.DisasterRecovery?.Resources ?? []).Where(r => !r.IsComponent).Select(r => r.Type).ToList();
        var parts = Parts.Select(p => new NotRehearsed(p.What, p.Why, types.Count(t => p.Types.Any(start => t.StartsWith(start, StringComparison.Ordinal))))).Where(p => p.Resources > 0);
        return [.. EngineOf(estate.Plans, estate.Run.Postgres.Version), .. Always, .. parts, .. PoolerSettings(estate)];
    }

    /// <summary>The declared major where another one ran: a rehearsal that passes on 15 says nothing about an upgrade to 16.</summary>
    /// <param name="plans">What is declared.</param>
    /// <param name="ran">Version of the servers that ran, e.g. <c>15.18</c>.</param>
    public static ImmutableArray<NotRehearsed> EngineOf(EstatePlans plans, string ran)
    {
        ArgumentNullException.ThrowIfNull(plans);
        return
        [
            .. from plan in ((Plan?[])[plans.Estate, plans.DisasterRecovery]).OfType<Plan>()
               from version in plan.OfType("aws:rds/instance:Instance").Select(i => plan.Text(i, "engineVersion")).OfType<string>().Distinct()
               where EngineVersions.MajorOf(version) != EngineVersions.MajorOf(ran)
               select new NotRehearsed(
                   $"PostgreSQL {version}",
                   $"stack {plan.Stack} declares it, and PostgreSQL {ran} ran: nothing here says that the upgrade works. Try it on a restored snapshot, with the steps of ./pg effects", 0),
        ];
    }

    private static IEnumerable<NotRehearsed> PoolerSettings(RunningEstate estate)
    {
        if (estate.PoolerDeclaration is not { } declaration) return [];
        var version = PgBouncerBinary.VersionOf(PgBouncerBinary.Find());
        var unknown = declaration.Unknown(version).Select(s => new NotRehearsed(
            s.Name, string.Create(CultureInfo.InvariantCulture, $"PgBouncer {s.Since} first knows it and this machine has {version}"), 0));
        return version < PoolerDeclaration.VerifiesHostListsSince
            ? unknown.Append(new(
                "PgBouncer's check of a replica's name",
                string.Create(CultureInfo.InvariantCulture, $"{version} asks the certificate for the whole list of hosts, which {PoolerDeclaration.VerifiesHostListsSince} no longer does; the replicas' certificates have that name too"), 0))
            : unknown;
    }
}
