using Pulumi;
using Pulumi.Aws.Rds;
using TechCorp.PgInfra.Infra.Configuration;

namespace TechCorp.PgInfra.Infra.Databases;

/// <summary>What every instance declares for itself, writer or replica; nothing here is inherited from a source instance.</summary>
internal static class InstanceBasics
{
    /// <summary>From this many days on, Performance Insights is the advanced mode of Database Insights.</summary>
    private const int AdvancedInsightsDays = 465;

    /// <summary>A 2 TiB instance or a copy from another region takes hours; the provider gives up after 40 minutes.</summary>
    private static CustomTimeouts Timeouts => new()
    {
        Create = TimeSpan.FromHours(3),
        Update = TimeSpan.FromHours(3),
        Delete = TimeSpan.FromHours(1),
    };

    public static InstanceArgs Args(EstateSettings settings, InstancePlace place)
    {
        var args = new InstanceArgs
        {
            // Always said: an automatic name would be random, and a replacement would silently be a second database.
            Identifier = place.Settings.Identifier,
            InstanceClass = place.Settings.Class.Name,
            ParameterGroupName = place.ParameterGroupName,
            VpcSecurityGroupIds = place.SecurityGroupId,
            PubliclyAccessible = false,
            // Not sent when a replica is created, but compared afterwards: left out, the next run would replace the replica.
            StorageEncrypted = true,
            MaxAllocatedStorage = settings.Storage.MaxAllocatedGiB,
            MaintenanceWindow = settings.MaintenanceWindow.ToString(),
            ApplyImmediately = settings.ApplyImmediately,
            AutoMinorVersionUpgrade = true,
            CaCertIdentifier = settings.CaCertificate,
            IamDatabaseAuthenticationEnabled = true,
            DeletionProtection = settings.Protection.DeletionProtection,
            CopyTagsToSnapshot = true,
            EnabledCloudwatchLogsExports = ExportedLogs.Kinds.ToArray(),
            PerformanceInsightsEnabled = true,
            PerformanceInsightsKmsKeyId = place.KeyArn,
            PerformanceInsightsRetentionPeriod = settings.Monitoring.InsightsRetentionDays,
            DatabaseInsightsMode = settings.Monitoring.InsightsRetentionDays >= AdvancedInsightsDays ? "advanced" : "standard",
            MonitoringInterval = settings.Monitoring.EnhancedIntervalSeconds,
            // Security Hub RDS.30 looks for tags on the instance itself.
            Tags = { ["Name"] = place.Settings.Identifier, ["Role"] = RoleLabels.Of(place.Settings.Role) },
        };
        if (place.Monitoring is { } monitoring)
        {
            args.MonitoringRoleArn = monitoring.Arn;
        }

        return args;
    }

    public static CustomResourceOptions Options(InstancePlace place, bool protect)
    {
        var options = new CustomResourceOptions
        {
            Parent = place.Parent,
            Protect = protect,
            CustomTimeouts = Timeouts,
            // An instance restored by hand and imported carries the snapshot it came from; declaring it away would replace the instance.
            IgnoreChanges = { "snapshotIdentifier" },
        };
        options.DependsOn.AddRange(place.Logs.Select(log => (Input<Resource>)log).ToArray());
        if (place.Monitoring is { } monitoring)
        {
            options.DependsOn.Add(monitoring.Permission);
        }

        return options;
    }
}
