using TechCorp.PgInfra.Review.Effects;
using TechCorp.PgInfra.Review.Laws;
using TechCorp.PgInfra.Review.Tests.Effects.Support;
using TechCorp.PgInfra.Review.Tests.Laws.Support;

namespace TechCorp.PgInfra.Review.Tests.Effects;

/// <summary>Promotion is for the night when a region is lost: nothing may be done twice, and nothing that keeps the last copy from starting.</summary>
public sealed class A_promotion_takes_along_what_it_can
{
    private static readonly string[] Before = ["Make sure that nobody writes to the source any more", "Look at the lag of techcorp-dr", "Promote: update stack dr"];
    private static readonly string[] After = ["Bring roles and grants to the catalogue", "Point the services at the new addresses"];

    [Fact]
    public void Alone_it_reboots_nothing() => Assert.Equal([.. Before, .. After], What(Promoted()));

    /// <summary>RDS reboots the copy on the way (RDS user guide, "Promoting a read replica"): a second reboot would be one outage more.</summary>
    [Theory]
    [InlineData("shared_buffers", "524288")]
    [InlineData("max_connections", "600")]
    public void Its_own_restart_brings_a_static_parameter(string parameter, string value)
    {
        var report = Promoted((parameter, value));

        Assert.Equal([.. Before, "Reboot techcorp-dr if it still waits", .. After], What(report));
        Assert.Equal(
            [
                "[ \"$(aws rds describe-db-instances --db-instance-identifier techcorp-dr --region us-west-2 --query 'DBInstances[0].DBParameterGroups[0].ParameterApplyStatus' --output text)\" = in-sync ] "
                + "|| aws rds reboot-db-instance --db-instance-identifier techcorp-dr --region us-west-2",
                "aws rds wait db-instance-available --db-instance-identifier techcorp-dr --region us-west-2",
            ],
            report.Operations[3].Commands.AsEnumerable());
    }

    /// <summary>
    /// It starts as a standby once more before it is a writer: with less than its source it does not start (PostgreSQL 15 manual, "Hot
    /// Standby Parameter Reference"), and there is no other copy.
    /// </summary>
    [Fact]
    public void Less_than_the_source_has_waits_until_it_follows_nobody()
    {
        var report = Promoted(("max_connections", "450"), ("max_wal_senders", "30"));

        Assert.Equal(
            ["Leave max_connections as before in this edit", .. Before, "Reboot techcorp-dr if it still waits", .. After, "Lower max_connections, and reboot techcorp-dr"], What(report));
        Assert.Equal(["pulumi config set --stack dr --path 'techcorp-pg-infra:parameters.max_connections' 500"], report.Operations[0].Commands.AsEnumerable());
        Assert.Equal(
            [
                "pulumi config set --stack dr --path 'techcorp-pg-infra:parameters.max_connections' 450",
                "pulumi up --stack dr",
                "aws rds reboot-db-instance --db-instance-identifier techcorp-dr --region us-west-2",
                "aws rds wait db-instance-available --db-instance-identifier techcorp-dr --region us-west-2",
            ],
            report.Operations[^1].Commands.AsEnumerable());
    }

    /// <summary>The class of the last copy, every order of the five parameters, and what else a tired person edits with it.</summary>
    [Fact]
    public void Whoever_follows_the_steps_has_a_writer_with_the_new_values()
    {
        var edits = from connections in (string[])["450", "500", "600"]
                    from senders in (string[])["10", "20", "30"]
                    from buffers in (string[])["524288", "1048576"]
                    from larger in (bool[])[false, true]
                    select (connections, senders, buffers, larger);
        foreach (var (connections, senders, buffers, larger) in edits)
        {
            var (from, to) = (Estates.Of("dr"), Estates.Of("dr", p =>
            {
                Promote(p).Parameter("dr", "max_connections", "value", connections).Parameter("dr", "max_wal_senders", "value", senders).Parameter("dr", "shared_buffers", "value", buffers);
                p.Instance("techcorp-dr", "instanceClass", larger ? "db.r6g.4xlarge" : "db.r6g.2xlarge");
            }));
            foreach (var world in PaperWorld.All)
            {
                var estate = new PaperEstate(from, to, world);
                PaperCommands.Follow(estate, EffectsReport.Between(from, to).Operations);

                Assert.Null(estate["techcorp-dr"].Source);
                estate.MustBeDone(restarts: (connections, senders) is ("450", _) or (_, "10") ? 2 : 1);
            }
        }
    }

    /// <summary>The same mistake without a promotion: the stack's file has less than the writer it replays.</summary>
    [Fact]
    public void A_copy_is_lowered_after_its_source_in_the_other_stack() => Assert.Equal(
        ["Lower max_wal_senders in stack prod first, and reboot techcorp-primary", "Update stack dr", "Reboot techcorp-dr"],
        What(Between(p => p.Parameter("dr", "max_wal_senders", "value", "10"))));

    private static EffectsReport Promoted(params (string Name, string Value)[] parameters) =>
        Between(p =>
        {
            Promote(p);
            Array.ForEach(parameters, parameter => p.Parameter("dr", parameter.Name, "value", parameter.Value));
        });

    private static PlanEdit Promote(PlanEdit plan) => plan.Without(AwsTypes.Instance, "techcorp-dr", "replicateSourceDb").Instance("techcorp-dr", "applyImmediately", true);

    private static EffectsReport Between(Action<PlanEdit> edit) => EffectsReport.Between(Estates.Of("dr"), Estates.Of("dr", edit));

    private static IEnumerable<string> What(EffectsReport report) => report.Operations.Select(o => o.What);
}
