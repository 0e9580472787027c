using Pulumi.Utilities;
using TechCorp.PgInfra.Infra.Tests.Databases;
using TechCorp.PgInfra.Infra.Tests.Recording;

namespace TechCorp.PgInfra.Infra.Tests.Recovery;

/// <summary>The dr stack, before and after promotion.</summary>
public sealed class DisasterRecoveryTests
{
    private const string ReplicatedBackups = "aws:rds/instanceAutomatedBackupsReplication:InstanceAutomatedBackupsReplication";
    private const string SourceArn = "arn:aws:rds:us-east-1:123456789012:db:techcorp-primary";

    /// <summary>Inputs that make the provider replace an instance.</summary>
    private static readonly string[] ForceNew =
    [
        "identifier", "identifierPrefix", "dbName", "username", "engine", "kmsKeyId", "storageEncrypted", "availabilityZone",
        "snapshotIdentifier", "restoreToPointInTime", "characterSetName", "timezone", "backupTarget", "engineLifecycleSupport",
    ];

    private static Task<RecordedEstate> PromotedAsync()
    {
        var settings = Stacks.Settings("dr");
        return RecordedEstate.OfAsync(
            settings with { DisasterRecovery = settings.DisasterRecovery! with { Promoted = true } }, sourceOutputs: Stacks.SourceEstateOutputs());
    }

    private static Recorded Copy(RecordedEstate estate) => Assert.Single(estate.Instances);

    /// <summary>An identifier would be looked up in the copy's own region, and the source's key can't decrypt there.</summary>
    [Fact]
    [Trait("Requirement", "S48")]
    [Trait("Requirement", "S20")]
    [Trait("Requirement", "C3")]
    public async Task A_warm_copy_in_us_west_2_follows_the_primary_by_its_ARN_under_a_key_of_its_own()
    {
        var estate = await Stacks.OfAsync("dr");
        var copy = Copy(estate);

        Assert.Equal("us-west-2", estate["pulumi:providers:aws", "aws"]["region"]);
        Assert.Equal(SourceArn, copy["replicateSourceDb"]);
        Assert.Equal("${aws:kms/key:Key::database.arn}", copy["kmsKeyId"]);
        Assert.Equal("techcorp-dr", copy["dbSubnetGroupName"]);
        Assert.Equal("${aws:rds/parameterGroup:ParameterGroup::dr-postgres15.name}", copy["parameterGroupName"]);
        Assert.True(copy.Options.Protect);
    }

    [Fact]
    [Trait("Requirement", "S48")]
    public async Task The_warm_copy_repeats_nothing_that_it_inherits()
    {
        var copy = Copy(await Stacks.OfAsync("dr"));

        // Key and subnets are the two that a copy from another region does not inherit.
        Assert.DoesNotContain(copy.Inputs.Keys, key => ReplicaTests.Inherited.Except(["kmsKeyId", "dbSubnetGroupName"]).Contains(key));
        Assert.Equal(true, copy["skipFinalSnapshot"]);
        Assert.Null(copy["finalSnapshotIdentifier"]);
    }

    /// <summary>A replica replays a bad DELETE within seconds; only backups go back to before it.</summary>
    [Fact]
    [Trait("Requirement", "S47")]
    [Trait("Requirement", "S48")]
    [Trait("Requirement", "C3")]
    public async Task Backups_of_the_primary_are_replicated_for_seven_days()
    {
        var backups = Assert.Single((await Stacks.OfAsync("dr")).OfType(ReplicatedBackups));

        Assert.Equal(SourceArn, backups["sourceDbInstanceArn"]);
        Assert.Equal("${aws:kms/key:Key::database.arn}", backups["kmsKeyId"]);
        Assert.Equal(7d, backups["retentionPeriod"]);
    }

    [Fact]
    [Trait("Requirement", "S48")]
    [Trait("Requirement", "S2")]
    public async Task Promotion_makes_a_Multi_AZ_primary_with_backups_a_final_snapshot_and_a_pooler()
    {
        var estate = await PromotedAsync();
        var promoted = Copy(estate);

        Assert.Null(promoted["replicateSourceDb"]);
        Assert.Equal(true, promoted["multiAz"]);
        // Otherwise the standby would come in the next maintenance window, up to a week later.
        Assert.Equal(true, promoted["applyImmediately"]);
        Assert.Equal(7d, promoted["backupRetentionPeriod"]);
        Assert.NotNull(promoted["backupWindow"]);
        Assert.Equal(false, promoted["skipFinalSnapshot"]);
        Assert.StartsWith($"{promoted.Name}-final-", promoted.Text("finalSnapshotIdentifier"), StringComparison.Ordinal);
        Assert.NotEmpty(estate.OfType("aws:ecs/service:Service"));
        Assert.Single(estate.OfType(ReplicatedBackups));
    }

    /// <summary>A replacement here would be the loss of the only copy left.</summary>
    [Fact]
    [Trait("Requirement", "S48")]
    public async Task Promotion_replaces_nothing()
    {
        var before = Copy(await Stacks.OfAsync("dr"));
        var after = Copy(await PromotedAsync());

        Assert.Equal(before.Name, after.Name);
        Assert.All(ForceNew, input => Assert.Equal(before[input], after[input]));
        // A password would be sent to a server whose roles came from the source.
        Assert.Null(after["password"]);
    }

