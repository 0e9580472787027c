using TechCorp.PgInfra.Review.Effects;
using TechCorp.PgInfra.Review.Laws;
using TechCorp.PgInfra.Review.Tests.Effects.Support;
using TechCorp.PgInfra.Review.Tests.Laws.Support;
using static TechCorp.PgInfra.Review.Tests.Effects.Support.ProdEdits;

namespace TechCorp.PgInfra.Review.Tests.Effects;

/// <summary>
/// A replica loses its source inside its own stack: no region is lost, the old writer lives on, and what people believe of a promotion
/// (that it takes over, that the readers stay right, that it has backups) is not so.
/// </summary>
public sealed class A_replica_beside_its_writer_is_promoted_as_such
{
    private const string Replica = "techcorp-replica-1";

    [Fact]
    public void Its_clients_are_told_of_two_writers()
    {
        var effect = Assert.Single(Prod(p => Promote(p)).Effects);

        Assert.Equal(
            (EffectKind.Restart, EffectTime.AtOnce,
                "it is away for minutes, then takes writes under the same address and can not be made a replica again; techcorp-primary stays a writer, and what is written there from now on never arrives here"),
            (effect.Kind, effect.Time, effect.Clients));
    }

    /// <summary>The edit that takes the source away and nothing else: backups, alarm, read entry and secrets are still those of a replica.</summary>
    [Fact]
    public void What_still_takes_it_for_a_replica_is_named_before_it_is_none()
    {
        var report = Prod(p => Promote(p));

        Assert.Equal(
            """
            Give techcorp-replica-1 backupRetentionPeriod 7, backupWindow 03:00-03:30, skipFinalSnapshot false, protect true in the same edit
            Take PostgresReplicaLagHigh-techcorp-replica-1 out in the same edit
            Take techcorp-replica-1 out of what reads from techcorp-primary's replicas, in the same edit: the pooler's read entry (pooler), secret app_user, secret auth_service, secret catalog_service, secret inventory_service, secret monitor, secret order_service, secret payment_service, secret user_service
            Stop what writes to techcorp-primary and is to write to techcorp-replica-1 from now on
            Look at the lag of techcorp-replica-1
            Promote techcorp-replica-1: update stack prod
            Take a snapshot of techcorp-replica-1
            See that techcorp-primary keeps no slot for techcorp-replica-1
            Send those who are to write there to techcorp-replica-1
            """, What(report));
        Assert.Equal("what it has not replayed stays on techcorp-primary, which keeps it: wait for 0", report.Operations[4].Why);
        Assert.Equal(["pulumi up --stack prod"], report.Operations[5].Commands.AsEnumerable());
        // Of the copy in another region only: its secrets change with it, and a new pooler looks logins up.
        Assert.DoesNotContain(report.Operations, o => o.What.Contains("secrets of this region", StringComparison.Ordinal) || o.Commands.Any(c => c.Contains("post-deploy", StringComparison.Ordinal)));
    }

    /// <summary>A whole edit: nothing is asked for that it has, and the readers go before the replica stops following.</summary>
    [Fact]
    public void An_edit_that_has_thought_of_it_all_is_asked_for_nothing()
    {
        var report = Prod(p => Whole(p));

        Assert.Equal(
            """
            Move the readers of techcorp-replica-1 away: app_user, auth_service, catalog_service, inventory_service, monitor, order_service, payment_service, user_service
            Stop what writes to techcorp-primary and is to write to techcorp-replica-1 from now on
            Look at the lag of techcorp-replica-1
            Promote techcorp-replica-1: update stack prod
            Take a snapshot of techcorp-replica-1
            See that techcorp-primary keeps no slot for techcorp-replica-1
            Send those who are to write there to techcorp-replica-1
            """, What(report));
        foreach (var world in PaperWorld.All)
        {
            var estate = new PaperEstate(Estates.Of("prod"), Estates.Of("prod", p => Whole(p)), world);
            PaperCommands.Follow(estate, report.Operations);

            Assert.Null(estate[Replica].Source);
            Assert.Equal("techcorp-primary", estate["techcorp-replica-2"].Source);
            estate.MustBeDone(restarts: 1);
        }
    }

    /// <summary>The primary's group: its values wait for the restart that the promotion is, or for one more.</summary>
    [Fact]
    public void The_writers_parameter_group_comes_with_it()
    {
        static PlanEdit Grouped(PlanEdit plan) => Whole(plan).Instance(Replica, "parameterGroupName", $"${{{AwsTypes.ParameterGroup}::primary-postgres15.name}}");
        var report = Prod(p => Grouped(p));

        Assert.Contains("Promote techcorp-replica-1: update stack prod\nReboot techcorp-replica-1 if it still waits\nTake a snapshot", What(report), StringComparison.Ordinal);
        foreach (var world in PaperWorld.All)
        {
            var estate = new PaperEstate(Estates.Of("prod"), Estates.Of("prod", p => Grouped(p)), world);
            PaperCommands.Follow(estate, report.Operations);
            estate.MustBeDone(restarts: 1);
        }
    }

