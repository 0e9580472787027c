using System.Collections.Immutable;
using System.Text.Json.Nodes;
using TechCorp.PgInfra.Catalog;
using TechCorp.PgInfra.Planning;
using TechCorp.PgInfra.Review.Laws;

namespace TechCorp.PgInfra.Review.Effects;

/// <summary>What it takes to get from one plan of a stack to another.</summary>
public static class PlanEffects
{
    /// <summary>Every effect, the worst first; empty between a plan and itself.</summary>
    public static ImmutableArray<Effect> Between(Plan from, Plan to)
    {
        ArgumentNullException.ThrowIfNull(from);
        ArgumentNullException.ThrowIfNull(to);
        var before = Declared(from);
        var after = Declared(to);
        var effects = new List<Effect>();
        effects.AddRange(before.Where(b => !after.ContainsKey(b.Key)).Select(b => Gone(from, b.Value)));
        effects.AddRange(after.Where(a => !before.ContainsKey(a.Key)).Select(a => New(a.Value)));
        foreach (var (key, old) in before)
        {
            if (after.TryGetValue(key, out var now))
            {
                effects.AddRange(Changes(from, to, old, now));
            }
        }

        effects.AddRange(Moved(from, to, before, after));
        Follow(from, to, before, after, effects);
        var anew = effects.Where(e => e is { Type: AwsTypes.Instance, Kind: EffectKind.Replace }).Select(e => e.Resource).ToHashSet();
        return [.. effects.Select(e => e.Type == AwsTypes.Instance && anew.Contains(e.Resource) ? Anew(e) : e).OrderByDescending(e => e.IsForbidden).ThenByDescending(e => e.Kind).ThenBy(e => e.Type, StringComparer.Ordinal)
            .ThenBy(e => e.Resource, StringComparer.Ordinal).ThenBy(e => e.Property, StringComparer.Ordinal)];
    }

    // What would restart the old one, or be refused, or wait, is simply what the new one is made with.
    private static Effect Anew(Effect effect) => effect.Kind == EffectKind.Replace ? effect
        : effect with { Kind = EffectKind.InPlace, Time = EffectTime.AtOnce, Clients = "nothing of its own: the new one is made with it" };

    // Components and providers exist in the program only.
    private static Dictionary<(string, string), PlannedResource> Declared(Plan plan) =>
        plan.Resources.Where(r => !r.IsComponent && !r.Type.StartsWith("pulumi:", StringComparison.Ordinal)).ToDictionary(r => (r.Type, r.Name));

    private static IEnumerable<Effect> Changes(Plan from, Plan to, PlannedResource old, PlannedResource now)
    {
        foreach (var property in old.Inputs.Select(p => p.Key).Union(now.Inputs.Select(p => p.Key)).Order(StringComparer.Ordinal))
        {
            var (a, b) = (old.Inputs[property], now.Inputs[property]);
            if (JsonNode.DeepEquals(a, b) || old.Options.IgnoreChanges.Contains(property))
            {
                continue;
            }

            if (old.Type == AwsTypes.ParameterGroup && property == "parameters")
            {
                foreach (var effect in Parameters(old, now))
                {
                    yield return effect;
                }

                continue;
            }

            yield return Changed(from, to, old, now, property, Shown(a), Shown(b));
        }
    }

    private static Effect Changed(Plan from, Plan to, PlannedResource old, PlannedResource now, string property, string? a, string? b)
    {
        var (kind, clients, atReboot) = Special(from, to, old, now, property) ?? EffectTable.Of(old.Type, property);
        // RDS waits with what restarts an instance, and with nothing else that this program declares.
        var time = atReboot ? EffectTime.NextReboot
            // A promotion is a call of its own, which knows no window.
            : kind == EffectKind.Restart && property != "replicateSourceDb" && now.Flag("applyImmediately") != true ? EffectTime.MaintenanceWindow
            : EffectTime.AtOnce;
        return new(old.Type, old.Name, property, a, b, kind, time, clients, old.Options.Protect == true, kind == EffectKind.Replace && HoldsData(from, old));
    }