    [Fact]
    [Trait("Requirement", "S48")]
    [Trait("Requirement", "S21")]
    public async Task The_credentials_are_those_of_the_source()
    {
        var stack = (await Stacks.OfAsync("dr")).Stack;

        Assert.Equal("master-password-of-prod", await OutputUtilities.GetValueAsync(stack.MasterPassword));
        Assert.Equal("password-of-app_user", (await OutputUtilities.GetValueAsync(stack.Logins))["app_user"]["password"]);
        Assert.Empty((await Stacks.OfAsync("dr")).OfType("random:index/randomPassword:RandomPassword"));
    }

    /// <summary>RDS would say so hours into the creation.</summary>
    [Fact]
    [Trait("Requirement", "S48")]
    public async Task A_source_of_another_major_version_is_refused()
    {
        var outputs = Stacks.SourceEstateOutputs();
        outputs["engineVersion"] = "16";

        var error = await Assert.ThrowsAnyAsync<Exception>(() => RecordedEstate.OfAsync(Stacks.Settings("dr"), sourceOutputs: outputs));

        Assert.Contains("runs PostgreSQL 16 and this stack declares 15", error.Message, StringComparison.Ordinal);
    }

    /// <summary>"max_connections = 500 is a lower setting than on the primary server, where its value was 600": the standby stays down.</summary>
    [Fact]
    [Trait("Requirement", "S22")]
    [Trait("Requirement", "S48")]
    public async Task A_copy_with_fewer_connections_than_its_source_is_refused()
    {
        var outputs = Stacks.SourceEstateOutputs();
        outputs["maxConnections"] = 600d;

        var error = await Assert.ThrowsAnyAsync<Exception>(() => RecordedEstate.OfAsync(Stacks.Settings("dr"), sourceOutputs: outputs));

        Assert.Contains("max_connections is 500 here and 600 in", error.Message, StringComparison.Ordinal);
    }

    /// <summary>The source may be rebuilt on another version while this region carries the company.</summary>
    [Fact]
    [Trait("Requirement", "S48")]
    public async Task A_promoted_copy_does_not_mind_what_becomes_of_its_source()
    {
        var outputs = Stacks.SourceEstateOutputs();
        outputs["engineVersion"] = "16";
        outputs["maxConnections"] = 600d;
        var settings = Stacks.Settings("dr");

        var estate = await RecordedEstate.OfAsync(
            settings with { DisasterRecovery = settings.DisasterRecovery! with { Promoted = true } }, sourceOutputs: outputs);

        Assert.Null(Copy(estate)["replicateSourceDb"]);
    }

    /// <summary>PgBouncer has no read-only entry without a read replica; a URL that names it would fail in the middle of the emergency.</summary>
    [Fact]
    [Trait("Requirement", "S48")]
    [Trait("Requirement", "S21")]
    public async Task Right_after_promotion_reads_go_through_the_pooler_to_the_writer()
    {
        var urls = (await OutputUtilities.GetValueAsync((await PromotedAsync()).Stack.ConnectionStrings))["app_user"];

        Assert.EndsWith(":6432/techcorp?sslmode=verify-full", urls["DATABASE_URL_RO_POOLED"], StringComparison.Ordinal);
        Assert.Equal(urls["DATABASE_URL"], urls["DATABASE_URL_RO"]);
    }

    /// <summary>A new primary region wants readers of its own; they follow the promoted writer and not its source.</summary>
    [Fact]
    [Trait("Requirement", "S48")]
    [Trait("Requirement", "S7")]
    public async Task A_promoted_copy_can_have_replicas_in_its_region()
    {
        var settings = Stacks.Settings("dr");
        var replica = settings.Primary with { Identifier = "techcorp-dr-replica-1", Role = Catalog.InstanceRole.Replica };

        var estate = await RecordedEstate.OfAsync(
            settings with { DisasterRecovery = settings.DisasterRecovery! with { Promoted = true }, Replicas = [replica] },
            sourceOutputs: Stacks.SourceEstateOutputs());

        Assert.Equal("techcorp-dr", estate.Instance("techcorp-dr-replica-1")["replicateSourceDb"]);
        Assert.Equal("${aws:rds/parameterGroup:ParameterGroup::replica-postgres15.name}", estate.Instance("techcorp-dr-replica-1")["parameterGroupName"]);
    }

    [Fact]
    [Trait("Requirement", "S48")]
    public async Task A_login_that_the_source_does_not_have_yet_is_named()
    {
        var outputs = Stacks.SourceEstateOutputs(Catalog.ServiceCatalog.For([Catalog.Services.All[0]]));

        var error = await Assert.ThrowsAnyAsync<Exception>(() => RecordedEstate.OfAsync(Stacks.Settings("dr"), sourceOutputs: outputs));

        Assert.Contains("no credential for the login", error.Message, StringComparison.Ordinal);
        Assert.Contains("run `pulumi up` there first", error.Message, StringComparison.Ordinal);
    }
}