    /// <summary>The order of the other restarts was lost once: with a promotion in it, an edit told the promotion alone.</summary>
    [Theory]
    [InlineData("600", "what changes techcorp-analytics and what changes techcorp-primary and what changes techcorp-replica-2")]
    [InlineData("450", "less max_connections and what changes techcorp-analytics and what changes techcorp-primary and what changes techcorp-replica-2")]
    public void Whatever_else_restarts_is_an_edit_of_its_own(string connections, string rest)
    {
        var report = Prod(p => Connections(Promote(p), connections));

        Assert.Equal($"Make two edits of this one: first the promotion of techcorp-replica-1 alone, then {rest}", Assert.Single(report.Operations).What);
    }

    [Fact]
    public void Two_are_promoted_by_one_update()
    {
        var report = Prod(p => Promote(Promote(p), "techcorp-replica-2"));

        Assert.Single(report.Operations, o => o.Commands.Contains("pulumi up --stack prod"));
        Assert.Contains("Promote techcorp-replica-1 and techcorp-replica-2: update stack prod", What(report), StringComparison.Ordinal);
        Assert.Contains("Look at the lag of techcorp-replica-2", What(report), StringComparison.Ordinal);
    }

    /// <summary>A replica of the promoted one follows it still, away from the old writer.</summary>
    [Fact]
    public void Its_own_replicas_go_with_it()
    {
        static PlanEdit Chained(PlanEdit plan) => plan.Followers(Replica, 1, "techcorp-replica-3");
        var report = EffectsReport.Between(Estates.Of("prod", p => Chained(p)), Estates.Of("prod", p => Whole(Chained(p))));

        Assert.Contains("Know that techcorp-replica-3 go on following techcorp-replica-1", What(report), StringComparison.Ordinal);
    }

    /// <summary>The engine's own preview says "update", which for this property is no small thing.</summary>
    [Theory]
    [InlineData("techcorp-primary", "update", "null", EffectKind.Restart, "techcorp-primary stays a writer")]
    [InlineData("arn:aws:rds:us-east-1:1:db:techcorp-primary", "update", "null", EffectKind.Restart, "promoted: it takes writes from now on, follows nobody")]
    [InlineData("techcorp-primary", "replace", "\"other\"", EffectKind.Replace, "a new copy of another source")]
    public void The_engines_preview_is_read_the_same(string source, string op, string now, EffectKind kind, string clients)
    {
        var text = """
            {"steps": [{"op": "OP", "urn": "urn:pulumi:prod::techcorp-pg-infra::aws:rds/instance:Instance::techcorp-replica-1", "diffReasons": ["replicateSourceDb"], "replaceReasons": ["replicateSourceDb"],
              "oldState": {"inputs": {"replicateSourceDb": "SOURCE"}}, "newState": {"inputs": {"replicateSourceDb": NOW}}}]}
            """.Replace("OP", op, StringComparison.Ordinal).Replace("SOURCE", source, StringComparison.Ordinal).Replace("NOW", now, StringComparison.Ordinal);

        var effect = Assert.Single(EnginePreview.Read("preview.json", text).Effects);

        Assert.Equal(kind, effect.Kind);
        Assert.Contains(clients, effect.Clients, StringComparison.Ordinal);
    }

    private static PlanEdit Promote(PlanEdit plan, string replica = Replica) => plan.Without(AwsTypes.Instance, replica, "replicateSourceDb");

    private static PlanEdit Whole(PlanEdit plan)
    {
        foreach (var login in (string[])["app_user", "auth_service", "catalog_service", "inventory_service", "monitor", "order_service", "payment_service", "user_service"])
        {
            plan.Replace(AwsTypes.SecretVersion, login, "secretString", Replica, "techcorp-replica-2");
        }

        return Promote(plan).Remove(AwsTypes.Alarm, $"PostgresReplicaLagHigh-{Replica}")
            .Replace(AwsTypes.TaskDefinition, "pooler", "containerDefinitions", "${aws:rds/instance:Instance::techcorp-replica-1.address},", "")
            .Instance(Replica, "backupRetentionPeriod", 7).Instance(Replica, "backupWindow", "03:00-03:30")
            .Instance(Replica, "skipFinalSnapshot", false).Option(AwsTypes.Instance, Replica, "protect", true);
    }
}
