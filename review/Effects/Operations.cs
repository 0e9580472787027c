using System.Collections.Immutable;
using TechCorp.PgInfra.Catalog;
using TechCorp.PgInfra.Planning;
using TechCorp.PgInfra.Planning.Parameters;
using TechCorp.PgInfra.Review.Laws;

namespace TechCorp.PgInfra.Review.Effects;

/// <summary>
/// The steps of a change in the order that keeps every replica replaying and every zone but one serving. The engine orders resources of
/// one update; it knows neither reboots nor the other region.
/// </summary>
internal sealed class Operations
{
    private readonly JudgedEstate _from;
    private readonly JudgedEstate _to;
    private readonly ImmutableArray<Effect> _effects;
    private readonly List<Operation> _steps = [];

    private Operations(JudgedEstate from, JudgedEstate to, ImmutableArray<Effect> effects) => (_from, _to, _effects) = (from, to, effects);

    public static ImmutableArray<Operation> Of(JudgedEstate from, JudgedEstate to, ImmutableArray<Effect> effects)
    {
        if (effects.IsEmpty)
        {
            return [];
        }

        var operations = new Operations(from, to, effects);
        operations.Plan();
        return [.. operations._steps];
    }

    private string Stack => _to.Plan.Stack;

    private void Plan()
    {
        var (raised, lowered) = (Standbys(higher: true), Standbys(higher: false));
        if (raised.Count > 0 && lowered.Count > 0)
        {
            Add($"Make two edits of this one: first {Names(raised)} higher, then {Names(lowered)} lower",
                "one reboot brings both, and there is no order in which every standby keeps as much as its source");
            return;
        }

        foreach (var (copy, parameter, value) in Copies(raised).Where(c => c.Copy.WholeParameter(c.Parameter) < c.Value))
        {
            Other(copy, parameter, value, "before its source has more, or it stops replaying and does not start again");
        }

        var major = MajorUpgrade.Among(_effects);
        if (major is not null)
        {
            _steps.AddRange(MajorUpgrade.Before(_to, major));
        }

        if (Promotion is { } promotion)
        {
            Promote(promotion);
        }
        else
        {
            Update();
            Reboots();
        }

        if (major is not null)
        {
            _steps.AddRange(MajorUpgrade.After(_to, major));
        }

        foreach (var (copy, parameter, value) in Copies(lowered).Where(c => c.Copy.WholeParameter(c.Parameter) > c.Value))
        {
            Other(copy, parameter, value, "after its source has less");
        }
    }

    private Effect? Promotion => _effects.FirstOrDefault(e => (e.Type, e.Property, e.Kind) == (AwsTypes.Instance, "replicateSourceDb", EffectKind.Restart));

    private void Update()
    {
        // A new major takes the replicas along, and is not left for the window: its first steps say so.
        var alone = MajorUpgrade.Among(_effects) is null ? _effects : [];
        var restarted = alone.Where(e => e.Type == AwsTypes.Instance && e is { Kind: EffectKind.Restart, Time: EffectTime.AtOnce }).Select(e => e.Resource).Distinct().ToList();
        if (restarted.Count > 1)
        {
            foreach (var replica in _to.Instances.Where(i => restarted.Contains(i.Name) && !i.IsWriter))
            {
                Add($"Update {replica.Name} alone", "one instance after the other, the writer last, so that somebody always answers",
                    $"pulumi up --stack {Stack} --target '{replica.Resource.Urn}'");
            }
        }

        Add($"Update stack {Stack}", "parameter groups, keys and network come before the instances by themselves", $"pulumi up --stack {Stack}");
        foreach (var group in alone.Where(e => e is { Type: AwsTypes.Instance, Time: EffectTime.MaintenanceWindow }).GroupBy(e => e.Resource))
        {
            var window = _to.Plan.Find(AwsTypes.Instance, group.Key) is { } resource ? _to.Plan.Text(resource, "maintenanceWindow") : null;
            Add($"Wait for the maintenance window of {group.Key}, {window} UTC: {string.Join(", ", group.Select(e => e.Property))}",
                "applyImmediately is false; until then every preview shows the change as still to be made");
        }
    }

    private void Promote(Effect promotion)
    {
        var (identifier, region) = (Identifier(promotion.Resource), Region(promotion.Resource));
        if (_effects.Any(e => e.Type == AwsTypes.ParameterGroup))
        {
            Add($"Update stack {Stack} with promoted: false and everything else", "what needs a reboot is done before the copy is the only writer", $"pulumi up --stack {Stack}");
            Reboots();
        }

        Add("Make sure that nobody writes to the source any more", "what is written after the promotion exists in one region only, and can not be merged");
        Add($"Look at the lag of {promotion.Resource}", "it is what will be lost",
            $"aws cloudwatch get-metric-statistics --namespace AWS/RDS --metric-name ReplicaLag --dimensions Name=DBInstanceIdentifier,Value={identifier} --statistics Maximum --period 60 --start-time $(date -u -d -10min +%FT%TZ) --end-time $(date -u +%FT%TZ) --region {region}");
        Add($"Promote: update stack {Stack}", "in place, with a restart of minutes", $"pulumi up --stack {Stack}");
        Add("Bring roles and grants to the catalogue", "the copy brings the source's; a new pooler needs its own lookup login",
            PostDeployCommand.Of("apply", Stack));
        Add("Point the services at the new addresses", "secrets of this region already hold them");
    }

