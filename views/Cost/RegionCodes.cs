using System.Collections.Frozen;

namespace TechCorp.PgInfra.Views.Cost;

/// <summary>The codes a bill calls regions by in usage types of transfer, for example <c>USE1-USW2-AWS-Out-Bytes</c>.</summary>
internal static class RegionCodes
{
    private static readonly FrozenDictionary<string, string> Codes = new Dictionary<string, string>
    {
        ["us-east-1"] = "USE1",
        ["us-east-2"] = "USE2",
        ["us-west-1"] = "USW1",
        ["us-west-2"] = "USW2",
        ["ca-central-1"] = "CAN1",
        ["sa-east-1"] = "SAE1",
        ["eu-west-1"] = "EU",
        ["eu-west-2"] = "EUW2",
        ["eu-west-3"] = "EUW3",
        ["eu-central-1"] = "EUC1",
        ["eu-north-1"] = "EUN1",
        ["eu-south-1"] = "EUS1",
        ["ap-southeast-1"] = "APS1",
        ["ap-southeast-2"] = "APS2",
        ["ap-south-1"] = "APS3",
        ["ap-northeast-1"] = "APN1",
        ["ap-northeast-2"] = "APN2",
        ["ap-northeast-3"] = "APN3",
        ["ap-east-1"] = "APE1",
        ["me-south-1"] = "MES1",
        ["af-south-1"] = "AFS1",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Usage type of bytes sent to a region. A region without a known code stands by its name, and its price is unknown.</summary>
    public static string TransferTo(string region) => $"{Codes.GetValueOrDefault(region, region)}-AWS-Out-Bytes";
}
