using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using TechCorp.PgInfra.Catalog;

namespace TechCorp.PgInfra.Infra.Tests.Configuration;

/// <summary>Random configurations that are right by construction: every limit of the rules can be met, and is.</summary>
internal static class RandomConfiguration
{
    private static readonly string[] Large =
        [.. InstanceClasses.All.Where(c => c.MemoryGiB >= 32).Select(c => c.Name)];

    public static Gen<(string Text, StackFile File)> Valid { get; } =
        from stack in Gen.Elements("prod", "dr", "staging")
        from storage in Storage
        from backup in Gen.Choose(1, 35)
        from start in Gen.Choose(0, 24 * 60 - 1)
        from length in Gen.Choose(30, 180)
        from gap in Gen.Choose(0, 60)
        from day in Gen.Choose(0, 6)
        from zones in Gen.Choose(2, 6)
        from replicas in Replicas(stack, zones)
        from primary in Gen.Elements(Large)
        from pooler in Pooler
        from parameters in Parameters
        from monitoring in Monitoring
        from alarms in Alarms
        let maintenance = start + length + gap
        let changes = new (string Key, string Json)[]
        {
            ("storage", storage),
            ("backup", Json(new { window = $"{Clock(start)}-{Clock(start + length)}", retention = $"{backup}d" })),
            ("maintenanceWindow", Json($"{Day(day, maintenance)}:{Clock(maintenance)}-{Day(day, maintenance + 45)}:{Clock(maintenance + 45)}")),
            ("replicas", replicas),
            ("primary.instanceClass", Json(primary)),
            ("pooler.tasks", pooler.Tasks.ToString(System.Globalization.CultureInfo.InvariantCulture)),
            ("pooler.maxDbConnections", pooler.Cap.ToString(System.Globalization.CultureInfo.InvariantCulture)),
            ("pooler.cpu", Json(pooler.Cpu)),
            ("pooler.memory", Json($"{pooler.Memory}MiB")),
            ("parameters", parameters),
            ("monitoring", monitoring),
            ("alarms.overrides", alarms),
            ("network.privateSubnets", Subnets(stack, zones)),
        }
        select ($"{stack}: {string.Join("; ", changes.Select(c => $"{c.Key} = {c.Json}"))}",
            changes.Aggregate(StackFile.Of(stack), (file, change) => file.With(change.Key, change.Json)));

    private static Gen<(int Tasks, int Cap, int Cpu, int Memory)> Pooler =>
        from tasks in Gen.Choose(1, 10)
        from cap in Gen.Choose(1, 376 / tasks)
        from cpu in Gen.Elements(FargateSizes.Cpus.ToArray())
        from memory in Gen.Elements(FargateSizes.MemoryFor(cpu).ToArray())
        select (tasks, cap, cpu, memory);

    private static Gen<string> Parameters =>
        from shared in Gen.Choose(1, 8)
        from work in Gen.Choose(1, 64)
        from cache in Gen.Choose(1, 24)
        from connections in Gen.Choose(401, 600)
        from analytics in Gen.Elements("30s", "15min", "-1")
        select Json(new Dictionary<string, object>
        {
            ["shared_buffers"] = $"{shared}GB",
            ["work_mem"] = $"{work}MB",
            ["effective_cache_size"] = $"{cache}GB",
            ["max_connections"] = connections,
            ["max_slot_wal_keep_size"] = "10GB",
            ["analytics"] = new Dictionary<string, string> { ["max_standby_streaming_delay"] = analytics },
        });

    private static Gen<string> Monitoring =>
        from interval in Gen.Elements(MonitoringChoices.EnhancedIntervals.ToArray())
        from insights in Gen.Elements(Enumerable.Range(1, 731).Where(MonitoringChoices.IsInsightsRetention).ToArray())
        from logs in Gen.Elements(MonitoringChoices.LogRetentions.ToArray())
        select Json(new { enhancedInterval = $"{interval}s", insightsRetention = $"{insights}d", logRetention = $"{logs}d" });

    private static Gen<string> Alarms =>
        from rules in Gen.ListOf(Gen.Elements(AlarmTable.Rules.Where(r => r.Name != "PostgresConnectionsHigh").ToArray()))
        select Json(rules.Take(3).Select(r => new { alarm = r.Name, threshold = r.Threshold }));

    private static Gen<string> Storage =>
        from allocated in Gen.Choose(Gp3.MinimumGiB, 10_000)
        from grows in Gen.Elements(true, false)
        from more in Gen.Choose(0, 1000)
        from iops in Gen.Choose(Gp3.MinimumIops, Gp3.MaximumIops)
        from tuned in Gen.Elements(true, false)
        let value = new Dictionary<string, object> { ["allocated"] = $"{allocated}GiB", ["type"] = Gp3.Name }
        select Json(value
            .Concat(grows ? [new("maxAllocated", $"{Gp3.SmallestAutoscalingGiB(allocated) + more}GiB")] : Array.Empty<KeyValuePair<string, object>>())
            .Concat(tuned && allocated >= Gp3.StripedFromGiB
                ? [new("iops", iops), new("throughput", $"{Math.Min(Gp3.MaximumThroughput, Gp3.ThroughputAt(iops))}MiB/s")]
                : Array.Empty<KeyValuePair<string, object>>())
            .ToDictionary());

    private static Gen<string> Replicas(string stack, int zones) =>
        from count in Gen.Choose(0, stack == "dr" ? 0 : 15)
        from classes in Gen.ArrayOf(Gen.Elements(Large), count)
        from roles in Gen.ArrayOf(Gen.Elements("replica", "analytics"), count)
        from places in Gen.ArrayOf(Gen.Choose(0, zones - 1), count)
        select Json(Enumerable.Range(0, count).Select(i => new
        {
            identifier = $"techcorp-r-{i}",
            role = roles[i],
            instanceClass = classes[i],
            availabilityZone = $"{Region(stack)}{(char)('a' + places[i])}",
        }));

    private static string Subnets(string stack, int zones) =>
        Json(Enumerable.Range(0, zones).ToDictionary(i => $"{Region(stack)}{(char)('a' + i)}", i => $"subnet-0123456789abcdef{i}"));

    private static string Region(string stack) => stack == "dr" ? "us-west-2" : "us-east-1";

    private static string Clock(int minutes) => $"{minutes / 60 % 24:00}:{minutes % 60:00}";

    private static string Day(int day, int minutes) => new[] { "mon", "tue", "wed", "thu", "fri", "sat", "sun" }[(day + minutes / (24 * 60)) % 7];

    private static string Json<T>(T value) => JsonSerializer.Serialize(value);
}
