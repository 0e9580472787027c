using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using TechCorp.PgInfra.Catalog;
using TechCorp.PgInfra.Infra.Configuration;
using TechCorp.PgInfra.Infra.Tests.Properties;
using TechCorp.PgInfra.Planning;
using TechCorp.PgInfra.Review.Laws;
using TechCorp.PgInfra.Review.Tests.Laws.Support;

namespace TechCorp.PgInfra.Review.Tests.Properties;

/// <summary>An estate before and after an edit of its configuration.</summary>
internal sealed record EstateEdit(JudgedEstate Before, JudgedEstate After, string Told)
{
    public override string ToString() => Told;
}

/// <summary>Random edits of random estates: of class, storage, parameters, replicas, windows, protection, pooler, any of them together.</summary>
internal static class AnyEdit
{
    public static Gen<EstateEdit> Edits { get; } =
        from before in AnyEstate.Arbitrary.Generator.Where(e => e.Settings.DisasterRecovery is null)
        from other in AnyEstate.Arbitrary.Generator.Where(e => e.Settings.DisasterRecovery is null)
        from parts in Gen.ArrayOf(Gen.Elements(true, false), Parts.Length)
        from standby in Gen.Elements("max_connections", "max_worker_processes", "max_wal_senders")
        from value in Gen.Choose(24, 40)
        from immediately in Gen.Elements(true, false)
        let old = before.Settings with { Stack = "prod", ApplyImmediately = immediately }
        let changed = Parts.Where((_, i) => parts[i]).Aggregate(old, (settings, part) => part(settings, other.Settings, standby, value))
        select new EstateEdit(Captured(old, before.Catalog), Captured(changed, before.Catalog), $"{before} -> {changed}");

    private static readonly ImmutableArray<Func<EstateSettings, EstateSettings, string, int, EstateSettings>> Parts =
    [
        (s, o, _, _) => s with { Primary = s.Primary with { Class = o.Primary.Class, MultiAz = o.Primary.MultiAz } },
        (s, o, _, _) => s with { Storage = o.Storage },
        // Named as before, so that some stay, some go and some come; zones stay where there are subnets.
        (s, o, _, _) => s with { Replicas = [.. o.Replicas.Select((r, i) => r with { Identifier = $"{s.NamePrefix}-copy-{i + 1}", MultiAz = true, AvailabilityZone = null })] },
        (s, o, _, _) => s with { ParameterOverrides = o.ParameterOverrides },
        (s, _, parameter, value) => s with { ParameterOverrides = [.. s.ParameterOverrides.Where(p => p.Name != parameter), new(parameter, parameter == "max_connections" ? $"{value * 20}" : $"{value}", null, null)] },
        (s, o, _, _) => s with { Backup = o.Backup, Monitoring = o.Monitoring },
        (s, o, _, _) => s with { Protection = o.Protection },
        (s, o, _, _) => s with { Pooler = o.Pooler, Encryption = o.Encryption },
    ];

    private static JudgedEstate Captured(EstateSettings settings, ServiceCatalog catalog) =>
        new(EstatePlan.CaptureAsync(Estates.Project, settings, catalog).GetAwaiter().GetResult(), settings, catalog);
}
