using Pulumi.Aws.Rds;
using TechCorp.PgInfra.Infra.Configuration;

namespace TechCorp.PgInfra.Infra.Databases;

/// <summary>
/// An in-region read replica (S7 to S10). Engine, version, storage, database name, master user, key and subnets come from the
/// source; repeating one of them is refused by RDS or shows a difference on every run.
/// </summary>
public static class ReadReplica
{
    public static Instance Declare(EstateSettings settings, InstancePlace place, Instance source)
    {
        var args = InstanceBasics.Args(settings, place);
        // In one region the source is named by its identifier. Its resource id, which Id holds, is not one.
        args.ReplicateSourceDb = source.Identifier;
        args.MultiAz = place.Settings.MultiAz;
        if (place.Settings.AvailabilityZone is { } zone)
        {
            args.AvailabilityZone = zone;
        }

        FinalSnapshot.ForReplica(args);

        // Not protected: a replica is made again from its source, and removing its line must be an ordinary change.
        return new Instance(place.Settings.Identifier, args, InstanceBasics.Options(place, protect: false));
    }
}
