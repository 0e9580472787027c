using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using TechCorp.PgInfra.Catalog;
using TechCorp.PgInfra.Infra;
using TechCorp.PgInfra.Planning;
using TechCorp.PgInfra.Review.Laws;

namespace TechCorp.PgInfra.Views.Sheet.Drawing;

/// <summary>Reads the picture from the plans: who is let in from security group rules, who is pooled from pgbouncer.ini.</summary>
internal static partial class PictureReader
{
    private const string Separator = "-from-";
    private const int LongestLine = 27;

    public static Picture Read(JudgedEstate estate)
    {
        var own = estate.Plan.Stack;
        var main = estate.Settings.IsWarmReplica && estate.Source is { } source ? source : estate;
        var remotes = ReferenceEquals(main, estate) ? estate.Copies : [estate];
        var access = remotes.Aggregate(Access(main), (all, remote) => [.. all, .. Access(remote)]);
        var services = estate.Catalog.Services.Select(s => s.Name).ToHashSet(StringComparer.Ordinal);
        var clients = Clients(access, services);

        return new(
            own,
            Region(main, own, clients, access, services),
            [.. remotes.Where(r => r.Writer is not null).Select(r => Region(r, own, clients, access, services))],
            [.. access.Select(a => a.Client).Where(services.Contains).Distinct().Order(StringComparer.Ordinal)],
            clients);
    }

    private static PictureRegion Region(
        JudgedEstate estate, string own, ImmutableArray<PictureClient> clients, ImmutableArray<(string Stack, string Group, string Client)> access, HashSet<string> services)
    {
        var plan = estate.Plan;
        var pooler = estate.Poolers.FirstOrDefault();
        var nodes = estate.Instances.Select(i => (Instance: i, Node: Node(i))).ToList();
        var zones = nodes.Skip(1)
            .GroupBy(n => plan.Text(n.Instance.Resource, "availabilityZone") ?? "a zone RDS chooses")
            .OrderBy(g => g.Key, StringComparer.Ordinal)
            .Select(g => new PictureZone(g.Key, [.. g.Select(n => n.Node).OrderBy(n => Natural(n.Identifier), StringComparer.Ordinal)]));
        return new(
            estate.Settings.Region, plan.Stack, plan.Stack == own, pooler is null ? null : Pooler(estate, pooler),
            nodes.Count > 0 ? nodes[0].Node : new("no instance", "", "", "", false, false, []), [.. zones], Backups(estate));

        PictureNode Node(JudgedInstance instance)
        {
            var groups = (instance.Resource.Inputs["vpcSecurityGroupIds"] as JsonArray ?? []).Select(g => PlanReference.TryParse($"{g}")?.Name).ToHashSet();
            var marks = access.Where(a => a.Stack == plan.Stack && groups.Contains(a.Group))
                .Select(a => clients.FirstOrDefault(c => c.Name == (services.Contains(a.Client) ? ServicesDirectly : a.Client))?.Mark)
                .OfType<char>().Distinct().Order();
            return new(
                instance.Identifier, instance.IsCrossRegionCopy ? "copy" : instance.IsWriter ? "writer" : RoleLabels.Of(instance.Role),
                instance.Class is { } known ? $"{known.Name}, {known.VirtualCpus} vCPU, {known.MemoryGiB} GiB" : plan.Text(instance.Resource, "instanceClass") ?? "",
                string.Create(CultureInfo.InvariantCulture, $"{instance.AllocatedGiB:#,0} GiB {Cost.InstancePricing.StorageType(instance)}"),
                instance.Resource.Flag("multiAz") == true,
                pooler?.Entries.Values.Any(hosts => hosts.Contains(new PlanReference(AwsTypes.Instance, instance.Name, "address").ToString(), StringComparison.Ordinal)) == true,
                [.. marks]);
        }
    }

    /// <summary>How services are called that reach an instance without the pooler.</summary>
    internal const string ServicesDirectly = "services";

