using TechCorp.PgInfra.Rehearsal.Drills;
using TechCorp.PgInfra.Rehearsal.Plans;

namespace TechCorp.PgInfra.Rehearsal.Tests.Drills;

/// <summary>What is not declared cannot be lost: such a drill is left out of all, with the reason, instead of failing in the middle.</summary>
public sealed class A_drill_says_what_it_lacks
{
    [Theory]
    [InlineData("1", "one pooler task is declared (pooler.tasks), so every client waits until ECS has replaced it")]
    [InlineData("2", null)]
    public Task Of_a_pooler_needs_another_one(string tasks, string? reason) => LacksAsync("pooler-loss", "  techcorp-pg-infra:pooler:\n", $"    tasks: {tasks}\n", reason);

    /// <summary>A replica that does not tell what it reads cancels readers instead, and holds nothing back when it dies.</summary>
    [Fact]
    public Task Of_the_transaction_ids_needs_a_replica_that_holds_vacuum_back() => LacksAsync(
        "wraparound", "config:\n", "  techcorp-pg-infra:parameters:\n    replica:\n      hot_standby_feedback: \"off\"\n",
        "no read replica tells the writer what it reads (hot_standby_feedback), so none can hold vacuum back");

    private static async Task LacksAsync(string drill, string section, string added, string? reason)
    {
        var folder = Directory.CreateTempSubdirectory("pg-project-");
        try
        {
            foreach (var file in Directory.EnumerateFiles(Checkout.Root, "Pulumi*.yaml"))
                File.Copy(file, Path.Combine(folder.FullName, Path.GetFileName(file)));
            var prod = Path.Combine(folder.FullName, "Pulumi.prod.yaml");
            await File.WriteAllTextAsync(prod, (await File.ReadAllTextAsync(prod)).Replace(section, section + added, StringComparison.Ordinal));

            Assert.Equal(reason, DrillTable.Find(drill)!.Lacks(await EstatePlans.CaptureAsync(folder.FullName, "prod")));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
