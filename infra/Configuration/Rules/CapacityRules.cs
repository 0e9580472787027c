using System.Collections.Immutable;
using System.Globalization;
using TechCorp.PgInfra.Catalog;

namespace TechCorp.PgInfra.Infra.Configuration.Rules;

/// <summary>Connections, memory and WAL against what the instances have.</summary>
internal static class CapacityRules
{
    public static ImmutableArray<SettingsRule> All { get; } =
    [
        new([.. Pooler, "alarms.overrides", .. Parameters("max_connections")], Connections),
        new([.. Pooler, .. Parameters("max_connections", "shared_buffers", "work_mem", "maintenance_work_mem", "autovacuum_max_workers", "effective_cache_size")], Memory),
        new(["storage.allocated", .. Parameters("max_slot_wal_keep_size")], RetainedWal),
    ];

    private static ImmutableArray<string> Pooler => ["pooler.tasks", "pooler.maxDbConnections"];

    // A parameter may stand for every role or for one.
    private static IEnumerable<string> Parameters(params string[] names) =>
        names.SelectMany(n => RoleNames.All.Keys.Select(r => $"parameters.{r}.{n}").Prepend($"parameters.{n}"));

    private static void Connections(RuleContext context)
    {
        foreach (var instance in context.InstancesWithSound("role"))
        {
            var budget = context.Sound.ConnectionBudgetOf(instance, context.Catalog);
            if (budget.Holds)
            {
                continue;
            }

            var maximum = budget.MaxConnections.ToString(CultureInfo.InvariantCulture);
            if (budget.AlarmThreshold >= budget.MaxConnections)
            {
                context.Problems.Add("parameters.max_connections", maximum, $"more than the alarm at {budget.AlarmThreshold}", "S22, S36; the alarm would come after the last connection");
            }
            else
            {
                var tasks = context.Settings.Pooler?.Tasks ?? 0;
                context.Problems.Add("pooler.maxDbConnections", context.Settings.Pooler?.MaxDbConnections.ToString(CultureInfo.InvariantCulture),
                    budget.LargestMaxDbConnections(tasks) is > 0 and var largest ? $"at most {largest} with {tasks} tasks" : "fewer tasks or direct logins",
                    $"{instance.Identifier}: {budget.Explanation}");
            }

            return;
        }
    }

    private static void Memory(RuleContext context)
    {
        foreach (var instance in context.InstancesWithSound("role", "instanceClass"))
        {
            var key = $"{context.KeyOf(instance)}.instanceClass";
            var budget = context.Sound.MemoryBudgetOf(instance, context.Catalog);
            var cache = context.Sound.ParameterOf(instance.Role, "effective_cache_size");
            if (!budget.Fits)
            {
                context.Problems.Add(key, instance.Class.Name, "a class with room for its parameters, or smaller parameters", budget.Explanation);
            }
            else if (cache is not null && decimal.Parse(cache.EngineValue, CultureInfo.InvariantCulture) * 8192 > instance.Class.MemoryBytes)
            {
                context.Problems.Add(key, instance.Class.Name, "a class with more memory than effective_cache_size",
                    $"S26; the planner would count on {cache.Value} of cache where there are {instance.Class.MemoryGiB} GiB of memory");
            }
        }
    }

    private static void RetainedWal(RuleContext context)
    {
        var allocated = context.Settings.Storage.AllocatedGiB;
        if (context.Sound.SlotWalLimitBytes is { } limit && limit > allocated * (1L << 30) / 2)
        {
            context.Problems.Add("parameters.max_slot_wal_keep_size", Quantity.FromEngine(limit / (1 << 20), ParameterUnit.Megabytes),
                $"at most half of the storage, {allocated / 2}GB", $"S48; a dead replica could fill the {allocated} GiB of the writer");
        }
    }
}
