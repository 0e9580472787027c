using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using TechCorp.PgInfra.Catalog;
using TechCorp.PgInfra.Infra.Configuration;

namespace TechCorp.PgInfra.Infra.Tests.Properties;

/// <summary>An estate and the services it is for.</summary>
public sealed record EstateCase(EstateSettings Settings, ServiceCatalog Catalog)
{
    public override string ToString() =>
        $"{Settings.Stack} in {Settings.Region}, {Settings.Instances.Length} instances ({string.Join(", ", Settings.Instances.Select(i => $"{i.Identifier}:{i.Role}"))}), " +
        $"{Catalog.Services.Length} services, recovery {Settings.DisasterRecovery}, storage {Settings.Storage}, {Settings.Protection}, {Settings.Monitoring}";
}

/// <summary>Random estates of any shape the configuration allows: 0 to 15 replicas, 1 to 12 services, any region, warm, promoted or of its own.</summary>
internal static class AnyEstate
{
    private static readonly ImmutableArray<InstanceClass> Classes = [.. InstanceClasses.All.Where(c => c.MemoryGiB >= 64)];

    public static Arbitrary<EstateCase> Arbitrary { get; } = Arb.From(Cases());

    private static Gen<EstateCase> Cases() =>
        from services in Gen.Choose(1, 12)
        from prefix in Gen.Elements("techcorp", "a", "data-eng")
        from stack in Gen.Elements("prod", "staging", "dr", "qa")
        from region in Gen.Elements(Regions.All.ToArray())
        from zones in Gen.Choose(2, 4)
        from recovery in Recovery()
        from instanceClass in Gen.Elements(Classes.ToArray())
        from multiAz in Gen.Elements(true, false)
        from replicas in recovery is not { Promoted: false } ? Replicas(prefix, region, zones) : Gen.Constant(ImmutableArray<InstanceSettings>.Empty)
        from storage in Storage()
        from retention in Gen.Choose(1, 35)
        from protection in Protection()
        from monitoring in Monitoring()
        from connections in Gen.Choose(450, 900)
        from pooler in Gen.Elements(true, false)
        from secretDays in Gen.Elements(0, 7, 30)
        let catalog = ServiceCatalog.For([.. Enumerable.Range(1, services).Select(n => new Service($"svc-{n}-service", $"s{n}", $"svc_{n}", ["t"]))])
        select new EstateCase(
            new EstateSettings(
                stack, prefix, region, recovery, Network(catalog, region, zones), "15", EngineLifecycleSupport.ExtendedSupport,
                new($"{prefix}-writer", recovery is null ? InstanceRole.Primary : InstanceRole.DisasterRecovery, instanceClass, multiAz, null),
                storage, replicas,
                new(new(new(3, 0), new(3, 30)), retention),
                new(DayOfWeek.Sunday, new(5, 0), DayOfWeek.Sunday, new(6, 0)),
                ApplyImmediately: false, "rds-ca-rsa2048-g1", protection,
                [new("max_connections", $"{connections}", null, null)],
                pooler ? Pooler() : null,
                monitoring, new([], []), new(30, secretDays), new("Data Engineering", "Eduardo Campos", "#data-postgres")),
            catalog);

    private static Gen<DisasterRecoverySettings?> Recovery() =>
        Gen.Elements<DisasterRecoverySettings?>(
            null, null,
            new("techcorp/techcorp-pg-infra/prod", "us-east-1", Promoted: false, 7),
            new("techcorp/techcorp-pg-infra/prod", "us-east-1", Promoted: true, 35));

    private static Gen<ImmutableArray<InstanceSettings>> Replicas(string prefix, string region, int zones) =>
        from count in Gen.Choose(0, 15)
        from parts in Gen.ArrayOf(
            from role in Gen.Elements(InstanceRole.Replica, InstanceRole.Replica, InstanceRole.Analytics)
            from instanceClass in Gen.Elements(Classes.ToArray())
            from zone in Gen.Choose(-1, zones - 1)
            select (role, instanceClass, zone), count)
        select parts.Select((p, n) => new InstanceSettings(
            $"{prefix}-copy-{n + 1}", p.role, p.instanceClass, MultiAz: p.zone < 0, p.zone < 0 ? null : Zone(region, p.zone))).ToImmutableArray();

    private static Gen<StorageSettings> Storage() =>
        from allocated in Gen.Choose(20, 30_000)
        from grows in Gen.Elements(true, false)
        from provisioned in Gen.Elements(true, false)
        select new StorageSettings(
            allocated, grows ? allocated * 2 : null, "gp3",
            provisioned && allocated >= 400 ? 12_000 : null, provisioned && allocated >= 400 ? 500 : null);

    private static Gen<ProtectionSettings> Protection() =>
        from protect in Gen.Elements(true, false)
        from deletion in Gen.Elements(true, false)
        from skip in Gen.Elements(true, false)
        select new ProtectionSettings(protect, deletion, skip);

    private static Gen<MonitoringSettings> Monitoring() =>
        from interval in Gen.Elements(0, 1, 15, 60)
        from insights in Gen.Elements(7, 31, 465, 731)
        from logs in Gen.Elements(30, 365, 3653)
        select new MonitoringSettings(interval, insights, logs);

    private static PoolerDeployment Pooler() => new(
        2, 512, 1024, $"123456789012.dkr.ecr.us-east-1.amazonaws.com/pgbouncer@sha256:{new string('1', 64)}", 150,
        "arn:aws:secretsmanager:us-east-1:123456789012:secret:pooler-tls-AbCdEf", HostName: null, HostedZoneId: null, AccessLogBucket: null);

    private static NetworkSettings Network(ServiceCatalog catalog, string region, int zones) => new(
        "vpc-0123456789abcdef0",
        Enumerable.Range(0, zones).ToImmutableSortedDictionary(z => Zone(region, z), z => $"subnet-0123456789abcde{z:x2}"),
        catalog.Services.Select((service, n) => (service.Name, Group: $"sg-0123456789abc{n:x4}")).ToImmutableSortedDictionary(s => s.Name, s => s.Group),
        "sg-0123456789abcdef1", "sg-0123456789abcdef2", "sg-0123456789abcdef3", "sg-0123456789abcdef4", "sg-0123456789abcdef5", "pl-0123456789abcdef0");

    private static string Zone(string region, int number) => region + (char)('a' + number);
}
