using TechCorp.PgInfra.Rehearsal.Drills;
using TechCorp.PgInfra.Rehearsal.Plans;

namespace TechCorp.PgInfra.Rehearsal.Tests.Drills;

/// <summary>What is not declared cannot be lost: such a drill is left out of all, with the reason, instead of failing in the middle.</summary>
public sealed class A_drill_says_what_it_lacks
{
    [Theory]
    [InlineData("1", "one pooler task is declared (pooler.tasks), so every client waits until ECS has replaced it")]
    [InlineData("2", null)]
    public async Task Of_a_pooler_needs_another_one(string tasks, string? reason)
    {
        var folder = Directory.CreateTempSubdirectory("pg-project-");
        try
        {
            foreach (var file in Directory.EnumerateFiles(Checkout.Root, "Pulumi*.yaml"))
                File.Copy(file, Path.Combine(folder.FullName, Path.GetFileName(file)));
            var prod = Path.Combine(folder.FullName, "Pulumi.prod.yaml");
            const string Section = "  techcorp-pg-infra:pooler:\n";
            await File.WriteAllTextAsync(prod, (await File.ReadAllTextAsync(prod)).Replace(Section, $"{Section}    tasks: {tasks}\n", StringComparison.Ordinal));

            Assert.Equal(reason, DrillTable.Find("pooler-loss")!.Lacks(await EstatePlans.CaptureAsync(folder.FullName, "prod")));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
