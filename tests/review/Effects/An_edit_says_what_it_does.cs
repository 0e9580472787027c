using System.Collections.Immutable;
using System.Globalization;
using TechCorp.PgInfra.Planning.Schema;
using TechCorp.PgInfra.Review.Effects;
using TechCorp.PgInfra.Review.Laws;
using TechCorp.PgInfra.Review.Tests.Laws.Support;

namespace TechCorp.PgInfra.Review.Tests.Effects;

/// <summary>A preview says "update" and "replace"; whoever presses the button needs to know what is lost, what restarts, and when.</summary>
public sealed class An_edit_says_what_it_does
{
    private const string Primary = "techcorp-primary";
    private const string Replica = "techcorp-replica-1";

    private static readonly Dictionary<string, (string Stack, Action<PlanEdit> Edit)> Edits = new()
    {
        ["a larger replica"] = ("prod", p => p.Instance(Replica, "instanceClass", "db.r6g.4xlarge")),
        ["a larger replica, at once"] = ("prod", p => p.Instance(Replica, "instanceClass", "db.r6g.4xlarge").Instance(Replica, "applyImmediately", true)),
        ["more storage"] = ("prod", p => p.Instance(Primary, "allocatedStorage", 4096)),
        ["less storage"] = ("prod", p => p.Instance(Primary, "allocatedStorage", 1024)),
        ["the next major"] = ("prod", p => p.Instance(Primary, "engineVersion", "16")),
        ["another key"] = ("prod", p => p.Instance(Primary, "kmsKeyId", "arn:aws:kms:us-east-1:123456789012:key/1")),
        ["another kind of key"] = ("prod", p => p.Set(AwsTypes.Key, "database", "multiRegion", true)),
        ["a replica less"] = ("prod", p => p.Remove(AwsTypes.Instance, Replica)),
        ["a replica more"] = ("prod", p => p.Add(AwsTypes.Instance, "techcorp-replica-3", new() { ["replicateSourceDb"] = "${aws:rds/instance:Instance::techcorp-primary.identifier}" })),
        ["promoted"] = ("dr", p => p.Without(AwsTypes.Instance, "techcorp-dr", "replicateSourceDb")),
        ["another identifier"] = ("prod", p => p.Instance(Primary, "identifier", "techcorp-main")),
        ["another snapshot, which is ignored"] = ("prod", p => p.Instance(Primary, "snapshotIdentifier", "by-hand")),
        ["a dynamic parameter"] = ("prod", p => p.Parameter("primary", "work_mem", "value", "65536")),
        ["a static parameter"] = ("prod", p => p.Parameter("primary", "shared_buffers", "value", "524288")),
        ["backups switched off"] = ("staging", p => p.Instance("techcorp-staging-primary", "backupRetentionPeriod", 0)),
        ["another time for backups"] = ("prod", p => p.Instance(Primary, "backupWindow", "02:00-02:30")),
    };

