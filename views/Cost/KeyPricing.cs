using TechCorp.PgInfra.Planning;

namespace TechCorp.PgInfra.Views.Cost;

/// <summary>Customer keys and the secrets they encrypt.</summary>
internal static class KeyPricing
{
    private const decimal PerBatch = 10_000;
    private const int BilledRotations = 2;

    public static void Key(Bill bill, PlannedResource resource)
    {
        var rotations = Math.Min(bill.Assume["keyRotations"], BilledRotations);
        bill.Add(resource, CostArea.Keys, "key", "awskms", "KMS-Keys", [new(1 + rotations, $"(1 key + {Money.Number(rotations)} rotations)")]);
        var requests = bill.Assume["kmsRequestsPerMonth"];
        bill.Add(resource, CostArea.Keys, "key requests", "awskms", "KMS-Requests", [new(requests / PerBatch, $"{Money.Number(requests)} requests / 10,000")]);
    }

    public static void Secret(Bill bill, PlannedResource resource)
    {
        bill.Add(resource, CostArea.Keys, "secret", "AWSSecretsManager", "AWSSecretsManager-Secrets", [Factor.Count(1, "secret")]);
        var reads = bill.Assume["secretReadsPerMonth"];
        bill.Add(resource, CostArea.Keys, "secret reads", "AWSSecretsManager", "AWSSecretsManager-APIRequest", [new(reads / PerBatch, $"{Money.Number(reads)} reads / 10,000")]);
    }
}
