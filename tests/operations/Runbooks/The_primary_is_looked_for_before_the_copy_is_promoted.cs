namespace TechCorp.PgInfra.Operations.Tests.Runbooks;

/// <summary>
/// Of a region that is lost nobody hears; of one that is only hard to ask, the primary may still take commits, and each of them is lost
/// with a promotion. What AWS says of a region in trouble is recorded.
/// </summary>
public sealed class The_primary_is_looked_for_before_the_copy_is_promoted
{
    private const string Silence = "Could not connect to the endpoint URL: \"https://rds.us-east-1.amazonaws.com/\"";
    private const string Throttled = "An error occurred (Throttling) when calling the DescribeDBInstances operation (reached max retries: 5): Rate exceeded";
    private const string Forbidden = "An error occurred (AccessDenied) when calling the DescribeDBInstances operation: not authorized";

    [Theory, Trait("Requirement", "S48")]
    [InlineData(Silence, false, 0, "warning primary        us-east-1 does not answer (Unreachable): that techcorp-primary lets nobody in is likely, and not known")]
    [InlineData(Throttled, false, 3, "FAILED  primary        whether techcorp-primary runs is not known, and there must not be two writers. aws rds describe-db-instances in us-east-1 failed (Throttling): Rate exceeded. ")]
    [InlineData(Forbidden, false, 3, "FAILED  primary        whether techcorp-primary runs is not known, and there must not be two writers. aws rds describe-db-instances in us-east-1 failed (AccessDenied): ")]
    // Two people have decided, and the account's logins hang on the lost region.
    [InlineData(Forbidden, true, 0, "warning primary        whether techcorp-primary runs is not known. aws rds describe-db-instances in us-east-1 failed (AccessDenied): ")]
    public async Task Silence_is_not_taken_for_proof_and_a_refusal_not_for_silence(string said, bool evenIfItRuns, int code, string found)
    {
        using var aws = new RecordedAws().Describes(new Instance("techcorp-dr").With("ReadReplicaSourceDBInstanceIdentifier", "arn:aws:rds:us-east-1:123456789012:db:techcorp-primary"), "us-west-2")
            .Answers("cloudwatch.get-metric-statistics", """{"Datapoints": []}""", "us-west-2").Refuses("rds.describe-db-instances", said);
        string[] words = ["ops", "promote-dr", "--stack", "dr", .. evenIfItRuns ? (string[])["--even-if-primary-runs"] : []];

        var ended = await Command.PgAsync(aws.Environment, words);

        Assert.Contains(found, ended.Out, StringComparison.Ordinal);
        Assert.Equal((code, code == 0 ? "" : "pg: nothing was changed: a check forbids it.\n"), (ended.Code, ended.Error));
    }
}
