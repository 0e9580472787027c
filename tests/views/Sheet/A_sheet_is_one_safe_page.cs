using System.Text.RegularExpressions;
using TechCorp.PgInfra.Views.Sheet;
using TechCorp.PgInfra.Views.Tests.Support;

namespace TechCorp.PgInfra.Views.Tests.Sheet;

/// <summary>It is mailed, put on walls and opened from a disk: it needs nothing, runs nothing, and says the same each time.</summary>
public sealed partial class A_sheet_is_one_safe_page
{
    private const string Hostile = "<script>alert('x')</script><img src=x onerror=alert(1)>&\"";

    /// <summary>Names come from a file that anybody with a pull request writes.</summary>
    [Fact]
    public async Task A_hostile_name_stays_text()
    {
        var estate = await Estates.ReadAsync("prod", t => Estates.Replaced(t,
            "      reason: Reports can wait until the replica is built again, and nothing else reads from it", $"      reason: {Quoted(Hostile)}"));
        estate = (estate with { Settings = estate.Settings with { Ownership = estate.Settings.Ownership with { Team = Hostile, SlackChannel = Hostile } } })
            .With(Review.Laws.AwsTypes.Instance, "techcorp-replica-1", "identifier", Hostile)
            .With(Review.Laws.AwsTypes.Instance, "techcorp-replica-1", "availabilityZone", Hostile)
            .With("aws:route53/record:Record", "pooler", "name", Hostile);

        var page = SheetPage.Render(Pages.Input(estate) with { Other = Pages.Input(estate) });

        Assert.DoesNotContain("<script", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<img", page, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;", page, StringComparison.Ordinal);

        // In an attribute a quote would end it.
        Assert.All(Attributes().Matches(page), m => Assert.DoesNotContain("<", m.Value, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("prod")]
    [InlineData("staging")]
    [InlineData("dr")]
    public async Task It_asks_for_nothing_from_elsewhere(string stack)
    {
        var page = Pages.Of(await Estates.OfAsync(stack));

        Assert.DoesNotContain("http", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", page, StringComparison.Ordinal);
        Assert.DoesNotContain("@import", page, StringComparison.Ordinal);
        Assert.DoesNotContain(" src=", page, StringComparison.Ordinal);
        Assert.All(Urls().Matches(page), m => Assert.StartsWith("url(#end-", m.Value, StringComparison.Ordinal));
    }

    /// <summary>A changed byte is a changed declaration, or a reviewer learns to ignore them.</summary>
    [Fact]
    public async Task The_same_declaration_gives_the_same_bytes()
    {
        var (first, second) = (await Estates.ReadAsync("prod", t => t), await Estates.ReadAsync("prod", t => t));

        Assert.Equal(Pages.Of(first), Pages.Of(second));
        Assert.Contains(", 2026-11-22.", SheetPage.Render(Pages.Input(first) with { Date = new(2026, 11, 22) }), StringComparison.Ordinal);
    }

    /// <summary>Passwords are references in a plan; a page of it has not even those.</summary>
    [Fact]
    public async Task No_secret_and_no_reference_to_one_is_on_it()
    {
        var page = Pages.Of(await Estates.OfAsync("prod"));

        Assert.DoesNotContain("[secret", page, StringComparison.Ordinal);
        Assert.DoesNotContain("RandomPassword", page, StringComparison.Ordinal);
        Assert.DoesNotContain("${", page, StringComparison.Ordinal);
    }

    /// <summary>Every link of the page's head leads somewhere, and every drawing has words for whoever can not see it.</summary>
    [Fact]
    public async Task It_can_be_used_without_a_mouse_and_without_eyes()
    {
        var page = Pages.Of(await Estates.OfAsync("prod"));

        Assert.All(Anchors().Matches(page), m => Assert.Contains($"id=\"{m.Groups[1].Value}\"", page, StringComparison.Ordinal));
        Assert.All(Drawings().Matches(page), m => Assert.True(m.Value.Contains("aria-label=\"", StringComparison.Ordinal) || m.Value.Contains("aria-hidden", StringComparison.Ordinal), m.Value));
        Assert.Contains("aria-label=\"Region us-east-1: techcorp-primary (writer, with a standby in another zone), 3 read replicas, 2 PgBouncer tasks. Region us-west-2: techcorp-dr (copy).\"", page, StringComparison.Ordinal);
    }

    private static string Quoted(string text) => "'" + text.Replace("'", "''", StringComparison.Ordinal) + "'";

    [GeneratedRegex("(?<=[a-z-]=\")[^\"]*(?=\")")]
    private static partial Regex Attributes();

    [GeneratedRegex(@"url\([^)]*")]
    private static partial Regex Urls();

    [GeneratedRegex("href=\"#(\\w+)\"")]
    private static partial Regex Anchors();

    [GeneratedRegex("<svg[^>]*>")]
    private static partial Regex Drawings();
}
