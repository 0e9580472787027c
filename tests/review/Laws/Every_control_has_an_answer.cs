using TechCorp.PgInfra.Review.Laws;
using TechCorp.PgInfra.Review.Laws.Coverage;
using TechCorp.PgInfra.Review.Tests.Laws.Support;

namespace TechCorp.PgInfra.Review.Tests.Laws;

/// <summary>An auditor asks by id; the answer is a law, or the reason why there is none.</summary>
public sealed class Every_control_has_an_answer
{
    [Fact]
    public void A_control_has_a_law_or_a_reason_and_never_both()
    {
        var covered = LawBook.All.SelectMany(l => l.Covers).ToHashSet();

        Assert.Empty(Control.All.Where(c => covered.Contains(c.Id) == (c.NotApplicable is not null)).Select(c => c.Id));
    }

    /// <summary>A slip in an id would cover nothing and be missed by nobody.</summary>
    [Fact]
    public void Every_id_a_law_names_is_in_the_table() =>
        Assert.Empty(LawBook.All.SelectMany(l => l.Covers).Except(Control.All.Select(c => c.Id)));

    [Fact]
    public void Ids_are_listed_once() => Assert.Equal(Control.All.Length, Control.All.Select(c => c.Id).Distinct().Count());

    [Fact]
    public void The_state_of_a_control_is_the_worst_of_its_laws()
    {
        var states = CoverageLine.Of(LawReport.Of(Estates.Of("prod", p => p.Instance("techcorp-primary", "publiclyAccessible", true))))
            .ToDictionary(l => l.Control.Id, l => l.State);

        Assert.Equal(
            (ControlState.Violated, ControlState.Excused, ControlState.Kept, ControlState.NothingToJudge, ControlState.NotApplicable),
            (states["RDS.2"], states["RDS.23"], states["RDS.3"], states["RDS.1"], states["RDS.12"]));
    }
}