    // Static parameters: the group changes at once, each instance at its reboot, and the order of those is ours.
    private void Reboots()
    {
        var waiting = _effects.Where(e => e.Time == EffectTime.NextReboot).ToLookup(e => e.Type, e => e.Resource);
        var madeAnew = _effects.Where(e => e is { Type: AwsTypes.Instance, Kind: EffectKind.Replace }).Select(e => e.Resource).ToHashSet();
        var standing = _to.Instances.Where(i => _from.Plan.Find(AwsTypes.Instance, i.Name) is not null && !madeAnew.Contains(i.Name)
            && (waiting[AwsTypes.Instance].Contains(i.Name) || (i.ParameterGroup is { } group && waiting[AwsTypes.ParameterGroup].Contains(group.Name)))).ToList();
        if (standing.Count == 0)
        {
            return;
        }

        var sources = standing.ToDictionary(i => i.Name, i => i.SourceInstance?.Name);
        var inForce = standing.SelectMany(i => StandbyOrder.Parameters.Select(p => (Key: (i.Name, p), Value: Before(i.Name)?.WholeParameter(p)))).Where(p => p.Value is not null)
            .ToDictionary(p => p.Key, p => p.Value!.Value);
        var changes = standing.SelectMany(i => StandbyOrder.Parameters
            .Where(p => i.WholeParameter(p) is { } now && inForce.GetValueOrDefault((i.Name, p), now) != now)
            .Select(p => new ParameterChange(i.Name, p, i.WholeParameter(p)!.Value))).ToList();
        var ordered = StandbyOrder.Safe(sources, inForce, changes).Select(c => c.Instance).Distinct().ToList();
        var order = ordered.Concat(standing.Select(i => i.Name).Except(ordered)
            .OrderByDescending(name => sources[name] is not null).ThenBy(name => name, StringComparer.Ordinal)).ToList();
        var why = changes.Count == 0 ? "replicas first, so that a value that does not start is found there"
            : changes.Exists(c => c.Value > inForce[(c.Instance, c.Parameter)])
                ? "a standby with less than its source stops replaying: raise the replicas first"
                : "a standby with less than its source does not start: lower the source first";
        foreach (var name in order)
        {
            var instance = standing.First(i => i.Name == name);
            Add($"Reboot {name}", why, MajorUpgrade.RebootCommands(instance));
        }
    }

    private JudgedInstance? Before(string name) => _from.Instances.FirstOrDefault(i => i.Name == name);

    private List<(string Parameter, long Value)> Standbys(bool higher)
    {
        var (before, after) = (_from.Writer, _to.Writer);
        return [.. StandbyOrder.Parameters.Select(p => (Parameter: p, Was: before?.WholeParameter(p), Is: after?.WholeParameter(p)))
            .Where(p => p.Was is not null && p.Is is not null && (higher ? p.Is > p.Was : p.Is < p.Was)).Select(p => (p.Parameter, p.Is!.Value))];
    }

    private static string Names(List<(string Parameter, long Value)> changes) => string.Join(" and ", changes.Select(c => c.Parameter));

    private IEnumerable<(JudgedInstance Copy, string Parameter, long Value)> Copies(List<(string Parameter, long Value)> changes) =>
        from copy in _to.Copies.SelectMany(c => c.Instances).Where(i => i.IsCrossRegionCopy)
        from change in changes
        select (copy, change.Parameter, change.Value);

    private void Other(JudgedInstance copy, string parameter, long value, string why)
    {
        var person = PostgreSqlParameters.Get(parameter).FromEngine($"{value}");
        var stack = copy.Estate.Plan.Stack;
        Add($"Set {parameter} to {person} in stack {stack} and reboot {copy.Name}", why,
        [
            $"pulumi config set --stack {stack} --path 'techcorp-pg-infra:parameters.{parameter}' {person}",
            $"pulumi up --stack {stack}",
            .. MajorUpgrade.RebootCommands(copy),
        ]);
    }

    private string Identifier(string name) => _to.Plan.Find(AwsTypes.Instance, name) is { } resource ? _to.Plan.Text(resource, "identifier") ?? name : name;

    private string? Region(string name) => _to.Plan.Find(AwsTypes.Instance, name)?.Region;

    private void Add(string what, string why, params ImmutableArray<string> commands) => _steps.Add(new(what, why, commands));
}
