using TechCorp.PgInfra.Rehearsal.Plans;
using TechCorp.PgInfra.Rehearsal.Rehearsals;

namespace TechCorp.PgInfra.Rehearsal.Tests.Reports;

/// <summary>A rehearsal of the upgrade to 16 that ran on 15 and passed would be believed.</summary>
public sealed class Another_major_is_said_not_to_have_run
{
    [Fact, Trait("Requirement", "S1")]
    public async Task The_declared_major_and_the_one_that_ran_are_both_named()
    {
        var plans = await EstatePlans.CaptureAsync(Checkout.Project, Checkout.Project.LoadStack("prod")
            .With("techcorp-pg-infra:engineVersion", "16").With("techcorp-pg-infra:allowMajorVersionUpgrade", "true"));

        Assert.Equal(
            "PostgreSQL 16: stack prod declares it, and PostgreSQL 15.18 ran: nothing here says that the upgrade works. Try it on a restored snapshot, with the steps of ./pg effects",
            string.Join('\n', NotRehearsed.EngineOf(plans, "15.18").Select(n => $"{n.What}: {n.Why}")));
        Assert.Empty(NotRehearsed.EngineOf(plans, "16.4"));
    }

    [Fact]
    public async Task A_minor_of_the_same_major_is_what_was_declared() =>
        Assert.Empty(NotRehearsed.EngineOf(await EstatePlans.CaptureAsync(Checkout.Root, "prod"), "15.18"));
}