    [Theory]
    [InlineData("a larger replica", "Restart MaintenanceWindow techcorp-replica-1 instanceClass: \"db.r6g.xlarge\" -> \"db.r6g.4xlarge\"")]
    [InlineData("a larger replica, at once", "Restart AtOnce techcorp-replica-1 instanceClass: \"db.r6g.xlarge\" -> \"db.r6g.4xlarge\" | None AtOnce techcorp-replica-1 applyImmediately: false -> true")]
    [InlineData("more storage", "InPlace AtOnce techcorp-primary allocatedStorage: 2048 -> 4096")]
    [InlineData("less storage", "Refused AtOnce techcorp-primary allocatedStorage: 2048 -> 1024")]
    [InlineData("the next major", "Restart MaintenanceWindow techcorp-primary engineVersion: \"15\" -> \"16\"")]
    [InlineData("another key", "Replace AtOnce techcorp-primary kmsKeyId: \"${aws:kms/key:Key::database.arn}\" -> \"arn:aws:kms:us-east-1:123456789012:key/1\" LOST FORBIDDEN")]
    [InlineData("a replica less", "Delete AtOnce techcorp-replica-1 :  -> ")]
    [InlineData("a replica more", "Create AtOnce techcorp-replica-3 :  -> ")]
    [InlineData("promoted", "Restart AtOnce techcorp-dr replicateSourceDb: \"${pulumi:pulumi:StackReference::techcorp/techcorp-pg-infra/prod.primaryArn}\" -> ")]
    [InlineData("another identifier", "Replace AtOnce techcorp-primary identifier: \"techcorp-primary\" -> \"techcorp-main\" LOST FORBIDDEN")]
    [InlineData("another snapshot, which is ignored", "")]
    [InlineData("a dynamic parameter", "InPlace AtOnce primary-postgres15 work_mem: 256MB -> 64MB")]
    [InlineData("a static parameter", "Restart NextReboot primary-postgres15 shared_buffers: 8GB -> 4GB")]
    [InlineData("backups switched off", "Restart AtOnce techcorp-staging-primary backupRetentionPeriod: 1 -> 0")]
    [InlineData("another time for backups", "InPlace AtOnce techcorp-primary backupWindow: \"03:00-03:30\" -> \"02:00-02:30\"")]
    public void An_edit_has_these_effects(string edit, string expected) =>
        Assert.Equal(expected, string.Join(" | ", Effects(edit).Where(e => e.Type is AwsTypes.Instance or AwsTypes.ParameterGroup && !FollowsAnother(e)).Select(Line)));

    /// <summary>The instances name the key and not its kind: only following the reference shows that they would go with it.</summary>
    [Fact]
    public void A_replaced_key_takes_what_is_encrypted_with_it()
    {
        var lost = Effects("another kind of key").Where(e => e.LosesData && e.IsForbidden).Select(e => $"{e.Resource} {e.Property}: {e.To}");

        Assert.Equal(["database multiRegion: true", "techcorp-primary kmsKeyId: that of the new database"], lost.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("prod")]
    [InlineData("dr")]
    [InlineData("staging")]
    public void A_stack_against_itself_has_no_effects(string stack)
    {
        var report = EffectsReport.Between(Estates.Of(stack), Estates.Of(stack));

        Assert.Empty(report.Effects);
        Assert.Empty(report.Operations);
    }

    /// <summary>There and back: what one way creates, the other deletes, and every changed property is seen from both sides.</summary>
    [Fact]
    public void Every_edit_is_seen_from_both_sides()
    {
        foreach (var (name, (stack, edit)) in Edits)
        {
            var (before, after) = (Estates.Of(stack).Plan, Estates.Of(stack, edit).Plan);

            Assert.Equal(
                PlanEffects.Between(before, after).Where(e => e.Kind != EffectKind.Create && e.Kind != EffectKind.Delete && !FollowsAnother(e)).Select(e => (e.Resource, e.Property, e.From, e.To)).Order(),
                PlanEffects.Between(after, before).Where(e => e.Kind != EffectKind.Create && e.Kind != EffectKind.Delete && !FollowsAnother(e)).Select(e => (e.Resource, e.Property, From: e.To, To: e.From)).Order());
            Assert.True(name.EndsWith("ignored", StringComparison.Ordinal) || !PlanEffects.Between(before, after).IsEmpty, name);
        }
    }

    /// <summary>A slip in the table would silently become "in place".</summary>
    [Fact]
    public void Every_row_of_the_table_names_an_input_of_the_provider() =>
        Assert.DoesNotContain(EffectTable.Keys, k => k.Property != "*" && ProviderSchema.Shared.Resource(k.Type)?.Inputs.Contains(k.Property) != true);

    private static bool FollowsAnother(Effect effect) => effect.To?.Contains("of the new", StringComparison.Ordinal) == true;

    private static ImmutableArray<Effect> Effects(string edit) =>
        PlanEffects.Between(Estates.Of(Edits[edit].Stack).Plan, Estates.Of(Edits[edit].Stack, Edits[edit].Edit).Plan);

    private static string Line(Effect e) => string.Create(CultureInfo.InvariantCulture,
        $"{e.Kind} {e.Time} {e.Resource} {e.Property}: {e.From} -> {e.To}{(e.LosesData ? " LOST" : "")}{(e.IsForbidden ? " FORBIDDEN" : "")}");
}
