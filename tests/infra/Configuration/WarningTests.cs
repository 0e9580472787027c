namespace TechCorp.PgInfra.Infra.Tests.Configuration;

/// <summary>Allowed, and yet what somebody would have wanted to be told.</summary>
public sealed class WarningTests
{
    [Theory]
    [Trait("Requirement", "S1")]
    [InlineData("engineVersion", "\"15.18\"", "engineVersion pins 15.18: RDS upgrades minors by itself and refuses to go back, so the next update after that fails. Write '15' (S1).")]
    [InlineData("allowMajorVersionUpgrade", "true", "allowMajorVersionUpgrade: another engineVersion upgrades the database, and there is no way back. Once every stack runs 16, set Database.MajorVersion of the catalogue to it and take the line out (S1).")]
    [InlineData("storage.maxAllocated", null, "storage.maxAllocated is left out: storage does not grow by itself, and a full disk stops the database.")]
    [InlineData("storage.maxAllocated", "\"2300GiB\"", "storage.maxAllocated 2300GiB leaves less than 26 % to grow: RDS will say so with RDS-EVENT-0225. Write 2581GiB or more.")]
    [InlineData("parameters.max_slot_wal_keep_size", "-1", "max_slot_wal_keep_size is unlimited: a dead replica fills the writer's disk (S48).")]
    [InlineData("alarms.subscriptions", "[]", "alarms.subscriptions is empty: alarms change colour and nobody is told.")]
    [InlineData("pooler.tasks", "1", "pooler.tasks is 1: its zone's failure is the failure of every service (S3).")]
    [InlineData("replicas[1].availabilityZone", "\"us-east-1a\"", "techcorp-replica-1 and techcorp-replica-2 share zone us-east-1a and fail together (S7).")]
    public void A_risk_is_named(string key, string? json, string expected)
    {
        Assert.DoesNotContain(expected, StackFile.Of("prod").Settings().Risks());
        Assert.Contains(expected, StackFile.Of("prod").With(key, json).Settings().Risks());
    }

    [Fact]
    public void A_stack_without_backups_says_so() =>
        Assert.Contains(
            "backup.retention is 0: nothing can be restored (S46).",
            StackFile.Of("prod").With("replicas", "[]").With("backup.retention", "\"0d\"").Settings().Risks());
}
