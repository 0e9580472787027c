using System.Collections.Immutable;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using TechCorp.PgInfra.Catalog;
using TechCorp.PgInfra.Infra.Configuration;
using TechCorp.PgInfra.Infra.Tests.Properties;
using TechCorp.PgInfra.Planning;
using TechCorp.PgInfra.Planning.Parameters;
using TechCorp.PgInfra.Review.Laws;
using TechCorp.PgInfra.Review.Tests.Laws.Support;

namespace TechCorp.PgInfra.Review.Tests.Properties;

/// <summary>An estate before and after an edit of its configuration.</summary>
internal sealed record EstateEdit(JudgedEstate Before, JudgedEstate After, string Told)
{
    public override string ToString() => Told;
}

/// <summary>
/// Random edits of random estates, with a copy in another region and chains of replicas: of class, storage, parameters, replicas, their
/// sources, windows, protection, pooler, major version, any of them together.
/// </summary>
internal static class AnyEdit
{
    public static Gen<EstateEdit> Edits { get; } =
        from before in AnyEstate.Arbitrary.Generator.Where(e => e.Settings.DisasterRecovery is null)
        from other in AnyEstate.Arbitrary.Generator.Where(e => e.Settings.DisasterRecovery is null)
        from parts in Gen.ArrayOf(Gen.Elements(true, false, false), Parts.Length)
        from standby in Gen.ArrayOf(Gen.Elements("max_connections", "max_worker_processes", "max_wal_senders"), 2)
        from value in Gen.Choose(24, 40)
        from immediately in Gen.Elements(true, false)
        from replicas in Gen.Choose(0, 5)
        from chain in Gen.ArrayOf(Gen.Choose(0, 9), 5)
        from rechained in Gen.Elements(true, false, false)
        from major in Gen.Elements(true, false, false, false, false, false, false)
        let old = before.Settings with { Stack = "prod", ApplyImmediately = immediately, Replicas = [.. before.Settings.Replicas.Take(replicas)] }
        let edit = new Choice(standby, value, 5 - replicas)
        let changed = Parts.Where((_, i) => parts[i]).Aggregate(major ? Upgraded(old) : old, (settings, part) => part(settings, other.Settings, edit))
        let was = Captured(old, before.Catalog, chain)
        let will = Captured(changed, before.Catalog, rechained ? [.. chain.Reverse()] : chain)
        let copies = ImmutableArray.Create(Copy(was))
        select new EstateEdit(was with { Copies = copies }, will with { Copies = copies },
            $"{before}, at once {immediately}, {replicas} replicas, edits {string.Join(",", parts.Index().Where(p => p.Item).Select(p => p.Index))}, {string.Join(" and ", standby)} {value}, major {major}, chains {string.Join(",", chain)}{(rechained ? " turned round" : "")}");

    private sealed record Choice(string[] Standby, int Value, int Replicas);

    private static readonly ImmutableArray<Func<EstateSettings, EstateSettings, Choice, EstateSettings>> Parts =
    [
        (s, o, _) => s with { Primary = s.Primary with { Class = o.Primary.Class, MultiAz = o.Primary.MultiAz } },
        (s, o, _) => s with { Replicas = [.. s.Replicas.Select((r, i) => i % 2 == 0 ? r with { Class = o.Primary.Class } : r)] },
        (s, o, _) => s with { Storage = o.Storage },
        // Named as before, so that some stay, some go and some come; zones stay where there are subnets.
        (s, o, edit) => s with { Replicas = [.. o.Replicas.Take(edit.Replicas).Select((r, i) => r with { Identifier = $"{s.NamePrefix}-copy-{i + 1}", MultiAz = true, AvailabilityZone = null })] },
        (s, _, _) => s with { Replicas = [.. s.Replicas.Where((_, i) => i != 0)] },
        (s, o, _) => s with { ParameterOverrides = o.ParameterOverrides },
        (s, _, edit) => Set(s, edit.Standby[0], edit.Value),
        (s, _, edit) => Set(s, edit.Standby[0], edit.Value),
        (s, _, edit) => Set(s, edit.Standby[1], 64 - edit.Value),
        (s, _, _) => s with { ParameterOverrides = [.. s.ParameterOverrides, new("shared_buffers", "4GB", null, null)] },
        (s, o, _) => s with { Backup = o.Backup, Monitoring = o.Monitoring },
        (s, o, _) => s with { Protection = o.Protection },
        (s, o, _) => s with { Pooler = o.Pooler, Encryption = o.Encryption },
    ];

    private static EstateSettings Set(EstateSettings settings, string parameter, int value) => settings with
    {
        ParameterOverrides = [.. settings.ParameterOverrides.Where(p => p.Name != parameter), new(parameter, parameter == "max_connections" ? $"{value * 20}" : $"{value}", null, null)],
    };

    private static EstateSettings Upgraded(EstateSettings settings) => settings with { EngineVersion = "16", AllowMajorVersionUpgrade = true };

    private static JudgedEstate Captured(EstateSettings settings, ServiceCatalog catalog, int[] chain) =>
        new(Chained(EstatePlan.CaptureAsync(Estates.Project, settings, catalog).GetAwaiter().GetResult(), chain), settings, catalog);

    // No configuration declares a replica of a replica, and a preview may. Each follows one that stands before it, or the writer.
    private static Plan Chained(Plan plan, int[] chain)
    {
        var replicas = plan.OfType(AwsTypes.Instance).Where(r => plan.Referent(r, "replicateSourceDb") is not null).OrderBy(r => r.Name, StringComparer.Ordinal).ToList();
        var sources = replicas.Index().Where(r => r.Index < chain.Length && chain[r.Index] < r.Index).ToDictionary(r => r.Item.Urn, r => replicas[chain[r.Index]].Name);
        return plan with
        {
            Resources = [.. plan.Resources.Select(r => sources.TryGetValue(r.Urn, out var source) ? r with { Inputs = Following(r.Inputs, source) } : r)],
        };
    }

    private static JsonObject Following(JsonObject inputs, string source)
    {
        var own = (JsonObject)inputs.DeepClone();
        own["replicateSourceDb"] = $"${{{AwsTypes.Instance}::{source}.identifier}}";
        return own;
    }

    // What it must have to replay the writer.
    private static JudgedEstate Copy(JudgedEstate of) => Estates.Alone("dr", plan =>
    {
        foreach (var parameter in StandbyOrder.Parameters)
        {
            plan.Parameter("dr", parameter, "value", of.Writer!.Parameter(parameter)!);
        }
    });
}
