using System.Collections.Frozen;
using System.Collections.Immutable;

namespace TechCorp.PgInfra.Catalog;

/// <summary>CPU and memory pairs Fargate runs on Linux (ECS developer guide, "Task CPU and memory"); any other pair fails at deployment.</summary>
public static class FargateSizes
{
    private static readonly FrozenDictionary<int, ImmutableArray<int>> MemoryByCpu = new Dictionary<int, ImmutableArray<int>>
    {
        [256] = [512, 1024, 2048],
        [512] = Steps(1, 4, 1),
        [1024] = Steps(2, 8, 1),
        [2048] = Steps(4, 16, 1),
        [4096] = Steps(8, 30, 1),
        [8192] = Steps(16, 60, 4),
        [16384] = Steps(32, 120, 8),
    }.ToFrozenDictionary();

    /// <summary>CPU units that exist; 1024 is one vCPU.</summary>
    public static IEnumerable<int> Cpus => MemoryByCpu.Keys.Order();

    /// <summary>Memory in MiB that exists with those CPU units; empty when the CPU does not.</summary>
    public static ImmutableArray<int> MemoryFor(int cpu) => MemoryByCpu.GetValueOrDefault(cpu, []);

    private static ImmutableArray<int> Steps(int fromGiB, int toGiB, int stepGiB) =>
        [.. Enumerable.Range(0, (toGiB - fromGiB) / stepGiB + 1).Select(i => (fromGiB + i * stepGiB) * 1024)];
}
