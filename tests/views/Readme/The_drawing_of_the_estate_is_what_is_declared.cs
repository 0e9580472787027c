using System.Xml.Linq;
using TechCorp.PgInfra.Review.Laws;
using TechCorp.PgInfra.Views.Sheet;
using TechCorp.PgInfra.Views.Tests.Support;

namespace TechCorp.PgInfra.Views.Tests.Readme;

/// <summary>The first thing a newcomer sees of the estate is a picture: it must be the estate that is deployed.</summary>
public sealed class The_drawing_of_the_estate_is_what_is_declared
{
    private const string Committed = "docs/estate.svg";

    [Fact]
    public async Task The_committed_drawing_is_not_stale()
    {
        var fresh = EstateDrawing.Svg(await Estates.OfAsync("prod"));
        if (Checkout.Updates) await File.WriteAllTextAsync(Checkout.Path(Committed), fresh);

        Assert.True(fresh == await File.ReadAllTextAsync(Checkout.Path(Committed)), $"{Committed} is not what is declared; './pg test --update-docs' draws it anew");
    }

    /// <summary>A site that shows pictures of repositories takes a file that is well formed and asks nothing of anybody else.</summary>
    [Theory]
    [InlineData("prod")]
    [InlineData("staging")]
    [InlineData("dr")]
    public async Task The_drawing_is_one_file_that_needs_no_other(string stack)
    {
        var svg = EstateDrawing.Svg(await Estates.OfAsync(stack));

        var root = XDocument.Parse(svg).Root!;
        Assert.Equal(XName.Get("svg", "http://www.w3.org/2000/svg"), root.Name);
        Assert.DoesNotContain("href", svg, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", svg, StringComparison.Ordinal);
        Assert.DoesNotContain("@import", svg, StringComparison.Ordinal);
        Assert.Equal("http://www.w3.org/2000/svg", Assert.Single(svg.Split('"'), part => part.Contains("://", StringComparison.Ordinal)));
    }

    /// <summary>Every kind of line that is drawn is explained below it, and no other: a stranger to the picture reads no line that is not there.</summary>
    [Theory]
    [InlineData("prod", "writes reads sync async backup", "through the pooler, to the writer; through the pooler, to the replicas in turn; synchronous replication; asynchronous replication; backups")]
    [InlineData("without", "async backup", "asynchronous replication; backups")]
    public async Task The_legend_explains_each_kind_of_line_that_is_drawn(string estate, string drawn, string explained)
    {
        var svg = XDocument.Parse(EstateDrawing.Svg(await (estate == "prod" ? Estates.OfAsync("prod") : WithoutPoolerAndStandbyAsync())));
        var legend = svg.Descendants().Single(e => (string?)e.Attribute("class") == "legend");

        Assert.Equal(drawn.Split(' ').Order(), Kinds(svg.Descendants().Where(e => e.Parent != legend)).Distinct().Order());
        Assert.Equal(drawn.Split(' '), Kinds(legend.Elements()));
        Assert.Equal(explained.Split("; "), legend.Elements().Where(e => e.Name.LocalName == "text").Select(e => e.Value));

        static IEnumerable<string> Kinds(IEnumerable<XElement> elements) =>
            elements.Select(e => ((string?)e.Attribute("class") ?? "").Split(' ')).Where(c => c[0] == "wire").Select(c => c[1]);
    }

    private static async Task<JudgedEstate> WithoutPoolerAndStandbyAsync()
    {
        var estate = (await Estates.OfAsync("prod")).With(AwsTypes.Instance, "techcorp-primary", "multiAz", false);
        return estate with { Plan = estate.Plan with { Resources = [.. estate.Plan.Resources.Where(r => r.Type != "aws:ecs/service:Service")] } };
    }
}
