using System.Globalization;

namespace TechCorp.PgInfra.Operations.Tests.Runbooks;

/// <summary>Nothing turns a promotion back: what it loses, and the way that loses nothing, stand above the commands.</summary>
public sealed class A_replica_is_promoted_as_the_last_resort
{
    private static Instance Replica => new Instance("techcorp-replica-1").With("ReadReplicaSourceDBInstanceIdentifier", "techcorp-primary").With("DbiResourceId", "db-REPLICA");

    private static string Lag(int seconds) => $$"""{"Datapoints": [{"Maximum": {{seconds}}.0, "Timestamp": "{{DateTime.UtcNow.AddMinutes(-1).ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture)}}"}]}""";

    private static string[] Words(params string[] more) => ["ops", "promote-replica", "--stack", "prod", "--poll", "0.1", .. more];

    [Fact]
    public async Task The_plan_says_what_is_lost_and_which_way_loses_nothing()
    {
        using var aws = new RecordedAws().HasGroups().Describes(new()).Describes(Replica).Answers("cloudwatch.get-metric-statistics", Lag(7));
        var ended = await Command.PgAsync(aws.Environment, Words("--instance", "techcorp-replica-1"));
        Assert.True(ended.Code == 0, ended.Error + ended.Out);
        Assert.Contains("./pg ops failover --stack prod loses nothing", ended.Out, StringComparison.Ordinal);
        Assert.Contains("about the last 7 s of commits before the source stopped", ended.Out, StringComparison.Ordinal);
        // A writer's backups, parameters, doors and standby: a replica has none of its own.
        Assert.Contains("""
            aws rds promote-read-replica \
              --region us-east-1 \
              --db-instance-identifier techcorp-replica-1 \
              --backup-retention-period 7 \
            """, ended.Out, StringComparison.Ordinal);
        Assert.Contains("""
              --db-parameter-group-name primary-postgres15-1a2b3c4 \
              --vpc-security-group-ids sg-0aaaaaaaaaaaaaaaa \
              --multi-az \
              --deletion-protection \
              --apply-immediately
            """, ended.Out, StringComparison.Ordinal);
        Assert.Contains("--resource-name arn:aws:rds:us-east-1:123456789012:db:techcorp-replica-1", ended.Out, StringComparison.Ordinal);
        Assert.All(aws.Calls, c => Assert.Matches("^[a-z0-9]+ (describe|get)-", c));
    }

    [Theory]
    [InlineData("prod", "techcorp-primary", "techcorp-primary is declared as the writer. Replicas of stack prod: techcorp-analytics, techcorp-replica-1")]
    [InlineData("prod", "techcorp-replca-1", "stack prod declares no instance techcorp-replca-1. Did you mean 'techcorp-replica-1'? It declares: techcorp-primary, ")]
    [InlineData("dr", "techcorp-dr", "techcorp-dr is the copy of another region: ./pg ops promote-dr --stack dr promotes it.")]
    public async Task Another_instance_is_refused_with_what_there_is(string stack, string instance, string refusal)
    {
        using var aws = new RecordedAws();
        var ended = await Command.PgAsync(aws.Environment, "ops", "promote-replica", "--stack", stack, "--instance", instance, "--execute", "--yes");
        Assert.Equal(2, ended.Code);
        Assert.StartsWith("pg: " + refusal, ended.Error, StringComparison.Ordinal);
        Assert.Empty(aws.Calls);
    }
}
