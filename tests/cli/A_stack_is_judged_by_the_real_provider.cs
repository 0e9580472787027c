using TechCorp.PgInfra.Cli.Conform;
using TechCorp.PgInfra.Cli.Frame;
using TechCorp.PgInfra.Cli.Tests.Support;
using TechCorp.PgInfra.Review.Conformance;

namespace TechCorp.PgInfra.Cli.Tests;

/// <summary>What a person and a pipeline see of <c>./pg conform</c>. The provider itself is asked in tests/review.</summary>
public sealed class A_stack_is_judged_by_the_real_provider
{
    private static readonly ConformanceReport Refused = new(
        "prod", "1.11.4", "5.100.0", 165, null,
        [
            new("urn:pulumi:prod::p::aws:rds/instance:Instance::primary", "aws:rds/instance:Instance", "primary", "backupWindow", "(3am) must satisfy the format of \"hh24:mi-hh24:mi\""),
            new(null, null, null, "", "Cycle: a, b"),
        ],
        [new("urn:pulumi:prod::p::aws:iam/role:Role::r", "aws:iam/role:Role", "r", "inlinePolicies", "Argument is deprecated")],
        ["resources of the provider random are not judged (24); placeholders stand for what they make."],
        [new("translate", TimeSpan.FromSeconds(0.1)), new("init", TimeSpan.FromSeconds(3.1)), new("validate", TimeSpan.FromSeconds(8.5))]);

    [Fact]
    public void A_person_reads_the_property_the_providers_words_and_the_URN()
    {
        using var output = new StringWriter();
        ConformText.Write(Refused, output);

        Assert.Equal("""
            refused: aws:rds/instance:Instance 'primary', backupWindow: (3am) must satisfy the format of "hh24:mi-hh24:mi"
              urn:pulumi:prod::p::aws:rds/instance:Instance::primary
            refused: the stack: Cycle: a, b
            warning: aws:iam/role:Role 'r', inlinePolicies: Argument is deprecated
              urn:pulumi:prod::p::aws:iam/role:Role::r
            note: resources of the provider random are not judged (24); placeholders stand for what they make.
            stack prod: refused in 2 places; Terraform stops at what depends on them, so run it again when they are mended (hashicorp/aws 5.100.0, terraform 1.11.4)
            time: translate 0.1 s, init 3.1 s, validate 8.5 s

            """, output.ToString());
    }

    [Fact]
    public void A_pipeline_reads_the_same_as_JSON() => Assert.Equal("""
        {
          "stack": "prod",
          "clean": false,
          "terraform": "1.11.4",
          "provider": "5.100.0",
          "resources": 165,
          "planned": null,
          "findings": [
            {
              "urn": "urn:pulumi:prod::p::aws:rds/instance:Instance::primary",
              "type": "aws:rds/instance:Instance",
              "name": "primary",
              "property": "backupWindow",
              "message": "(3am) must satisfy the format of \"hh24:mi-hh24:mi\""
            },
            {
              "urn": null,
              "type": null,
              "name": null,
              "property": "",
              "message": "Cycle: a, b"
            }
          ],
          "warnings": [
            {
              "urn": "urn:pulumi:prod::p::aws:iam/role:Role::r",
              "type": "aws:iam/role:Role",
              "name": "r",
              "property": "inlinePolicies",
              "message": "Argument is deprecated"
            }
          ],
          "notes": [
            "resources of the provider random are not judged (24); placeholders stand for what they make."
          ],
          "seconds": {
            "translate": 0.1,
            "init": 3.1,
            "validate": 8.5
          }
        }
        """, ConformJson.Of(Refused).ToJsonString(JsonText.Indented));

    [Fact]
    public void A_clean_plan_is_one_line_and_its_times()
    {
        using var output = new StringWriter();
        ConformText.Write(Refused with { Findings = [], Warnings = [], Notes = [], Planned = 165 }, output);

        Assert.Equal("""
            stack prod: all 165 AWS resources planned (hashicorp/aws 5.100.0, terraform 1.11.4)
            time: translate 0.1 s, init 3.1 s, validate 8.5 s

            """, output.ToString());
    }

    /// <summary>Without the provider the file is still written: it is what one takes to a machine that has it.</summary>
    [Fact]
    public async Task Where_the_provider_is_missing_the_verb_says_how_to_get_it_and_fails()
    {
        var empty = Directory.CreateTempSubdirectory("pg-conform-cli-").FullName;
        // Read by this verb alone.
        Environment.SetEnvironmentVariable("TF_PLUGIN_DIR", empty);
        try
        {
            var result = await Pg.RunAsync("conform", "--stack", "staging", "--keep", Path.Combine(empty, "kept"));

            Assert.Equal((1, ""), (result.Code, result.Out));
            Assert.StartsWith("pg: the provider cannot be asked: ", result.Error, StringComparison.Ordinal);
            Assert.Contains($"is in none of {empty}. Get it where there is a network with: ", result.Error, StringComparison.Ordinal);
            var kept = await File.ReadAllTextAsync(Path.Combine(empty, "kept", "main.tf.json"));
            Assert.Contains("\"identifier\": \"techcorp-staging-primary\"", kept, StringComparison.Ordinal);
        }
        finally
        {
            Environment.SetEnvironmentVariable("TF_PLUGIN_DIR", null);
            Directory.Delete(empty, recursive: true);
        }
    }
}
