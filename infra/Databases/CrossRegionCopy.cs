using Pulumi;
using Pulumi.Aws.Rds;
using TechCorp.PgInfra.Infra.Configuration;

namespace TechCorp.PgInfra.Infra.Databases;

/// <summary>
/// The disaster recovery copy (S48): a warm replica in its own region, or the writer it was promoted to. Promotion is an
/// update of the same resource: <c>ReplicateSourceDb</c> goes, and what only a writer has comes. No input that forces a
/// replacement differs between the two.
/// </summary>
public static class CrossRegionCopy
{
    /// <param name="settings">The dr stack's settings; <c>DisasterRecovery.Promoted</c> decides.</param>
    /// <param name="place">Key, groups and logs of this region.</param>
    /// <param name="subnetGroupName">Subnets of this region; a copy from another region doesn't inherit them.</param>
    /// <param name="sourceArn">The source as an ARN: an identifier would be looked up in this region.</param>
    public static Instance Declare(EstateSettings settings, InstancePlace place, Input<string> subnetGroupName, Input<string> sourceArn)
    {
        var args = InstanceBasics.Args(settings, place);
        args.KmsKeyId = place.KeyArn;
        args.DbSubnetGroupName = subnetGroupName;
        // RDS takes no parameter group when it creates a cross-region PostgreSQL replica; the provider (every
        // Pulumi.Aws 7) sets it afterwards and reboots.
        args.MultiAz = settings.WriterIsMultiAz;

        if (settings.IsWarmReplica)
        {
            args.ReplicateSourceDb = sourceArn;
            FinalSnapshot.ForReplica(args);
        }
        else
        {
            // The standby of the only writer left can't wait for next week's maintenance window.
            args.ApplyImmediately = true;
            args.BackupRetentionPeriod = settings.Backup.RetentionDays;
            args.BackupWindow = settings.Backup.Window.ToString();
            FinalSnapshot.ForWriter(args, place.Settings.Identifier, settings.Protection, place.Parent);
        }

        return new Instance(place.Settings.Identifier, args, InstanceBasics.Options(place, settings.Protection.Protect));
    }
}
