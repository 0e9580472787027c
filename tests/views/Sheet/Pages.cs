using System.Net;
using System.Text.RegularExpressions;
using TechCorp.PgInfra.Review.Laws;
using TechCorp.PgInfra.Views.Cost;
using TechCorp.PgInfra.Views.Sheet;

namespace TechCorp.PgInfra.Views.Tests.Sheet;

/// <summary>Pages and their sections.</summary>
internal static partial class Pages
{
    public static SheetInput Input(JudgedEstate estate) => new(estate, LawReport.Of(estate), CostEstimate.Of(estate, Assumptions.Defaults));

    public static string Of(JudgedEstate estate) => SheetPage.Render(Input(estate));

    /// <summary>A section of a page, without the tags.</summary>
    public static string Section(string page, string id) => Text(Sections().Matches(page).Single(m => m.Groups[1].Value == id).Value);

    public static string Text(string html) => WebUtility.HtmlDecode(Blanks().Replace(Tags().Replace(html, " "), " ")).Trim();

    [GeneratedRegex("<section[^>]*id=\"(\\w+)\".*?</section>", RegexOptions.Singleline)]
    private static partial Regex Sections();

    [GeneratedRegex("<[^>]+>")]
    private static partial Regex Tags();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}
