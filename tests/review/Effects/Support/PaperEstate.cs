using System.Text.Json.Nodes;
using TechCorp.PgInfra.Planning;
using TechCorp.PgInfra.Planning.Parameters;
using TechCorp.PgInfra.Review.Laws;

namespace TechCorp.PgInfra.Review.Tests.Effects.Support;

/// <summary>What RDS's manual leaves open; steps must be safe whichever is true.</summary>
/// <param name="RestartsBring">A restart for another reason, which may be a failover, brings the values that wait.</param>
/// <param name="Backwards">The engine does what nothing orders in the order of the names, or against it.</param>
internal sealed record PaperWorld(bool RestartsBring, bool Backwards)
{
    public static PaperWorld[] All { get; } = [new(true, false), new(true, true), new(false, false), new(false, true)];
}

/// <summary>
/// An estate that does what RDS, the provider and the engine are known to do, command by command, and objects to whatever would hurt:
/// told by its own rules and not by those of the code that is tested.
/// </summary>
internal sealed class PaperEstate
{
    private static readonly string[] ForceNew = ["identifier", "kmsKeyId", "dbName", "username", "storageEncrypted", "engine", "availabilityZone"];
    private static readonly string[] Restarting = ["instanceClass", "port", "caCertIdentifier", "dbSubnetGroupName"];

    private readonly PaperWorld _world;
    private readonly JudgedEstate _from;
    private readonly JudgedEstate _to;
    private readonly Dictionary<string, PaperInstance> _instances = [];
    private readonly Dictionary<string, Dictionary<string, string>> _groups = [];
    private readonly Dictionary<(string Stack, string Parameter), string> _configured = [];

    public PaperEstate(JudgedEstate from, JudgedEstate to, PaperWorld world)
    {
        (_from, _to, _world) = (from, to, world);
        foreach (var estate in (JudgedEstate?[])[from.Source, from, .. to.Copies])
        {
            foreach (var instance in estate?.Instances ?? [])
            {
                var group = Key(estate!, instance.ParameterGroup!);
                _groups[group] = Static(instance.ParameterGroup!);
                _instances[instance.Name] = Made(estate!, instance, SourceOf(estate!, instance));
            }
        }
    }

    public string At { get; set; } = "";

    public bool AppliesImmediately { get; set; }

    public PaperInstance this[string name] => _instances[name];

    public void MustExist(string identifier, string region, bool gone)
    {
        Assert.True(gone != _instances.ContainsKey(identifier), $"{At}: {identifier} {(gone ? "is still" : "is not")} there");
        Assert.True(gone || InstanceOf(identifier).Resource.Region == region, $"{At}: {identifier} is not in {region}");
    }

    public void Configure(string stack, string parameter, string value) => _configured[(stack, parameter)] = value;

    public void AllowDeletion(string name) => _instances[name].IsGuarded = false;

    public void DeleteByHand(string name) => Delete(name);

    public void Refresh() => Check();

    public void Reboot(string name)
    {
        Assert.True(_instances[name].Waits, $"{At}: {name} is rebooted without need");
        Restart(name, brings: true);
    }

    public void RebootIfWaiting(string name)
    {
        if (_instances[name].Waits)
        {
            Restart(name, brings: true);
        }
    }

    public void Maintain(string name)
    {
        Assert.True(_instances[name].InWindow, $"{At}: nothing of {name} waits for its window");
        _instances[name].InWindow = false;
        Restart(name, _world.RestartsBring);
    }

    public void Update(string stack, string[] targets, bool dependents)
    {
        var estate = stack == _to.Plan.Stack ? _to : _to.Copies.Single(c => c.Plan.Stack == stack);
        var gone = stack == _to.Plan.Stack ? _from.Instances.Where(i => _to.Plan.Find(AwsTypes.Instance, i.Name) is null).ToList() : [];
        bool IsTarget(PlannedResource r) => targets.Length == 0 || targets.Contains(r.Urn) || (dependents && targets.Any(t => r.Inputs["replicateSourceDb"]?.ToString().Contains($"{t.Split("::")[^1]}.", StringComparison.Ordinal) == true));
        Assert.All(targets, t => Assert.Contains(t, estate.Plan.Resources.Select(r => r.Urn).Concat(gone.Select(g => g.Resource.Urn))));

        foreach (var group in estate.Plan.OfType(AwsTypes.ParameterGroup).Where(IsTarget))
        {
            Change(Key(estate, group), Configured(stack, Static(group)));
        }

        foreach (var instance in Ordered(estate.Instances).Where(i => IsTarget(i.Resource)))
        {
            Bring(estate, instance);
        }

        foreach (var instance in Ordered(gone).Reverse().Where(i => IsTarget(i.Resource) && _instances.ContainsKey(i.Name)))
        {
            Delete(instance.Name);
        }
    }

    /// <summary>What must be true when all steps are done.</summary>
    public void MustBeDone(int restarts)
    {
        At = "at the end";
        Assert.Equal(_to.Instances.Select(i => i.Name).Order(), _instances.Where(i => i.Value.Stack == _to.Plan.Stack).Select(i => i.Key).Order());
        Assert.All(_instances, i =>
        {
            Assert.False(i.Value.IsTerminated, $"{At} {i.Key} replays nothing");
            Assert.False(i.Value.Waits || i.Value.InWindow, $"{At} {i.Key} still waits");
            Assert.True(i.Value.InForce.OrderBy(p => p.Key).SequenceEqual(_groups[i.Value.Group].OrderBy(p => p.Key)), $"{At} {i.Key} has other values than its group");
            Assert.True(!_world.RestartsBring || i.Value.Restarts <= restarts, $"{i.Key} was restarted {i.Value.Restarts} times");
        });
        Check();
    }

