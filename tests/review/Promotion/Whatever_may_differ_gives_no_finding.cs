using FsCheck;
using FsCheck.Fluent;
using TechCorp.PgInfra.Planning;
using TechCorp.PgInfra.Planning.Projects;
using TechCorp.PgInfra.Review.Promotion;
using TechCorp.PgInfra.Review.Tests.Laws.Support;
using TechCorp.PgInfra.Review.Tests.Promotion.Support;

namespace TechCorp.PgInfra.Review.Tests.Promotion;

/// <summary>
/// Two stacks that differ as the tables say must be promotable: a gate that refuses what is right is switched off within a week. And a
/// row that nothing uses is a permission nobody asked for.
/// </summary>
public sealed class Whatever_may_differ_gives_no_finding
{
    // Values of the same key exclude each other; the n-th of each make the n-th stack.
    private static IEnumerable<(string Name, StackConfiguration From, StackConfiguration To)> Together =>
        Alternatives.Allowed.GroupBy(a => a.Key).SelectMany(g => g.Index()).GroupBy(a => a.Index)
            .Select(g => ($"alternatives {g.Key}", Prod, g.Aggregate(Alternatives.Twin, (configuration, a) => a.Item.In(configuration))));

    private static readonly StackConfiguration Prod = Estates.Project.LoadStack("prod");

    /// <summary>Every key; together they use every row of both tables, so that no row is there for nothing.</summary>
    [Fact]
    public async Task Every_key_and_every_row_is_needed()
    {
        var (keys, properties) = (KeyTable.Rows.ToHashSet(), PropertyTable.Rows.ToHashSet());
        var refused = new List<string>();
        foreach (var (name, from, to) in Pairs())
        {
            if (EstatePlan.ReadSettings(to) is { IsValid: false, Problems: var problems })
            {
                refused.AddRange(problems.Select(p => $"{name}: {p}"));
                continue;
            }

            var plans = await PromotedPlans.CaptureAsync(Estates.Project, from, to);
            refused.AddRange(PromotionReview.Judge(plans).Findings.Select(f => $"{name}: {f.Difference.Type} {f.Difference.Name} {f.Difference.Property} {f.Difference.From} {f.Difference.To} {f.Cause}"));
            keys.ExceptWith(plans.Differences.Select(d => d.Rule).OfType<KeyRule>());
            foreach (var difference in PlanComparison.Between(plans.From, plans.Renamed, (_, property) => property == PlanDifference.Existence))
            {
                properties.RemoveWhere(r => r.Concerns(difference.Type, PlanComparison.Indexless(difference.Property))
                    && r.Keys.Any(k => k == PropertyTable.Stack || plans.Differences.Any(d => Glob.Matches(k, d.Key))));
            }
        }

        string[] wrong = [.. refused, .. keys.Select(k => $"unused: {k.Pattern}"), .. properties.Select(p => $"unused: {p.Type} {p.Property}")];
        Assert.True(wrong.Length == 0, string.Join('\n', wrong));
    }

    /// <summary>Alone, a value has only its own row to be excused by.</summary>
    [Fact]
    public void Any_single_value()
    {
        var judged = 0;
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(10), Prop.ForAll(Arb.From(Gen.Elements(Alternatives.Allowed.AsEnumerable())), alternative =>
        {
            var to = alternative.In(Alternatives.Twin);
            if (EstatePlan.ReadSettings(to).IsValid)
            {
                judged++;
                Assert.Equal("", string.Join('\n', PromotionReview.RunAsync(Estates.Project, Prod, to).GetAwaiter().GetResult().Findings.Select(f => $"{f.Difference.Type} {f.ToName} {f.Difference.Property}")));
            }
        }));
        Assert.True(judged > 5, $"only {judged} of 10 were valid");
    }

    private static IEnumerable<(string Name, StackConfiguration From, StackConfiguration To)> Pairs()
    {
        foreach (var pair in Together)
        {
            yield return pair;
        }

        yield return ("another region", Prod, Alternatives.Moved(Alternatives.Twin));
        yield return ("one more", Alternatives.Allowed.First(a => a is { Key: "replicas", Value: "[]" }).In(Prod), Alternatives.Twin);
        yield return ("staging -> prod", Estates.Project.LoadStack("staging"), Prod);
        yield return ("prod -> dr", Prod, Estates.Project.LoadStack("dr"));
    }
}
