using TechCorp.PgInfra.Planning;
using TechCorp.PgInfra.Review.Effects;
using TechCorp.PgInfra.Review.Laws;
using TechCorp.PgInfra.Review.Tests.Laws.Support;

namespace TechCorp.PgInfra.Review.Tests.Effects;

/// <summary>An upgrade from 15 to 16 is four words of configuration, an outage of the region, and a copy in the other that stops following.</summary>
public sealed class The_next_major_is_told_whole
{
    [Fact]
    public async Task Made_at_once_it_takes_the_replicas_along_and_leaves_the_other_region_behind()
    {
        var report = await ToSixteenAsync(("applyImmediately", "true"));

        Assert.DoesNotContain(report.Effects, e => e.Kind is EffectKind.Refused or EffectKind.Replace || e.IsForbidden);
        Assert.Equal(
            [
                "Restart AtOnce techcorp-analytics parameterGroupName", "Restart AtOnce techcorp-primary engineVersion", "Restart AtOnce techcorp-primary parameterGroupName",
                "Restart AtOnce techcorp-replica-1 parameterGroupName", "Restart AtOnce techcorp-replica-2 parameterGroupName",
            ],
            Instances(report, EffectKind.Restart));
        Assert.Equal(
            [
                "Look for what stops the upgrade of techcorp-primary", "Make the master administrator of every role, and run no post-deploy apply until the upgrade",
                "Keep the data as it is: a snapshot of techcorp-primary before version \"16\"", "Update stack prod",
                "Reboot techcorp-primary if it still waits", "Reboot techcorp-analytics", "Reboot techcorp-replica-1", "Reboot techcorp-replica-2", "Gather statistics on techcorp-primary",
                "Bring extensions, roles and grants to the new major", "Build techcorp-dr in stack dr again, with engineVersion \"16\"",
            ],
            report.Operations.Select(o => o.What));
    }

    /// <summary>The provider changes the replicas' groups right after the writer, which would still be on 15.</summary>
    [Fact]
    public async Task Left_for_the_maintenance_window_it_fails_half_way_and_says_how_not_to()
    {
        var report = await ToSixteenAsync();

        Assert.Equal(["Refused AtOnce techcorp-analytics parameterGroupName", "Refused AtOnce techcorp-replica-1 parameterGroupName", "Refused AtOnce techcorp-replica-2 parameterGroupName"], Instances(report, EffectKind.Refused));
        Assert.Equal("Set applyImmediately: true in the same edit, and make it at an hour of your choice", report.Operations[0].What);
        Assert.DoesNotContain(report.Operations, o => o.What.StartsWith("Wait", StringComparison.Ordinal));
    }

    /// <summary>The groups are new ones, so what differs between old and new would otherwise be hidden.</summary>
    [Fact]
    public async Task What_changes_in_the_groups_on_the_way_is_not_hidden_by_their_new_names()
    {
        var report = await ToSixteenAsync(("applyImmediately", "true"), ("parameters", """{"work_mem": "128MB"}"""));

        Assert.Equal(
            ["analytics-postgres16 work_mem: 256MB -> 128MB", "primary-postgres16 work_mem: 256MB -> 128MB", "replica-postgres16 work_mem: 256MB -> 128MB"],
            report.Effects.Where(e => e.Type == AwsTypes.ParameterGroup && e.Property.Length > 0).Select(e => $"{e.Resource} {e.Property}: {e.From} -> {e.To}"));
    }

    /// <summary>The new group waits for the very reboot that the new values wait for.</summary>
    [Fact]
    public async Task A_static_parameter_on_the_way_needs_no_reboot_of_its_own()
    {
        var report = await ToSixteenAsync(("applyImmediately", "true"), ("parameters", """{"shared_buffers": "4GB"}"""));

        Assert.Equal(
            (await ToSixteenAsync(("applyImmediately", "true"))).Operations.Select(o => (o.What, Commands: string.Join('\n', o.Commands))),
            report.Operations.Select(o => (o.What, Commands: string.Join('\n', o.Commands))));
        Assert.Equal(
            ["Reboot techcorp-primary if it still waits", "Reboot techcorp-analytics", "Reboot techcorp-replica-1", "Reboot techcorp-replica-2"],
            report.Operations.Select(o => o.What).Where(w => w.StartsWith("Reboot ", StringComparison.Ordinal)));
    }

    /// <summary>The upgrade gives the writer its new group before any replica: no step of ours comes between.</summary>
    [Fact]
    public async Task What_a_standby_needs_as_much_of_as_its_source_is_an_edit_of_its_own() => Assert.Equal(
        ["Make two edits of this one: first max_connections, then engineVersion \"16\""],
        (await ToSixteenAsync(("applyImmediately", "true"), ("parameters", """{"max_connections": "600"}"""))).Operations.Select(o => o.What));

    [Fact]
    public async Task A_parameter_that_16_no_longer_has_is_refused_before()
    {
        var refused = await Assert.ThrowsAsync<ConfigurationException>(() => ToSixteenAsync(("parameters", """{"vacuum_defer_cleanup_age": "1000"}""")));

        Assert.Equal("parameters.vacuum_defer_cleanup_age = '1000': allowed is left out (PostgreSQL 16 removed it, and RDS refuses it in a group of its family)", Assert.Single(refused.Problems).ToString());
    }

    [Fact]
    public async Task The_estate_keeps_its_laws_on_the_next_major()
    {
        var report = LawReport.Of(await EstateAsync([]));

        Assert.Empty(report.Violations.Select(v => $"{v.Law.Id} {v.Finding}"));
        Assert.Empty(report.Idle);
    }

    private static async Task<EffectsReport> ToSixteenAsync(params (string Key, string Value)[] more) =>
        EffectsReport.Between(Estates.Of("prod"), await EstateAsync(more));

    private static Task<JudgedEstate> EstateAsync((string Key, string Value)[] more) => LawReview.EstateAsync(Estates.Project,
        more.Aggregate(Estates.Project.LoadStack("prod"), (c, m) => c.With($"techcorp-pg-infra:{m.Key}", m.Value))
            .With("techcorp-pg-infra:engineVersion", "16").With("techcorp-pg-infra:allowMajorVersionUpgrade", "true"));

    private static IEnumerable<string> Instances(EffectsReport report, EffectKind kind) =>
        report.Effects.Where(e => e.Type == AwsTypes.Instance && e.Kind == kind).Select(e => $"{e.Kind} {e.Time} {e.Resource} {e.Property}").Order(StringComparer.Ordinal);
}
