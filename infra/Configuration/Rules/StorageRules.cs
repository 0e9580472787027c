using System.Collections.Immutable;
using System.Globalization;
using TechCorp.PgInfra.Catalog;

namespace TechCorp.PgInfra.Infra.Configuration.Rules;

/// <summary>gp3 sizes, IOPS, throughput and autoscaling; RDS checks none of them before it creates (S6).</summary>
internal static class StorageRules
{
    public static ImmutableArray<SettingsRule> All { get; } =
    [
        new(["storage.allocated"], Size),
        new(["storage.allocated", "storage.maxAllocated"], Autoscaling),
        new(["storage.allocated", "storage.iops", "storage.throughput"], Performance),
    ];

    private static void Size(RuleContext context)
    {
        var allocated = context.Settings.Storage.AllocatedGiB;
        if (allocated is < Gp3.MinimumGiB or > Gp3.MaximumGiB)
        {
            context.Problems.Add("storage.allocated", GiB(allocated), $"{GiB(Gp3.MinimumGiB)} to {GiB(Gp3.MaximumGiB)}", "RDS creates no other gp3 volume");
        }
    }

    private static void Autoscaling(RuleContext context)
    {
        var storage = context.Settings.Storage;
        var smallest = Gp3.SmallestAutoscalingGiB(storage.AllocatedGiB);
        if (storage.MaxAllocatedGiB is { } maximum && (maximum < smallest || maximum > Gp3.MaximumGiB))
        {
            context.Problems.Add("storage.maxAllocated", GiB(maximum), $"{GiB(smallest)} to {GiB(Gp3.MaximumGiB)}, or left out",
                "RDS wants at least 10 % above what is allocated; left out, storage does not grow by itself");
        }
    }

    private static void Performance(RuleContext context)
    {
        var (storage, problems) = (context.Settings.Storage, context.Problems);
        var iops = storage.Iops?.ToString(CultureInfo.InvariantCulture);
        var throughput = storage.ThroughputMiBs is { } value ? $"{value}MiB/s" : null;
        if (storage.AllocatedGiB < Gp3.StripedFromGiB)
        {
            const string why = "below 400 GiB gp3 has 3,000 IOPS and 125 MiB/s, and RDS refuses to be told any";
            if (iops is not null)
            {
                problems.Add("storage.iops", iops, "nothing", why);
            }

            if (throughput is not null)
            {
                problems.Add("storage.throughput", throughput, "nothing", why);
            }

            return;
        }

        if (storage.Iops is < Gp3.MinimumIops or > Gp3.MaximumIops)
        {
            problems.Add("storage.iops", iops, $"{Gp3.MinimumIops} to {Gp3.MaximumIops}, or left out", $"the size includes {Gp3.MinimumIops}");
            return;
        }

        var most = Math.Min(Gp3.MaximumThroughput, Gp3.ThroughputAt(storage.Iops ?? Gp3.MinimumIops));
        if (storage.ThroughputMiBs is { } mibs && (mibs < Gp3.MinimumThroughput || mibs > most))
        {
            problems.Add("storage.throughput", throughput, $"{Gp3.MinimumThroughput}MiB/s to {most}MiB/s, or left out",
                $"the size includes {Gp3.MinimumThroughput}; each MiB/s needs four IOPS");
        }
    }

    private static string GiB(int value) => $"{value}GiB";
}