    // The same property does different things with different values.
    private static EffectRow? Special(Plan from, Plan to, PlannedResource old, PlannedResource now, string property) => (old.Type, property) switch
    {
        (AwsTypes.Instance, "replicateSourceDb") => now.Inputs[property] is null
            ? Promoted(from.Referent(old, property)?.Name)
            : null,
        (AwsTypes.Instance, "backupRetentionPeriod") when old.Number(property) is 0 || now.Number(property) is 0 =>
            new EffectRow(EffectKind.Restart, "switching backups on or off takes the instance away for a moment"),
        (AwsTypes.Instance, "engineVersion") when EngineVersions.MajorOf(old.Raw(property) ?? "") != EngineVersions.MajorOf(now.Raw(property) ?? "") => new EffectRow(EffectKind.Restart,
            "every connection ends, on the writer and on each replica of its region, until all of them are upgraded: Multi-AZ does not shorten it, and there is no way back"),
        (AwsTypes.Instance, "parameterGroupName") when MajorUpgrade.FamilyOf(from, old) is { } before && MajorUpgrade.FamilyOf(to, now) is { } after && before != after =>
            now.Inputs["replicateSourceDb"] is not null && now.Flag("applyImmediately") != true
                ? new EffectRow(EffectKind.Refused, $"RDS takes no group of postgres{after} for it while its source waits for the maintenance window; applyImmediately: true in the same edit upgrades both first")
                : new EffectRow(EffectKind.Restart, "the group of the new major; it counts from the restart after the upgrade on"),
        (AwsTypes.Instance, "allocatedStorage") when now.Number(property) < old.Number(property) => new EffectRow(EffectKind.Refused, "RDS never shrinks storage"),
        _ => null,
    };

    /// <summary>What a promotion does; the source's name where it stands in the same region, and null where the region is lost.</summary>
    internal static EffectRow Promoted(string? source) => new(
        EffectKind.Restart, source is null ? "promoted: it takes writes from now on, follows nobody, and can not be made a replica again" : RegionalPromotion.Clients(source));

    // A new family is a new group: what differs between the two is what the instances will notice.
    private static IEnumerable<Effect> Moved(Plan from, Plan to, Dictionary<(string, string), PlannedResource> before, Dictionary<(string, string), PlannedResource> after) =>
        before.Where(b => b.Key.Item1 == AwsTypes.Instance && after.ContainsKey(b.Key))
            .Select(b => (Old: from.Referent(b.Value, "parameterGroupName"), New: to.Referent(after[b.Key], "parameterGroupName")))
            .Where(g => g.Old is not null && g.New is not null && g.Old.Raw("family") != g.New.Raw("family"))
            .DistinctBy(g => g.New!.Name)
            .SelectMany(g => Parameters(g.Old!, g.New!)).Select(e => e with { Clients = "nothing of its own: it comes with the group of the new major" });

    private static IEnumerable<Effect> Parameters(PlannedResource old, PlannedResource now)
    {
        var (before, after) = (JudgedInstance.Parameters(old).ToDictionary(p => p.Name), JudgedInstance.Parameters(now).ToDictionary(p => p.Name));
        foreach (var name in before.Keys.Union(after.Keys).Order(StringComparer.Ordinal))
        {
            var (a, b) = (before.GetValueOrDefault(name), after.GetValueOrDefault(name));
            if (a.Value == b.Value)
            {
                continue;
            }

            var isStatic = PostgreSqlParameters.Find(name)?.IsStatic != false;
            yield return new(now.Type, now.Name, name, Person(name, a.Value), Person(name, b.Value), isStatic ? EffectKind.Restart : EffectKind.InPlace,
                isStatic ? EffectTime.NextReboot : EffectTime.AtOnce,
                isStatic ? "nothing until each instance of the group is rebooted; then every connection ends" : "new value for new statements; open sessions take it over",
                IsProtected: false, LosesData: false);
        }
    }

