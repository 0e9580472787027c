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

        Assert.Equal([breach.Law], New(before, after).Select(v => v.Law).Distinct());
        Assert.Equal(Reviewed.GetValueOrDefault(mistake), Told(New(before, after)));
    }

    /// <summary>What each mistake is called in a report stands in breaches.txt; UPDATE_BREACHES=1 rewrites it for review.</summary>
    [Fact]
    public void Every_line_of_the_reviewed_file_is_a_mistake_that_is_made()
    {
        if (Environment.GetEnvironmentVariable("UPDATE_BREACHES") == "1")
        {
            File.WriteAllText(Table, Header + string.Concat(Breaches.All.Select(b =>
                $"\n{b}\n{Told(New(Findings(Estates.Of(b.Stack, b.Keep)), Findings(Estates.Of(b.Stack, p => { b.Keep?.Invoke(p); b.Break(p); }))))}")));
        }

        Assert.Equal(Breaches.All.Select(b => b.ToString()).Order(StringComparer.Ordinal), Reviewed.Keys.Order(StringComparer.Ordinal));
    }

    private const string Header = "# What a report says about each mistake of Support/Breaches.cs: resource, property = value.\n";

    private static readonly string Table = Path.Combine(Estates.Project.Directory, "tests/review/Laws/breaches.txt");

    private static readonly Dictionary<string, string> Reviewed = File.ReadAllText(Table).ReplaceLineEndings("\n").Split("\n\n")[1..]
        .Select(block => block.TrimEnd('\n').Split('\n', 2)).ToDictionary(b => b[0], b => b[1] + "\n");

    private static string Told(IEnumerable<(string Law, Finding Finding)> findings) =>
        string.Concat(findings.Select(f => $"    {f.Finding.Resource}, {f.Finding.Property} = {f.Finding.Value}\n").Order(StringComparer.Ordinal));

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
    private static List<(string Law, Finding Finding)> New(List<(string Law, Finding Finding)> before, List<(string Law, Finding Finding)> after) =>
        [.. after.ExceptBy(before.Select(Place), Place)];

    private static (string, string, string) Place((string Law, Finding Finding) found) => (found.Law, found.Finding.Resource, found.Finding.Property);

    private static List<(string Law, Finding Finding)> Findings(JudgedEstate estate) =>
        [.. LawBook.All.SelectMany(law => law.Judge(estate).Findings.Select(f => (law.Id, f)))];
}
