using System.Collections.Frozen;

namespace TechCorp.PgInfra.Catalog;

/// <summary>AWS regions, and between which of them RDS replicates automated backups.</summary>
/// <remarks>
/// Pairs: RDS user guide, "Replicating automated backups to another AWS Region" (2023 edition). AWS only ever added pairs;
/// a newer one is added here after <c>aws rds describe-source-regions</c> shows it.
/// Regions without a row in that table are from memory.
/// </remarks>
public static class Regions
{
    private static readonly FrozenDictionary<string, FrozenSet<string>> BackupDestinations = new Dictionary<string, string>
    {
        ["ap-south-1"] = "ap-southeast-1 us-east-1 us-east-2 us-west-2",
        ["ap-northeast-3"] = "ap-northeast-1",
        ["ap-northeast-2"] = "ap-southeast-1 ap-northeast-1 us-east-1 us-east-2 us-west-2",
        ["ap-southeast-1"] = "ap-south-1 ap-northeast-2 ap-southeast-2 ap-northeast-1 us-east-1 us-east-2 us-west-2",
        ["ap-southeast-2"] = "ap-southeast-1 us-east-1 us-west-1 us-west-2",
        ["ap-northeast-1"] = "ap-northeast-3 ap-northeast-2 ap-southeast-1 us-east-1 us-east-2 us-west-2",
        ["ca-central-1"] = "eu-west-1 us-east-1 us-east-2 us-west-1 us-west-2",
        ["eu-central-1"] = "eu-west-1 eu-west-2 eu-west-3 eu-north-1 us-east-1 us-east-2 us-west-2",
        ["eu-west-1"] = "ca-central-1 eu-central-1 eu-west-2 eu-west-3 eu-north-1 us-east-1 us-east-2 us-west-1 us-west-2",
        ["eu-west-2"] = "eu-central-1 eu-west-1 eu-west-3 eu-north-1 us-east-1",
        ["eu-west-3"] = "eu-central-1 eu-west-1 eu-west-2 eu-north-1 us-east-1",
        ["eu-north-1"] = "eu-central-1 eu-west-1 eu-west-2 eu-west-3 us-east-1",
        ["sa-east-1"] = "us-east-1 us-east-2",
        ["us-east-1"] = "ap-south-1 ap-northeast-2 ap-southeast-1 ap-southeast-2 ap-northeast-1 ca-central-1 eu-central-1 eu-west-1 eu-west-2 eu-west-3 eu-north-1 sa-east-1 us-east-2 us-west-1 us-west-2",
        ["us-east-2"] = "ap-south-1 ap-northeast-2 ap-southeast-1 ap-northeast-1 ca-central-1 eu-central-1 eu-west-1 sa-east-1 us-east-1 us-west-1 us-west-2",
        ["us-west-1"] = "ap-southeast-2 ca-central-1 eu-west-1 us-east-1 us-east-2 us-west-2",
        ["us-west-2"] = "ap-south-1 ap-northeast-2 ap-southeast-1 ap-southeast-2 ap-northeast-1 ca-central-1 eu-central-1 eu-west-1 us-east-1 us-east-2 us-west-1",

        ["af-south-1"] = "",
        ["ap-east-1"] = "",
        ["ap-south-2"] = "",
        ["ap-southeast-3"] = "",
        ["ap-southeast-4"] = "",
        ["ca-west-1"] = "",
        ["eu-central-2"] = "",
        ["eu-south-1"] = "",
        ["eu-south-2"] = "",
        ["il-central-1"] = "",
        ["me-central-1"] = "",
        ["me-south-1"] = "",
    }.ToFrozenDictionary(p => p.Key, p => p.Value.Split(' ', StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(StringComparer.Ordinal), StringComparer.Ordinal);

    /// <summary>Every known region (partition <c>aws</c>).</summary>
    public static IEnumerable<string> All => BackupDestinations.Keys.Order(StringComparer.Ordinal);

    /// <summary>True for a region of the <c>aws</c> partition.</summary>
    public static bool IsKnown(string region) => BackupDestinations.ContainsKey(region);

    /// <summary>Regions that automated backups of <paramref name="source"/> can be replicated to; empty for an unknown region.</summary>
    public static IEnumerable<string> BackupDestinationsOf(string source) =>
        BackupDestinations.TryGetValue(source, out var destinations) ? destinations.Order(StringComparer.Ordinal) : [];

    /// <summary>True when RDS replicates automated backups from the one region to the other.</summary>
    public static bool CanReplicateBackups(string source, string destination) =>
        BackupDestinations.TryGetValue(source, out var destinations) && destinations.Contains(destination);
}