    // What is made of a replaced resource changes too: a new key is another ARN for every instance under it.
    private static void Follow(
        Plan from, Plan to, Dictionary<(string, string), PlannedResource> before, Dictionary<(string, string), PlannedResource> after, List<Effect> effects)
    {
        var queue = new Queue<(string Type, string Name)>(effects.Where(e => e.Kind == EffectKind.Replace).Select(e => (e.Type, e.Resource)).Distinct());
        var seen = new HashSet<(string, string)>(queue);
        while (queue.TryDequeue(out var replaced))
        {
            foreach (var (key, old) in before)
            {
                if (!after.TryGetValue(key, out var now))
                {
                    continue;
                }

                if (Followed(from, old, replaced) && Followed(to, now, replaced) && seen.Add((old.Type, old.Name)))
                {
                    effects.Add(Changed(from, to, old, now, "replicateSourceDb", Shown(old.Inputs["replicateSourceDb"]), $"that of the new {replaced.Name}") with
                    {
                        Clients = "RDS makes a writer of it when its source is deleted, so it has to be made anew too; it is away for hours",
                    });
                    queue.Enqueue((old.Type, old.Name));
                }

                foreach (var (property, value) in now.Inputs)
                {
                    if (!Computed(to, value, replaced) || effects.Exists(e => (e.Type, e.Resource, e.Property) == (old.Type, old.Name, property)))
                    {
                        continue;
                    }

                    var effect = Changed(from, to, old, now, property, Shown(old.Inputs[property]), $"that of the new {replaced.Name}");
                    effects.Add(effect);
                    if (effect.Kind == EffectKind.Replace && seen.Add((old.Type, old.Name)))
                    {
                        queue.Enqueue((old.Type, old.Name));
                    }
                }
            }
        }
    }

    // Told apart from what the engine replaces: the identifier stays the same, and it sees nothing.
    private static bool Followed(Plan plan, PlannedResource instance, (string Type, string Name) source) =>
        instance.Type == AwsTypes.Instance && plan.Referent(instance, "replicateSourceDb") is { } referent && (referent.Type, referent.Name) == source;

    // A name that the declaration itself knows is the same after a replacement.
    private static bool Computed(Plan plan, JsonNode? value, (string Type, string Name) resource) =>
        value is not null && PlanReference.FindAll(value.ToJsonString(ReportJson.Line))
            .Any(r => r.Type == resource.Type && r.Name == resource.Name && plan.Resolve(r.ToString()) == r.ToString());

    private static Effect Gone(Plan from, PlannedResource old) => new(
        old.Type, old.Name, "", null, null, EffectKind.Delete, EffectTime.AtOnce,
        HoldsData(from, old) ? "what it holds is gone" : old.Type == AwsTypes.Instance ? "its readers have to go elsewhere" : "nothing",
        old.Options.Protect == true, HoldsData(from, old));

    private static Effect New(PlannedResource now) => new(
        now.Type, now.Name, "", null, null, EffectKind.Create, EffectTime.AtOnce,
        now.Type == AwsTypes.Instance && now.Inputs["replicateSourceDb"] is not null ? "nothing; the source is snapshotted once, and it takes hours" : "nothing",
        IsProtected: false, LosesData: false);

    // A replica can be built again from its source; a writer, and a key, can not.
    private static bool HoldsData(Plan plan, PlannedResource resource) => resource.Type switch
    {
        AwsTypes.Instance => plan.Referent(resource, "replicateSourceDb") is null,
        AwsTypes.Key or AwsTypes.BackupsReplication or AwsTypes.LogGroup => true,
        _ => false,
    };

    private static string? Person(string parameter, string? engine) => engine is null ? null : PostgreSqlParameters.Find(parameter)?.FromEngine(engine) ?? engine;

    private static string? Shown(JsonNode? node)
    {
        if (node is null)
        {
            return null;
        }

        var text = node.ToJsonString(ReportJson.Line);
        return text.Length > 120 ? $"({text.Length} characters)" : text;
    }
}
