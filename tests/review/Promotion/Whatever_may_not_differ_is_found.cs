using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using TechCorp.PgInfra.Planning;
using TechCorp.PgInfra.Planning.Projects;
using TechCorp.PgInfra.Review.Promotion;
using TechCorp.PgInfra.Review.Tests.Laws.Support;
using TechCorp.PgInfra.Review.Tests.Promotion.Support;

namespace TechCorp.PgInfra.Review.Tests.Promotion;

/// <summary>What was not tried in the one stack must not reach the next: neither by its configuration nor by the program.</summary>
public sealed class Whatever_may_not_differ_is_found
{
    private static readonly StackConfiguration Prod = Estates.Project.LoadStack("prod");

    private static readonly Lazy<Task<PromotedPlans>> Committed = new(() => PromotedPlans.CaptureAsync(Estates.Project, Estates.Project.LoadStack("staging"), Prod));

    /// <summary>Each kind of value that has to be equal; the finding names the key, a value that follows from it, and both sides.</summary>
    [Theory]
    [InlineData("engineVersion", "\"15.13\"", "engineVersion", "aws:rds/instance:Instance", "engineVersion", "\"15\"", "15.13")]
    [InlineData("caCertificate", "\"rds-ca-rsa4096-g1\"", "caCertificate", "aws:rds/instance:Instance", "caCertIdentifier", "rds-ca-rsa2048-g1", "rds-ca-rsa4096-g1")]
    [InlineData("parameters", """{"random_page_cost": "1.5"}""", "parameters.random_page_cost", "aws:rds/parameterGroup:ParameterGroup", "parameters[random_page_cost].value", null, "\"1.5\"")]
    [InlineData("pooler.image", "\"123456789012.dkr.ecr.us-east-1.amazonaws.com/pgbouncer:1.25.2@sha256:1111111111111111111111111111111111111111111111111111111111111111\"", "pooler.image", "aws:ecs/taskDefinition:TaskDefinition", "containerDefinitions[pgbouncer].image", "…0000", "…1111")]
    [InlineData("pooler.accessLogBucket", null, "pooler.accessLogBucket", "aws:lb/loadBalancer:LoadBalancer", "accessLogs.bucket", "example-techcorp-access-logs-us-east-1", null)]
    public async Task A_configured_value_that_must_be_equal(string path, string? value, string key, string type, string property, string? from, string? to)
    {
        var comparison = await PromotionReview.RunAsync(Estates.Project, Prod, new Alternative(path, value).In(Alternatives.Twin));

        Assert.False(comparison.IsClean);
        Assert.All(comparison.Findings, f => Assert.Equal(key, Assert.Single(f.Keys)));
        var finding = comparison.Findings.First(f => f.Difference.Type == type && f.Difference.Property == property);
        Assert.True(Shows(finding.Difference.From, from) && Shows(finding.Difference.To, to), $"{finding.Difference}");
        Assert.Contains($"{key} (prod: ", finding.Cause, StringComparison.Ordinal);
        Assert.Equal("set it alike in Pulumi.prod.yaml and Pulumi.staging.yaml; what staging gets must have been tried in prod first", finding.WayOut);
    }

    /// <summary>A section that is missing is a decision too; nothing of it may come as a surprise.</summary>
    [Fact]
    public async Task A_pooler_that_only_one_of_the_two_has()
    {
        var comparison = await PromotionReview.RunAsync(Estates.Project, Prod, new Alternative("pooler", null).In(Alternatives.Twin));

        var finding = comparison.Findings.Single(f => f.Difference.Type == "aws:ecs/service:Service");
        Assert.Equal((PlanDifference.Existence, "declared", null), (finding.Difference.Property, finding.Difference.From, finding.Difference.To));
        Assert.Contains("pooler", finding.Keys);
    }

    /// <summary>Two keys at once: each finding names the one that drives it.</summary>
    [Fact]
    public async Task Each_finding_names_its_own_key()
    {
        var to = new Alternative("caCertificate", "\"rds-ca-rsa4096-g1\"").In(new Alternative("parameters", """{"random_page_cost": "1.5"}""").In(Alternatives.Twin));

        var comparison = await PromotionReview.RunAsync(Estates.Project, Prod, to);

        Assert.Equal(
            ["aws:rds/instance:Instance caCertificate", "aws:rds/parameterGroup:ParameterGroup parameters.random_page_cost"],
            comparison.Findings.Select(f => $"{f.Difference.Type} {string.Join(' ', f.Keys)}").Distinct());
    }

    /// <summary>`if (stack == "prod")` in the program: no configuration says so, whatever the stacks' files hold.</summary>
    [Fact]
    public async Task A_program_that_asks_which_stack_it_is()
    {
        var plans = await Committed.Value;
        var comparison = PromotionReview.Judge(plans with
        {
            Substituted = Set(plans.Substituted, "aws:rds/instance:Instance", "techcorp-staging-primary", "publiclyAccessible", true),
            Renamed = Set(plans.Renamed, "aws:rds/instance:Instance", "techcorp-staging-primary", "publiclyAccessible", true),
        });

        var finding = Assert.Single(comparison.Findings);
        Assert.Equal(new PlanDifference("aws:rds/instance:Instance", "techcorp-staging-primary", "publiclyAccessible", "false", "true"), finding.Difference);
        Assert.Equal("techcorp-primary", finding.ToName);
        Assert.Equal("no configuration drives it: with all of staging's values prod still declares it", finding.Cause);
    }

