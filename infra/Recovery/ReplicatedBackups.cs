using Pulumi;
using Pulumi.Aws.Rds;
using TechCorp.PgInfra.Infra.Configuration;

namespace TechCorp.PgInfra.Infra.Recovery;

/// <summary>
/// Automated backups of the source, copied to this region (S47, S48). The warm replica loses seconds but replays a bad
/// DELETE as faithfully as a good one; these backups go back to before it. They stay after promotion: until the promoted
/// writer has backups of its own they are the only way back.
/// </summary>
public sealed class ReplicatedBackups : ComponentResource
{
    /// <param name="name">Resource name.</param>
    /// <param name="recovery">Retention of the copies.</param>
    /// <param name="sourceArn">The source region's writer.</param>
    /// <param name="keyArn">Customer key of this region: the source's key can't decrypt here.</param>
    /// <param name="protect">Pulumi refuses to delete them.</param>
    /// <param name="options">Provider of this region: RDS wants the call in the destination region.</param>
    public ReplicatedBackups(
        string name,
        DisasterRecoverySettings recovery,
        Output<string> sourceArn,
        Output<string> keyArn,
        bool protect,
        ComponentResourceOptions? options = null)
        : base("techcorp:pg:ReplicatedBackups", name, options)
    {
        _ = new InstanceAutomatedBackupsReplication("replicated-backups", new InstanceAutomatedBackupsReplicationArgs
        {
            SourceDbInstanceArn = sourceArn,
            KmsKeyId = keyArn,
            RetentionPeriod = recovery.ReplicatedBackupRetentionDays,
        }, new CustomResourceOptions
        {
            Parent = this,
            Protect = protect,
            CustomTimeouts = new CustomTimeouts { Create = TimeSpan.FromHours(3) },
        });
        RegisterOutputs();
    }
}
