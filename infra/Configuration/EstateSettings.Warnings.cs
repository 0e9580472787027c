using TechCorp.PgInfra.Catalog;

namespace TechCorp.PgInfra.Infra.Configuration;

public sealed partial record EstateSettings
{
    /// <summary>Keys whose value is still the committed example; deploying with them fails, or worse, finds somebody else's network.</summary>
    public IReadOnlyList<string> ExampleValues() =>
        [.. NamedValues().Where(v => v.Value is not null && ExampleValue.Is(v.Value)).Select(v => v.Key)];

    /// <summary>What is allowed and yet worth a second look, as sentences.</summary>
    public IReadOnlyList<string> Risks()
    {
        var warnings = new List<string>();
        if (EngineVersions.Minor(EngineVersion) is not null)
        {
            warnings.Add($"engineVersion pins {EngineVersion}: RDS upgrades minors by itself and refuses to go back, so the next update after that fails. Write '{EngineMajorVersion}' (S1).");
        }

        if (AllowMajorVersionUpgrade)
        {
            warnings.Add($"allowMajorVersionUpgrade: another engineVersion upgrades the database, and there is no way back. Once every stack runs {EngineVersions.UpgradeTarget}, set Database.MajorVersion of the catalogue to it and take the line out (S1).");
        }

        if (Storage.MaxAllocatedGiB is not { } maximum)
        {
            warnings.Add("storage.maxAllocated is left out: storage does not grow by itself, and a full disk stops the database.");
        }
        else if (maximum < Gp3.RecommendedAutoscalingGiB(Storage.AllocatedGiB))
        {
            warnings.Add($"storage.maxAllocated {maximum}GiB leaves less than 26 % to grow: RDS will say so with RDS-EVENT-0225. Write {Gp3.RecommendedAutoscalingGiB(Storage.AllocatedGiB)}GiB or more.");
        }

        if (SlotWalLimitBytes is null)
        {
            warnings.Add("max_slot_wal_keep_size is unlimited: a dead replica fills the writer's disk (S48).");
        }

        if (Backup.RetentionDays == 0 && !IsWarmReplica)
        {
            warnings.Add("backup.retention is 0: nothing can be restored (S46).");
        }

        if (Alarms.Subscriptions.IsEmpty)
        {
            warnings.Add("alarms.subscriptions is empty: alarms change colour and nobody is told.");
        }

        if (Pooler is { Tasks: < 2 })
        {
            warnings.Add("pooler.tasks is 1: its zone's failure is the failure of every service (S3).");
        }

        if (Pooler is { HostName: null })
        {
            warnings.Add("pooler.hostName is left out: clients verify the load balancer's own name, which a certificate can be made for only afterwards (S49).");
        }

        foreach (var zone in Replicas.Where(r => r.Role == InstanceRole.Replica && r.AvailabilityZone is not null).GroupBy(r => r.AvailabilityZone).Where(g => g.Count() > 1))
        {
            warnings.Add($"{string.Join(" and ", zone.Select(r => r.Identifier))} share zone {zone.Key} and fail together (S7).");
        }

        if (DisasterRecovery is { Promoted: true } copy)
        {
            warnings.Add($"promoted: {Primary.Identifier} no longer follows {copy.SourceStack}. Setting it back does not make it a replica again; RDS would have to replace it.");
        }

        return warnings;
    }

    private IEnumerable<(string Key, string? Value)> NamedValues() =>
    [
        ("network.vpcId", Network.VpcId),
        .. Network.PrivateSubnets.Select(s => ($"network.privateSubnets.{s.Key}", (string?)s.Value)),
        .. Network.ServiceSecurityGroups.Select(s => ($"network.serviceSecurityGroups.{s.Key}", (string?)s.Value)),
        ("network.bastionSecurityGroupId", Network.BastionSecurityGroupId),
        ("network.migrationsSecurityGroupId", Network.MigrationsSecurityGroupId),
        ("network.analyticsSecurityGroupId", Network.AnalyticsSecurityGroupId),
        ("network.monitoringSecurityGroupId", Network.MonitoringSecurityGroupId),
        ("network.endpointsSecurityGroupId", Network.EndpointsSecurityGroupId),
        ("disasterRecovery.sourceStack", DisasterRecovery?.SourceStack),
        ("pooler.image", Pooler?.Image),
        ("pooler.tlsSecretArn", Pooler?.TlsSecretArn),
        ("pooler.hostedZoneId", Pooler?.HostedZoneId),
        ("pooler.accessLogBucket", Pooler?.AccessLogBucket),
        .. Alarms.Subscriptions.Select((s, i) => ($"alarms.subscriptions[{i}].endpoint", (string?)s.Endpoint)),
    ];
}
