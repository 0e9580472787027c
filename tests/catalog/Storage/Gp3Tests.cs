namespace TechCorp.PgInfra.Catalog.Tests.Storage;

[Trait("Requirement", "S6")]
public sealed class Gp3Tests
{
    [Theory]
    [InlineData(399, 3000, 125)]
    [InlineData(400, 12000, 500)]
    [InlineData(2048, 12000, 500)]
    public void From_400_GiB_the_volume_is_striped_and_includes_more(int gib, int iops, int throughput)
    {
        Assert.Equal(iops, Gp3.IncludedIops(gib));
        Assert.Equal(throughput, Gp3.IncludedThroughput(gib));
    }

    [Theory]
    [InlineData(20, 22)]
    [InlineData(2048, 2253)]
    [InlineData(100, 110)]
    [InlineData(65536, 72090)]
    public void Autoscaling_needs_a_tenth_above_and_rounds_up(int allocated, int smallest) =>
        Assert.Equal(smallest, Gp3.SmallestAutoscalingGiB(allocated));

    [Fact]
    public void The_recommended_room_is_26_percent() => Assert.Equal(2581, Gp3.RecommendedAutoscalingGiB(2048));
}
