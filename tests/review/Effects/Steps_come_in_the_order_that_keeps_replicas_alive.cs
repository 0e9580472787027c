using TechCorp.PgInfra.Planning.Projects;
using TechCorp.PgInfra.Review.Effects;
using TechCorp.PgInfra.Review.Laws;
using TechCorp.PgInfra.Review.Tests.Laws.Support;

namespace TechCorp.PgInfra.Review.Tests.Effects;

/// <summary>
/// The engine orders the resources of one update. Reboots, and the other region, are left to people, who get them wrong at night.
/// </summary>
public sealed class Steps_come_in_the_order_that_keeps_replicas_alive
{
    private static readonly string[] Groups = ["primary", "replica", "analytics"];

    /// <summary>A standby with less than its source stops replaying and does not start again.</summary>
    [Fact]
    public void More_connections_reach_the_other_region_first_and_the_writer_last() => Assert.Equal(
        [
            "Set max_connections to 600 in stack dr and reboot techcorp-dr", "Update stack prod",
            "Reboot techcorp-analytics", "Reboot techcorp-replica-1", "Reboot techcorp-replica-2", "Reboot techcorp-primary",
        ],
        Steps("prod", p => Connections(p, "600")));

    [Fact]
    public void Fewer_connections_reach_the_writer_first_and_the_other_region_last() => Assert.Equal(
        [
            "Update stack prod", "Reboot techcorp-primary", "Reboot techcorp-analytics", "Reboot techcorp-replica-1", "Reboot techcorp-replica-2",
            "Set max_connections to 450 in stack dr and reboot techcorp-dr",
        ],
        Steps("prod", p => Connections(p, "450")));

    /// <summary>A reboot takes all new values of an instance at once: one of the two orders would be wrong.</summary>
    [Fact]
    public void What_rises_and_what_falls_are_two_edits() => Assert.Equal(
        ["Make two edits of this one: first max_worker_processes higher, then max_connections lower"],
        Steps("prod", p =>
        {
            Connections(p, "450");
            Each(p, "max_worker_processes", "40");
        }));

    [Fact]
    public void A_parameter_no_standby_needs_is_tried_on_the_replicas_first() => Assert.Equal(
        ["Update stack prod", "Reboot techcorp-analytics", "Reboot techcorp-replica-1", "Reboot techcorp-replica-2", "Reboot techcorp-primary"],
        Steps("prod", p => Each(p, "shared_buffers", "524288")));

    /// <summary>
    /// RDS takes the other group at once and its values at a reboot, which it does in no window: who waited for the window would wait for
    /// ever (RDS API reference, ModifyDBInstance, DBParameterGroupName).
    /// </summary>
    [Fact]
    public void An_instance_given_another_group_is_rebooted_by_hand()
    {
        static void Analytics(PlanEdit plan) => plan.Instance("techcorp-replica-1", "parameterGroupName", $"${{{AwsTypes.ParameterGroup}::analytics-postgres15.name}}");

        var report = EffectsReport.Between(Estates.Of("prod"), Estates.Of("prod", Analytics));

        Assert.Equal(["Restart NextReboot techcorp-replica-1 parameterGroupName"], report.Effects.Select(e => $"{e.Kind} {e.Time} {e.Resource} {e.Property}"));
        Assert.Equal(["Update stack prod", "Reboot techcorp-replica-1"], report.Operations.Select(o => o.What));
        Assert.Equal(
            ["Update stack prod", "Reboot techcorp-replica-1", "Reboot techcorp-primary"],
            Steps("prod", p =>
            {
                p.Parameter("analytics", "max_connections", "value", "600").Parameter("primary", "max_connections", "value", "600");
                Analytics(p);
            }).Except(["Reboot techcorp-analytics", "Set max_connections to 600 in stack dr and reboot techcorp-dr"]));
    }

    /// <summary>A static parameter waits for a reboot without failover (RDS API reference, ModifyDBParameterGroup, ApplyMethod).</summary>
    [Fact]
    public void No_reboot_is_a_failover_since_that_brings_no_parameter() => Assert.DoesNotContain(
        EffectsReport.Between(Estates.Of("prod"), Estates.Of("prod", p => Connections(p, "600"))).Operations.SelectMany(o => o.Commands),
        c => c.Contains("--force-failover", StringComparison.Ordinal));

    [Fact]
    public void Instances_that_restart_at_once_do_so_one_after_the_other_the_writer_last()
    {
        var steps = Steps("staging", p => p
            .Instance("techcorp-staging-primary", "instanceClass", "db.m6g.xlarge")
            .Instance("techcorp-staging-replica-1", "instanceClass", "db.m6g.xlarge"));

        Assert.Equal(["Update techcorp-staging-replica-1 alone", "Update stack staging"], steps);
    }

    /// <summary>Steps for something that must not be done would be followed by somebody.</summary>
    [Fact]
    public void What_is_forbidden_has_no_steps() =>
        Assert.Empty(Steps("prod", p => p.Instance("techcorp-primary", "storageEncrypted", false)));

    [Fact]
    public void The_engines_own_verdict_passes_the_same_gate()
    {
        var report = EnginePreview.Read("preview.json", """
            {"steps": [
              {"op": "same", "urn": "urn:pulumi:prod::techcorp-pg-infra::techcorp:pg:Keys$aws:kms/key:Key::database"},
              {"op": "replace", "urn": "urn:pulumi:prod::techcorp-pg-infra::techcorp:pg:Databases$aws:rds/instance:Instance::techcorp-primary",
               "oldState": {"protect": true, "inputs": {"identifier": "techcorp-primary"}}, "replaceReasons": ["kmsKeyId"]},
              {"op": "update", "urn": "urn:pulumi:prod::techcorp-pg-infra::techcorp:pg:Databases$aws:rds/instance:Instance::techcorp-replica-1",
               "oldState": {"inputs": {"replicateSourceDb": "techcorp-primary"}}, "diffReasons": ["instanceClass"]}
            ]}
            """);

        Assert.Equal("prod", report.Stack);
        Assert.Equal(["techcorp-primary"], report.Forbidden.Select(e => e.Resource));
        Assert.Equal(["Replace techcorp-primary kmsKeyId True", "Restart techcorp-replica-1 instanceClass False"], report.Effects.Select(e => $"{e.Kind} {e.Resource} {e.Property} {e.LosesData}"));
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("""{"steps": []}""")]
    [InlineData("""{"steps": [null]}""")]
    [InlineData("""{"steps": [{"op": "replace"}]}""")]
    [InlineData("""{"steps": [{"op": "replace", "urn": "techcorp-primary"}]}""")]
    [InlineData("""{"steps": [{"op": "swap", "urn": "urn:pulumi:prod::techcorp-pg-infra::aws:rds/instance:Instance::techcorp-primary"}]}""")]
    public void What_is_no_preview_is_said_to_be_none(string text) =>
        Assert.Contains("preview.json is no output of 'pulumi preview --json'", Assert.Throws<ProjectException>(() => EnginePreview.Read("preview.json", text)).Message, StringComparison.Ordinal);

    private static IEnumerable<string> Steps(string stack, Action<PlanEdit> edit) =>
        EffectsReport.Between(Estates.Of(stack), Estates.Of(stack, edit)).Operations.Select(o => o.What);

    private static void Connections(PlanEdit plan, string value) => Each(plan, "max_connections", value);

    private static void Each(PlanEdit plan, string parameter, string value)
    {
        foreach (var group in Groups)
        {
            plan.Parameter(group, parameter, "value", value);
        }
    }
}
