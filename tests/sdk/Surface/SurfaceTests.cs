namespace TechCorp.PgInfra.Sdk.Tests.Surface;

public class SurfaceTests
{
    private static string[] Official() => File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "Surface", "official-surface.txt"));

    /// <summary>A program that builds against the stand-in must build against the official package: no type, base or member of our own.</summary>
    [Fact]
    public void The_stand_in_has_no_public_member_that_the_official_package_lacks()
    {
        var extra = SurfaceComparison.Extra(ApiSurface.Lines(typeof(Pulumi.Output).Assembly), Official());

        Assert.True(extra.Count == 0, "Only the stand-in has:\n" + string.Join("\n", extra));
    }

    /// <summary>A comparison that reads nothing would pass for ever.</summary>
    [Fact]
    public void The_comparison_reads_both_surfaces_whole()
    {
        var lines = ApiSurface.Lines(typeof(Pulumi.Output).Assembly).ToList();

        Assert.Contains("### sealed class Pulumi.Output<T>", lines);
        Assert.Contains("- static Output<string> Format(FormattableString formattableString)", lines);
        Assert.Equal(Official().Count(line => line.StartsWith("### ", StringComparison.Ordinal)), SurfaceComparison.Extra(Official(), []).Count);
    }

    [Fact]
    public void An_extra_type_base_and_member_are_each_named()
    {
        string[] whole = ["### class P.A : B<C, D>", "- ctor()"];
        string[] subset = ["### class P.A : B<C, D>, E", "- ctor()", "- void Own()", "### class P.Own"];

        Assert.Equal(
            ["class P.A: base E", "class P.A: - void Own()", "class P.Own: no such type"],
            SurfaceComparison.Extra(subset, whole));
    }
}
