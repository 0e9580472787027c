using System.Text.Json.Nodes;
using TechCorp.PgInfra.Cli.Tests.Support;

namespace TechCorp.PgInfra.Cli.Tests;

/// <summary><c>./pg preview</c> on the committed configuration, as a newcomer runs it first.</summary>
public sealed class A_preview_tells_the_whole_estate
{
    [Theory]
    [InlineData("staging", "us-east-1")]
    [InlineData("prod", "us-east-1")]
    [InlineData("dr", "us-west-2")]
    public async Task Every_stack_is_shown_as_a_tree_with_counts_outputs_and_warnings(string stack, string region)
    {
        var shown = await Pg.RunAsync("preview", "--stack", stack);

        Assert.Equal("", shown.Error);
        Assert.Equal(0, shown.Code);
        var lines = shown.Out.Split('\n');
        Assert.StartsWith($"techcorp-pg-infra stack {stack}, {region}, Pulumi packages: ", lines[0], StringComparison.Ordinal);
        // What it cannot know is said first, so that nobody takes it for `pulumi preview`.
        Assert.Equal("No cloud was asked and no state is known: this is what the program declares, not what an update would change.", lines[1]);
        Assert.Contains(lines, l => l.Contains("aws:rds:Instance techcorp-", StringComparison.Ordinal));
        Assert.Contains("Outputs", lines);
        Assert.Contains(lines, l => l.Contains("example-value network.vpcId: still the committed example", StringComparison.Ordinal));
        // In a pipe there are no colours, and no line is cut or wrapped.
        Assert.DoesNotContain('\u001b', shown.Out);
    }

    [Fact]
    public async Task Json_is_the_plan_and_nothing_else()
    {
        var shown = await Pg.RunAsync("preview", "--stack", "prod", "--json");

        var plan = JsonNode.Parse(shown.Out)!.AsObject();
        Assert.Equal(["project", "stack", "sdk", "resources", "outputs", "warnings"], plan.Select(p => p.Key));
        Assert.Equal(
            ["urn", "type", "name", "parent", "provider", "region", "inputs", "secretInputs", "options", "isComponent"],
            plan["resources"]![0]!.AsObject().Select(p => p.Key));
        Assert.Equal(0, shown.Code);
    }

    /// <summary>All at once: somebody who mends ten values one run at a time mends the tenth at night.</summary>
    [Fact]
    public async Task Ten_wrong_values_are_ten_messages_at_once()
    {
        using var file = new StackFile("prod",
            ("aws:region: us-east-1", "aws:region: us-east-9"),
            ("allocated: 2TiB", "allocated: 2TB"),
            ("instanceClass: db.r6g.xlarge\n      availabilityZone: us-east-1a", "instanceClass: db.r6g.huge\n      availabilityZone: us-east-1a"),
            ("window: 03:00-03:30", "window: 3 o'clock"),
            ("retention: 7d", "retention: 99d"),
            ("maintenanceWindow: sun:05:00-sun:06:00", "maintenanceWindow: sunday"),
            ("applyImmediately: false", "applyImmediately: never"),
            ("engineVersion: \"15\"", "engineVersion: 15.4"),
            ("identifier: techcorp-primary", "identifier: Techcorp_Primary"),
            ("namePrefix: techcorp", "namePrefix: TechCorp"));

        var refused = await Pg.RunAsync("preview", "--stack", "prod", "--config-file", file.Path);

        var lines = refused.Error.TrimEnd().Split('\n');
        Assert.Equal(2, refused.Code);
        Assert.Equal("", refused.Out);
        Assert.Equal("pg: the configuration of stack 'prod' has 10 problems:", lines[0]);
        Assert.All(lines[1..], l => Assert.Matches(@"^  \S+ = '.*': allowed is .+ \(.+\)$", l));
        Assert.Equal(
            ["applyImmediately", "aws:region", "backup.retention", "backup.window", "engineVersion", "maintenanceWindow", "namePrefix", "primary.identifier", "replicas[0].instanceClass", "storage.allocated"],
            lines[1..].Select(l => l.Trim().Split(' ')[0]).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Problems_are_json_too_when_json_is_asked_for()
    {
        using var file = new StackFile("prod", ("retention: 7d", "retention: 99d"));

        var refused = await Pg.RunAsync("preview", "--stack", "prod", "--config-file", file.Path, "--json");

        Assert.Equal(2, refused.Code);
        var problem = Assert.Single(JsonNode.Parse(refused.Out)!["problems"]!.AsArray())!;
        Assert.Equal(("backup.retention", "99d"), (problem["key"]!.GetValue<string>(), problem["value"]!.GetValue<string>()));
    }

    [Fact]
    public async Task A_misspelt_key_is_refused_and_not_ignored()
    {
        using var file = new StackFile("prod", ("techcorp-pg-infra:applyImmediately:", "techcorp-pg-infra:aplyImmediately:"));

        var refused = await Pg.RunAsync("preview", "--stack", "prod", "--config-file", file.Path);

        Assert.Equal(2, refused.Code);
        Assert.Contains("aplyImmediately", refused.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stack_that_does_not_exist_names_those_that_do() =>
        Assert.Equal(
            new Result(2, "", "pg: There is no stack 'production': Pulumi.production.yaml does not exist. There are: dr, prod, staging.\n"),
            await Pg.RunAsync("preview", "--stack", "production"));

    [Fact]
    public async Task A_file_that_is_not_yaml_is_refused_with_the_place()
    {
        using var file = new StackFile("prod", ("config:\n", "config: [\n"));

        var refused = await Pg.RunAsync("preview", "--stack", "prod", "--config-file", file.Path);

        Assert.Equal(2, refused.Code);
        Assert.Matches(@"^pg: .*\.yaml:\d+:\d+: not YAML: ", refused.Error);
        Assert.DoesNotContain("   at ", refused.Error, StringComparison.Ordinal);
    }
}