    private void Bring(JudgedEstate estate, JudgedInstance instance)
    {
        var group = Key(estate, instance.ParameterGroup!);
        if (!_instances.TryGetValue(instance.Name, out var now))
        {
            _instances[instance.Name] = Made(estate, instance, SourceOf(estate, instance));
            Check();
            return;
        }

        var inputs = instance.Resource.Inputs;
        bool Differs(string property) => !JsonNode.DeepEquals(now.Inputs[property], inputs[property]);
        var promotes = Differs("replicateSourceDb") && inputs["replicateSourceDb"] is null;
        if (ForceNew.Any(Differs) || (Differs("replicateSourceDb") && !promotes))
        {
            Delete(instance.Name);
            Bring(estate, instance);
            return;
        }

        Assert.True(_groups.ContainsKey(group), $"{At}: the group {group} is not there");
        (now.Waits, now.Group) = (now.Waits || now.Group != group, group);
        var upgrades = Differs("engineVersion");
        var restarts = Restarting.Any(Differs) || (Differs("backupRetentionPeriod") && !promotes && (inputs["backupRetentionPeriod"]?.ToString() == "0" || now.Inputs["backupRetentionPeriod"]?.ToString() == "0"));
        now.Inputs = inputs;
        now.IsGuarded = instance.Resource.Flag("deletionProtection") == true;
        if (promotes || upgrades || (restarts && (AppliesImmediately || instance.Resource.Flag("applyImmediately") == true)))
        {
            Restart(instance.Name, _world.RestartsBring);
            now.Source = promotes ? null : now.Source;
        }
        else
        {
            now.InWindow |= restarts;
        }

        foreach (var follower in upgrades ? _instances.Values.Where(i => i.Source == instance.Name && i.Stack == now.Stack) : [])
        {
            // RDS upgrades it too, and overrides what would keep it from starting.
            (follower.InForce, follower.Waits) = (new(now.InForce), true);
        }
    }

    private void Change(string group, Dictionary<string, string> values)
    {
        var differs = !_groups.TryGetValue(group, out var old) || !old.OrderBy(p => p.Key).SequenceEqual(values.OrderBy(p => p.Key));
        _groups[group] = values;
        foreach (var instance in _instances.Values.Where(i => differs && i.Group == group))
        {
            instance.Waits = true;
        }
    }

    private void Restart(string name, bool brings)
    {
        var instance = _instances[name];
        instance.Restarts++;
        if (brings)
        {
            (instance.InForce, instance.Waits) = (new(_groups[instance.Group]), false);
        }

        Check();
    }

    private void Delete(string name)
    {
        Assert.False(_instances[name].IsGuarded, $"{At}: RDS refuses to delete {name}");
        Assert.DoesNotContain(_instances.Values, i => i.Source == name && i.Stack == _instances[name].Stack);
        _instances.Remove(name);
        foreach (var copy in _instances.Values.Where(i => i.Source == name))
        {
            // In another region it is not promoted.
            (copy.Source, copy.IsTerminated) = (null, true);
        }

        Check();
    }

    private void Check() => Assert.All(_instances.Values.Where(i => i.Source is { } s && _instances.ContainsKey(s)), follower => Assert.All(StandbyOrder.Parameters, parameter =>
        Assert.False(
            Whole(follower, parameter) < Whole(_instances[follower.Source!], parameter),
            $"{At}: {follower.Identifier} has {parameter} {Whole(follower, parameter)}, its source {Whole(_instances[follower.Source!], parameter)}")));

    private PaperInstance Made(JudgedEstate estate, JudgedInstance instance, string? source)
    {
        Assert.True(source is null || _instances.ContainsKey(source), $"{At}: the source of {instance.Name} is not there");
        var group = Key(estate, instance.ParameterGroup!);
        return new()
        {
            Stack = estate.Plan.Stack, Identifier = instance.Identifier, Source = source, Group = group, InForce = new(_groups[group]),
            IsGuarded = instance.Resource.Flag("deletionProtection") == true, Inputs = instance.Resource.Inputs,
        };
    }

    private string? SourceOf(JudgedEstate estate, JudgedInstance instance) => instance.SourceInstance?.Name
        ?? (!instance.IsCrossRegionCopy ? null : ReferenceEquals(estate, _from) || ReferenceEquals(estate, _to) ? estate.Source?.Writer?.Name : _from.Writer!.Name);

    private IEnumerable<JudgedInstance> Ordered(IEnumerable<JudgedInstance> instances)
    {
        var named = _world.Backwards ? instances.OrderByDescending(i => i.Name, StringComparer.Ordinal) : instances.OrderBy(i => i.Name, StringComparer.Ordinal);
        return named.OrderBy(Depth);
    }

    private Dictionary<string, string> Configured(string stack, Dictionary<string, string> values) =>
        values.ToDictionary(p => p.Key, p => _configured.GetValueOrDefault((stack, p.Key), p.Value));

    private JudgedInstance InstanceOf(string name) => _to.Instances.Concat(_from.Instances).Concat(_to.Copies.SelectMany(c => c.Instances)).First(i => i.Name == name);

    private static int Depth(JudgedInstance instance) => instance.SourceInstance is { } source ? 1 + Depth(source) : 0;

    private static long? Whole(PaperInstance instance, string parameter) => instance.InForce.TryGetValue(parameter, out var value) ? long.Parse(value) : null;

    private static string Key(JudgedEstate estate, PlannedResource group) => $"{estate.Plan.Stack}/{group.Name}";

    // Told by what is asked of RDS and not by the catalogue.
    private static Dictionary<string, string> Static(PlannedResource group) =>
        JudgedInstance.Parameters(group).Where(p => p.ApplyMethod == "pending-reboot").ToDictionary(p => p.Name, p => p.Value);
}
