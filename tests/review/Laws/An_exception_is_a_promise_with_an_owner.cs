using TechCorp.PgInfra.Infra.Configuration;
using TechCorp.PgInfra.Planning;
using TechCorp.PgInfra.Review.Laws;
using TechCorp.PgInfra.Review.Tests.Laws.Support;

namespace TechCorp.PgInfra.Review.Tests.Laws;

/// <summary>Exceptions are how an estate says what it does not do; one that rots hides the next mistake.</summary>
public sealed class An_exception_is_a_promise_with_an_owner
{
    [Theory]
    [InlineData("prod")]
    [InlineData("dr")]
    [InlineData("staging")]
    public void The_committed_stacks_keep_every_law_or_say_why_not(string stack)
    {
        var report = LawReport.Of(Estates.Of(stack));

        Assert.Empty(report.Violations);
        Assert.Empty(report.Idle);
        Assert.NotEmpty(report.Excused);
    }

    [Fact]
    public void An_exception_for_one_resource_excuses_no_other()
    {
        var report = Report(new LawExemption("multi-az", "techcorp-replica-*", "readers have two of them", "somebody"));

        Assert.Equal(["techcorp-replica-1", "techcorp-replica-2"], report.Excused.Select(e => e.Violation.Finding.Resource).Order(StringComparer.Ordinal));
        Assert.Equal(["techcorp-analytics"], report.Violations.Select(v => v.Finding.Resource));
        Assert.False(report.Holds);
    }

    /// <summary>The day somebody mends it, the exception must go, or it excuses the next one silently.</summary>
    [Fact]
    public void An_exception_that_excuses_nothing_is_an_error()
    {
        var done = new LawExemption("multi-az", null, "replicas may wait", "somebody");
        var idle = new LawExemption("multi-az", "techcorp-primary", "was true last year", "somebody");
        var report = Report(idle, done);

        Assert.Empty(report.Violations);
        Assert.Same(idle, Assert.Single(report.Idle));
        Assert.False(report.Holds);
    }

    /// <summary>Whoever promotes at three in the morning edits one line; the gate must not ask for a second one.</summary>
    [Fact]
    public async Task A_promoted_copy_keeps_every_law_without_another_edit()
    {
        var warm = Estates.Project.LoadStack("dr");
        var promoted = warm.With("techcorp-pg-infra:disasterRecovery", warm.Get("techcorp-pg-infra:disasterRecovery")!.Replace("\"promoted\":false", "\"promoted\":true", StringComparison.Ordinal));

        var report = LawReport.Of(await LawReview.EstateAsync(Estates.Project, promoted));

        Assert.Contains("\"promoted\":true", promoted.Get("techcorp-pg-infra:disasterRecovery"), StringComparison.Ordinal);
        Assert.Empty(report.Violations);
        Assert.Empty(report.Idle);
        Assert.DoesNotContain(report.Excused, e => e.Violation.Law.Id == "multi-az");
    }

    [Fact]
    public void An_exception_until_promotion_excuses_nothing_afterwards()
    {
        var estate = Estates.Of("dr");
        var ended = estate.Settings with { DisasterRecovery = estate.Settings.DisasterRecovery! with { Promoted = true } };

        Assert.Contains(LawReport.Of(estate).Excused, e => e.Violation.Law.Id == "multi-az");
        Assert.Contains(LawReport.Of(estate with { Settings = ended }).Violations, v => v.Law.Id == "multi-az");
    }

    [Fact]
    public async Task An_exception_for_no_law_is_a_configuration_problem()
    {
        var configuration = Estates.Project.LoadStack("staging").With(
            "techcorp-pg-infra:exceptions", """[{"law": "multi-as", "reason": "a slip of the keyboard", "owner": "somebody"}]""");

        var refused = await Assert.ThrowsAsync<ConfigurationException>(() => LawReview.EstateAsync(Estates.Project, configuration));

        Assert.Equal(
            "exceptions[0].law = 'multi-as': allowed is the name of a law Did you mean 'multi-az'? (there is no such law, so it would excuse nothing; './pg laws --coverage' lists them)",
            Assert.Single(refused.Problems).ToString());
    }

    private static LawReport Report(params LawExemption[] exemptions)
    {
        var estate = Estates.Of("prod");
        return LawReport.Of(estate with { Settings = estate.Settings with { Exceptions = [.. exemptions] } }, [.. LawBook.All.Where(l => l.Id == "multi-az")]);
    }
}