    // A rule is named TARGET-from-CLIENT, and its target's group by the target.
    private static ImmutableArray<(string Stack, string Group, string Client)> Access(JudgedEstate estate) =>
    [
        .. from rule in estate.Plan.OfType(AwsTypes.Ingress)
           let at = rule.Name.IndexOf(Separator, StringComparison.Ordinal)
           where at > 0
           let target = estate.Plan.Referent(rule, "securityGroupId")?.Name ?? rule.Name[..at]
           select (estate.Plan.Stack, target, rule.Name[(at + Separator.Length)..]),
    ];

    private static ImmutableArray<PictureClient> Clients(ImmutableArray<(string Stack, string Group, string Client)> access, HashSet<string> services)
    {
        var inner = new HashSet<string>(["pooler", "entrance"], StringComparer.Ordinal);
        var clients = ImmutableArray.CreateBuilder<PictureClient>();
        var taken = new HashSet<char>();
        var reached = access.Where(a => !inner.Contains(a.Client) && !(services.Contains(a.Client) && a.Group.StartsWith("pooler", StringComparison.Ordinal)))
            .GroupBy(a => services.Contains(a.Client) ? ServicesDirectly : a.Client).OrderBy(g => g.Key, StringComparer.Ordinal);
        foreach (var client in reached)
        {
            var mark = client.Key.ToUpperInvariant().Concat("ABCDEFGHIJKLMNOPQRSTUVWXYZ").First(c => char.IsAsciiLetter(c) && !taken.Contains(c));
            taken.Add(mark);
            clients.Add(new(mark, client.Key));
        }

        return clients.ToImmutable();
    }

    private static PicturePooler Pooler(JudgedEstate estate, JudgedPooler pooler)
    {
        var plan = estate.Plan;
        var task = plan.Referent(pooler.Service, "taskDefinition");
        var host = plan.OfType("aws:route53/record:Record").Select(r => plan.Text(r, "name")).FirstOrDefault(n => n is not null) ?? "load balancer";
        var port = plan.OfType("aws:lb/listener:Listener").Select(l => l.Number("port")).FirstOrDefault(p => p is not null) ?? PoolerSettings.Port;
        var (processors, memory) = (Share(task, plan, "cpu"), Share(task, plan, "memory"));
        var limit = pooler.Settings.GetValueOrDefault("max_db_connections", "no limit");
        return new(
            [.. HostLines(host), string.Create(CultureInfo.InvariantCulture, $"TCP {port}, in every zone")], pooler.Tasks,
            string.Create(CultureInfo.InvariantCulture, $"{processors:0.##} vCPU, {memory:0.##} GiB each"), $"max_db_connections {limit} each");
    }

    // replica-9 comes before replica-10.
    private static string Natural(string name) => Numbers().Replace(name, m => m.Value.PadLeft(10, '0'));

    [GeneratedRegex("[0-9]+", RegexOptions.CultureInvariant)]
    private static partial Regex Numbers();

    // A long name breaks after its first label.
    private static IEnumerable<string> HostLines(string host) =>
        host.Length > LongestLine && host.Split('.', 2) is [var label, var domain] ? [label + ".", domain] : [host];

    private static double Share(PlannedResource? task, Plan plan, string property) =>
        task is not null && double.TryParse(plan.Text(task, property), NumberStyles.None, CultureInfo.InvariantCulture, out var units) ? units / 1024 : 0;

    private static string? Backups(JudgedEstate estate)
    {
        var copied = estate.Plan.OfType(AwsTypes.BackupsReplication).FirstOrDefault();
        if (estate.Settings.IsWarmReplica)
        {
            return copied is null ? null : $"copy of the backups, {Plural.Of(copied.Number("retentionPeriod") ?? 0, "day")}";
        }

        return estate.Writer?.Resource.Number("backupRetentionPeriod") is > 0 and var days ? $"automated backups, {Plural.Of(days, "day")}" : null;
    }
}
