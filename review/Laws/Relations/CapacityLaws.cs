using System.Collections.Immutable;
using TechCorp.PgInfra.Catalog;
using TechCorp.PgInfra.Planning;
using static TechCorp.PgInfra.Review.Laws.Ask;

namespace TechCorp.PgInfra.Review.Laws.Relations;

/// <summary>What all of it together takes, against what there is.</summary>
internal static class CapacityLaws
{
    public static ImmutableArray<Law> All { get; } =
    [
        Law.OfEach("memory-fits", "Parameters and sessions fit into every instance's memory", "S24 S35",
            "The kernel kills a backend, and every session of the instance restarts with it.",
            "a larger class, or smaller shared_buffers, work_mem, maintenance_work_mem or connection counts.",
            Instances, (estate, i) => i.Class is not { } known ? [JudgedEstate.About(i.Resource, "instanceClass")]
                : i.Connections is { } connections && MemoryBudget.For(known, connections, estate.Catalog.Logins, i.Parameter) is { Fits: false } budget
                    ? [new(i.Name, "memory", budget.Explanation)]
                    : []),

        Law.OfEach("connections-fit", "All poolers and direct logins together stay under the alarm, and the alarm under the limit", "S22 S30 S36 S41",
            "PgBouncer multiplies: tasks x entries x max_db_connections. Above the alarm every busy hour wakes somebody, above the limit nobody gets in.",
            "pooler.maxDbConnections or pooler.tasks lower, or max_connections and the alarm higher.",
            Instances, (_, i) => i.Connections switch
            {
                null => [new(i.Name, "connections", "max_connections or PostgresConnectionsHigh is not declared")],
                { Holds: false } budget => [new(i.Name, "connections", budget.Explanation)],
                _ => [],
            }),

        Law.OfEach("slots-bounded", "A dead replica can not fill the writer's disk", "S48",
            "Replication slots keep WAL for a replica that never comes back; by default without end, and a full disk stops the writer.",
            "parameters.max_slot_wal_keep_size: at most half of the allocated storage.",
            Instances, (_, i) => i.SlotWalLimitBytes is not { } limit
                ? [new Finding(i.Name, "max_slot_wal_keep_size", i.Parameter("max_slot_wal_keep_size") is { } value ? $"{value} (unlimited)" : "left to RDS, unlimited")]
                : Unless(limit <= i.AllocatedGiB * (1L << 30) / 2, i.Name, "max_slot_wal_keep_size",
                    $"{limit >> 30} GiB of {i.AllocatedGiB} GiB of storage")),

        Law.OfEach("storage-limits", "Storage is a size RDS makes and can grow", "S6",
            "RDS refuses it in the middle of an update, or the disk fills although autoscaling is on.",
            $"storage.allocated {Gp3.MinimumGiB} to {Gp3.MaximumGiB} GiB, storage.maxAllocated at least {Gp3.AutoscalingMinimumPercent} % of it; no iops and throughput below {Gp3.StripedFromGiB} GiB, from there on {Gp3.MinimumIops} to {Gp3.MaximumIops} and {Gp3.MinimumThroughput} to {Gp3.MaximumThroughput} MiB/s.",
            Instances, (_, i) => Storage(i)),
    ];

    private static IEnumerable<Finding> Storage(JudgedInstance i)
    {
        var allocated = (int)i.AllocatedGiB;
        return
        [
            .. Unless(i.Resource.Number("allocatedStorage") is null || allocated is >= Gp3.MinimumGiB and <= Gp3.MaximumGiB, i.Resource, "allocatedStorage"),
            .. Unless(!i.IsWriter || !i.Resource.Has("storageType") || i.Resource.Raw("storageType") == Gp3.Name, i.Resource, "storageType"),
            .. Unless(i.Resource.Number("maxAllocatedStorage") is not { } maximum || maximum >= Gp3.SmallestAutoscalingGiB(allocated), i.Resource, "maxAllocatedStorage"),
            .. allocated < Gp3.StripedFromGiB
                ? new[] { "iops", "storageThroughput" }.SelectMany(p => Unless(!i.Resource.Has(p), i.Resource, p))
                : new[] { ("iops", Gp3.MinimumIops, Gp3.MaximumIops), ("storageThroughput", Gp3.MinimumThroughput, Gp3.MaximumThroughput) }
                    .SelectMany(p => Unless(i.Resource.Number(p.Item1) is not { } given || (given >= p.Item2 && given <= p.Item3), i.Resource, p.Item1)),
        ];
    }
}
