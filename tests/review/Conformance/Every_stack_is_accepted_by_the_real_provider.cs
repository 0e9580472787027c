using TechCorp.PgInfra.Planning;
using TechCorp.PgInfra.Planning.Projects;
using TechCorp.PgInfra.Review.Conformance;
using TechCorp.PgInfra.Review.Tests.Conformance.Support;

namespace TechCorp.PgInfra.Review.Tests.Conformance;

/// <summary>Whatever the provider refuses is found here and not at deployment, when half of the resources exist.</summary>
public sealed class Every_stack_is_accepted_by_the_real_provider
{
    [TerraformTheory]
    [InlineData("staging", false)]
    [InlineData("prod", false)]
    [InlineData("dr", false)]
    [InlineData("dr", true)]
    public async Task A_stack_plans_with_every_one_of_its_resources(string stack, bool promoted)
    {
        var project = PulumiProject.Load(SmallPlan.Root);
        var configuration = project.LoadStack(stack);
        if (promoted)
        {
            const string Key = "techcorp-pg-infra:disasterRecovery";
            configuration = configuration.With(Key, configuration.Get(Key)!.Replace("\"promoted\":false", "\"promoted\":true", StringComparison.Ordinal));
        }

        var plan = await EstatePlan.CaptureAsync(project, configuration);
        var report = await new ConformanceCheck(RealProvider.Installation).RunAsync(plan, ConformanceSteps.Plan);

        Assert.Empty(report.Findings);
        Assert.Empty(report.Warnings);
        Assert.Equal(plan.Resources.Count(r => r.Type.StartsWith("aws:", StringComparison.Ordinal)), report.Planned);
        Assert.Equal(promoted, plan.Resources.Any(r => r.Type == "aws:ecs/service:Service") && stack == "dr");
        Assert.True(report.IsClean);
    }
}