    /// <summary>`if (class == "db.r6g.2xlarge")` around a public address: the class may differ, and must not decide that.</summary>
    [Fact]
    public async Task A_key_that_drives_what_it_must_not()
    {
        var plans = await Committed.Value;
        var comparison = PromotionReview.Judge(plans with { Renamed = Set(plans.Renamed, "aws:rds/instance:Instance", "techcorp-staging-primary", "publiclyAccessible", true) });

        var finding = Assert.Single(comparison.Findings);
        Assert.Equal("keys that may differ drive it, but none that may drive this property", finding.Cause);
        Assert.EndsWith("review/Promotion/properties.tsv", finding.WayOut, StringComparison.Ordinal);
    }

    /// <summary>Any value of any resource, changed, added or taken away by the program itself, is one finding at that very place.</summary>
    [Fact]
    public async Task Any_change_no_configuration_drives()
    {
        var plans = await Committed.Value;
        var mutations =
            from index in Gen.Choose(0, plans.Substituted.Resources.Length - 1)
            from place in Gen.Choose(0, 1000)
            from kind in Gen.Choose(0, 2)
            select (index, place, kind);
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(25), Prop.ForAll(Arb.From(mutations), mutation =>
        {
            var (mutated, where) = Mutate(plans.Substituted, mutation.index, mutation.place, mutation.kind);
            var findings = PromotionReview.Judge(plans with { Substituted = mutated }).Findings;
            Assert.NotEmpty(findings);
            Assert.All(findings, f => Assert.Equal((where.Type, where.Name), (f.Difference.Type, f.Difference.Name.Replace("-techcorp-staging", "-techcorp-prod", StringComparison.Ordinal) == where.Name ? where.Name : f.Difference.Name)));
        }));
    }

    /// <summary>A resource nobody configured, or one that is missing, is never explained by another that may come and go.</summary>
    [Fact]
    public async Task A_resource_too_many_and_one_too_few()
    {
        var plans = await Committed.Value;
        var instance = plans.Substituted.Find("aws:rds/instance:Instance", "techcorp-staging-analytics")!;
        PromotionFinding[] findings =
        [
            .. PromotionReview.Judge(plans with { Substituted = plans.Substituted with { Resources = plans.Substituted.Resources.Add(instance with { Name = "techcorp-staging-extra" }) } }).Findings,
            .. PromotionReview.Judge(plans with { Substituted = plans.Substituted with { Resources = plans.Substituted.Resources.Remove(instance) } }).Findings,
        ];

        Assert.Equal(
            [("techcorp-staging-extra", null, "declared"), ("techcorp-analytics", "declared", null)],
            findings.Select(f => (f.ToName, f.Difference.From, f.Difference.To)));
    }

    /// <summary>Promotion has a direction, and a copy has one source.</summary>
    [Theory]
    [InlineData("prod", "prod", "'prod' is promoted to itself; './pg effects --from main --stack prod' tells what an edit of one stack does.")]
    [InlineData("dr", "prod", "stack 'dr' copies 'prod' and comes last; promote from 'prod' to it: ./pg promote --from prod --to dr")]
    [InlineData("staging", "dr", "stack 'dr' copies 'prod' and not 'staging': ./pg promote --from prod --to dr")]
    public async Task A_promotion_that_makes_no_sense_is_refused(string from, string to, string message)
    {
        var refused = await Assert.ThrowsAsync<ProjectException>(
            () => PromotionReview.RunAsync(Estates.Project, Estates.Project.LoadStack(from), Estates.Project.LoadStack(to)));

        Assert.Equal(message, Assert.Single(refused.Problems));
    }

    /// <summary>Promoting a copy compares its own parameters with production's: they are what it will run with.</summary>
    [Fact]
    public async Task A_parameter_of_the_copy_alone()
    {
        var dr = new Alternative("parameters", """{"random_page_cost": "1.5"}""").In(Estates.Project.LoadStack("dr"));

        var comparison = await PromotionReview.RunAsync(Estates.Project, Prod, dr);

        Assert.Contains(comparison.Findings, f => f.Keys.SequenceEqual(["parameters.random_page_cost"]) && f.Difference.Name == "primary-postgres15");
    }

    private static bool Shows(string? value, string? expected) => expected is ['…', ..] ? value?.EndsWith(expected[1..], StringComparison.Ordinal) == true : value == expected || value == $"\"{expected}\"";

    private static Plan Set(Plan plan, string type, string name, string property, JsonNode value)
    {
        var resource = plan.Find(type, name)!;
        var inputs = (JsonObject)resource.Inputs.DeepClone();
        inputs[property] = value;
        return plan with { Resources = plan.Resources.Replace(resource, resource with { Inputs = inputs }) };
    }

    private static (Plan Plan, PlannedResource Where) Mutate(Plan plan, int index, int place, int kind)
    {
        var resource = plan.Resources[index];
        var inputs = (JsonObject)resource.Inputs.DeepClone();
        var names = inputs.Select(i => i.Key).ToList();
        if (names.Count == 0 || kind == 0)
        {
            inputs["invented"] = "by the program";
        }
        else if (kind == 1)
        {
            inputs.Remove(names[place % names.Count]);
        }
        else
        {
            inputs[names[place % names.Count]] = "mutated";
        }

        return (plan with { Resources = plan.Resources.SetItem(index, resource with { Inputs = inputs }) }, resource);
    }
}
