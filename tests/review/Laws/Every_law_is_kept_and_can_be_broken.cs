using TechCorp.PgInfra.Review.Laws;
using TechCorp.PgInfra.Review.Tests.Laws.Support;

namespace TechCorp.PgInfra.Review.Tests.Laws;

/// <summary>
/// Each mistake is made to the reviewed plan of a real stack: before it the law holds, after it that law is broken and no other, so
/// that a report names the one thing to mend.
/// </summary>
public sealed class Every_law_is_kept_and_can_be_broken
{
    public static TheoryData<string> Mistakes() => [.. Breaches.All.Select(b => b.ToString())];

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void A_mistake_breaks_its_law_and_no_other(string mistake)
    {
        var breach = Breaches.All.Single(b => b.ToString() == mistake);
        var before = Findings(Estates.Of(breach.Stack, breach.Keep));
        var after = Findings(Estates.Of(breach.Stack, plan =>
        {
            breach.Keep?.Invoke(plan);
            breach.Break(plan);
        }));

        // The first breach of a law starts from a plan that keeps it entirely.
        if (Breaches.All.First(b => b.Law == breach.Law) == breach)
        {
            Assert.DoesNotContain(before, v => v.Law == breach.Law);
        }

        Assert.Equal([breach.Law], after.Except(before).Select(v => v.Law).Distinct());
    }

    /// <summary>A law that no plan breaks in a test may hold for everything.</summary>
    [Fact]
    public void No_law_is_untested() =>
        Assert.Empty(LawBook.All.Select(l => l.Id).Except(Breaches.All.Select(b => b.Law)));

    /// <summary>They are keys of the configuration and columns of a report.</summary>
    [Fact]
    public void Names_of_laws_are_unique_words_with_hyphens()
    {
        Assert.Equal(LawBook.All.Length, LawBook.All.Select(l => l.Id).Distinct().Count());
        Assert.All(LawBook.All, l =>
        {
            Assert.Matches("^[a-z]+(-[a-z]+)*$", l.Id);
            Assert.False(l.Title.EndsWith('.'), l.Title);
            Assert.EndsWith(".", l.Why, StringComparison.Ordinal);
            Assert.EndsWith(".", l.WayOut, StringComparison.Ordinal);
        });
    }

    // Without the value: a mistake may make worse what an exception of the stack excuses already.
    private static List<(string Law, string Resource, string Property)> Findings(JudgedEstate estate) =>
        [.. LawBook.All.SelectMany(law => law.Judge(estate).Findings.Select(f => (law.Id, f.Resource, f.Property)))];
}
