using Pulumi;
using Pulumi.Aws.Rds;
using TechCorp.PgInfra.Catalog;
using TechCorp.PgInfra.Infra.Configuration;

namespace TechCorp.PgInfra.Infra.Databases;

/// <summary>The writer (S1, S2, S5, S6, S18, S20, S45 to S47).</summary>
public static class Primary
{
    public static Instance Declare(EstateSettings settings, InstancePlace place, Input<string> subnetGroupName, Input<string> masterPassword)
    {
        var args = InstanceBasics.Args(settings, place);
        args.Engine = "postgres";
        args.EngineVersion = settings.EngineVersion;
        if (settings.AllowMajorVersionUpgrade)
        {
            args.AllowMajorVersionUpgrade = true;
        }

        args.EngineLifecycleSupport = settings.EngineLifecycleSupport == EngineLifecycleSupport.ExtendedSupport
            ? "open-source-rds-extended-support"
            : "open-source-rds-extended-support-disabled";
        args.DbName = Database.Name;
        args.Port = Database.Port;
        args.Username = Database.MasterUsername;
        args.Password = masterPassword;
        args.MultiAz = settings.WriterIsMultiAz;
        if (place.Settings.AvailabilityZone is { } zone)
        {
            args.AvailabilityZone = zone;
        }

        args.DbSubnetGroupName = subnetGroupName;
        args.KmsKeyId = place.KeyArn;
        args.StorageType = settings.Storage.Type;
        args.AllocatedStorage = settings.Storage.AllocatedGiB;
        args.Iops = settings.Storage.Iops;
        args.StorageThroughput = settings.Storage.ThroughputMiBs;
        args.BackupRetentionPeriod = settings.Backup.RetentionDays;
        args.BackupWindow = settings.Backup.Window.ToString();
        FinalSnapshot.ForWriter(args, place.Settings.Identifier, settings.Protection, place.Parent);

        return new Instance(place.Settings.Identifier, args, InstanceBasics.Options(place, settings.Protection.Protect));
    }
}
