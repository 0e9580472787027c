using Pulumi;
using Pulumi.Aws.Rds;
using Pulumi.Random;
using TechCorp.PgInfra.Infra.Configuration;

namespace TechCorp.PgInfra.Infra.Databases;

/// <summary>What is left of an instance that is deleted.</summary>
internal static class FinalSnapshot
{
    /// <summary>A writer leaves a snapshot and its automated backups, unless the stack is a throw-away one.</summary>
    public static void ForWriter(InstanceArgs args, string identifier, ProtectionSettings protection, Resource parent)
    {
        args.SkipFinalSnapshot = protection.SkipFinalSnapshot;
        args.DeleteAutomatedBackups = protection.SkipFinalSnapshot;
        if (protection.SkipFinalSnapshot)
        {
            return;
        }

        // A second life of the same identifier must not find the snapshot of the first one: the deletion would fail.
        var life = new RandomId($"{identifier}-final-snapshot", new RandomIdArgs
        {
            ByteLength = 4,
            Keepers = { ["identifier"] = identifier },
        }, new CustomResourceOptions { Parent = parent });
        args.FinalSnapshotIdentifier = Output.Format($"{identifier}-final-{life.Hex}");
    }

    /// <summary>RDS refuses a final snapshot of a read replica.</summary>
    public static void ForReplica(InstanceArgs args) => args.SkipFinalSnapshot = true;
}
