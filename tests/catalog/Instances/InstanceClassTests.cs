namespace TechCorp.PgInfra.Catalog.Tests.Instances;

public sealed class InstanceClassTests
{
    [Theory]
    [InlineData("db.r6g.2xlarge", 8, 64, 2375, 12000, 4750, true)]
    [InlineData("db.r6g.xlarge", 4, 32, 1188, 6000, 4750, true)]
    [InlineData("db.r6g.4xlarge", 16, 128, 4750, 20000, 4750, false)]
    [InlineData("db.m6g.large", 2, 8, 630, 3600, 4750, true)]
    public void Classes_have_the_sizes_that_EC2_publishes(string name, int cpus, int memory, int baseline, int iops, int burst, bool bursts)
    {
        var found = InstanceClasses.Find(name)!;
        Assert.Equal((cpus, memory, baseline, iops, burst, bursts),
            (found.VirtualCpus, found.MemoryGiB, found.EbsBaselineMbps, found.EbsBaselineIops, found.EbsBurstMbps, found.EbsBursts));
    }

    [Fact]
    public void Unknown_classes_are_not_found_and_known_ones_make_sense()
    {
        Assert.Null(InstanceClasses.Find("db.r6g.medium"));
        Assert.Null(InstanceClasses.Find("r6g.xlarge"));
        Assert.All(InstanceClasses.All, c =>
        {
            Assert.StartsWith("db.", c.Name, StringComparison.Ordinal);
            Assert.True(c is { VirtualCpus: > 0, MemoryGiB: > 0, NetworkMbps: > 0 } && c.EbsBaselineMbps <= c.EbsBurstMbps && c.EbsBaselineIops <= c.EbsBurstIops, c.Name);
        });
    }

    [Fact]
    [Trait("Requirement", "S48")]
    public void Backups_are_replicated_only_between_the_pairs_RDS_offers()
    {
        Assert.True(Regions.CanReplicateBackups("us-east-1", "us-west-2"));
        Assert.True(Regions.CanReplicateBackups("sa-east-1", "us-east-1"));
        Assert.False(Regions.CanReplicateBackups("sa-east-1", "us-west-2"));
        Assert.False(Regions.CanReplicateBackups("us-east-1", "us-east-1"));
        Assert.False(Regions.CanReplicateBackups("mars-1", "us-east-1"));
        Assert.All(Regions.All.SelectMany(Regions.BackupDestinationsOf), r => Assert.True(Regions.IsKnown(r), r));
    }
}
