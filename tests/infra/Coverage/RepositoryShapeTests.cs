using System.Xml.Linq;
using TechCorp.PgInfra.Infra.Tests.Recording;

namespace TechCorp.PgInfra.Infra.Tests.Coverage;

/// <summary>The shape the design card names.</summary>
public sealed class RepositoryShapeTests
{
    /// <summary>What the card lists is what people and pipelines look for.</summary>
    [Theory]
    [InlineData("infra")]
    [InlineData("migrations")]
    [InlineData("tests")]
    [InlineData("Pulumi.yaml")]
    [InlineData("Pulumi.staging.yaml")]
    [InlineData("Pulumi.prod.yaml")]
    [InlineData("Pulumi.dr.yaml")]
    [InlineData("TechCorp.PgInfra.sln")]
    [InlineData("README.md")]
    [Trait("Requirement", "C2")]
    public void The_top_level_has_what_the_card_names(string entry) =>
        Assert.True(Path.Exists(Path.Combine(Repository.Root, entry)), $"{entry} is missing");

    [Fact]
    [Trait("Requirement", "C1")]
    public void The_program_is_written_against_the_official_packages()
    {
        var versions = XDocument.Load(Path.Combine(Repository.Root, "Directory.Packages.props")).Descendants("PackageVersion")
            .ToDictionary(p => p.Attribute("Include")!.Value, p => p.Attribute("Version")!.Value);

        Assert.Equal(["Npgsql", "Pulumi", "Pulumi.Aws", "Pulumi.Random", "xunit"],
            new[] { "Pulumi", "Pulumi.Aws", "Pulumi.Random", "Npgsql", "xunit" }.Where(versions.ContainsKey).Order(StringComparer.Ordinal));
        Assert.StartsWith("7.", versions["Pulumi.Aws"], StringComparison.Ordinal);
        Assert.Contains("UsesPulumi", File.ReadAllText(Path.Combine(Repository.Root, "infra", "TechCorp.PgInfra.Infra.csproj")), StringComparison.Ordinal);
    }
}
