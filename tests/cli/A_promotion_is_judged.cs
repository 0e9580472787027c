using System.Text.Json.Nodes;
using TechCorp.PgInfra.Cli.Tests.Support;

namespace TechCorp.PgInfra.Cli.Tests;

/// <summary><c>./pg promote</c> on the committed stacks, and what <c>--record</c> refuses before a minute of work.</summary>
public sealed class A_promotion_is_judged
{
    /// <summary>Without a record nothing is deployed, and no command is printed that somebody could paste all the same.</summary>
    [Fact]
    public async Task Without_a_rehearsal_it_ends_with_the_command_that_makes_one()
    {
        var missing = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.json");

        var result = await Pg.RunAsync("promote", "--from", "staging", "--to", "prod", "--record", missing, "--json");

        Assert.Equal(3, result.Code);
        var answer = JsonNode.Parse(result.Out)!;
        Assert.Equal(("staging", "prod", false, false), ((string)answer["from"]!, (string)answer["to"]!, (bool)answer["met"]!, answer.AsObject().ContainsKey("commands")));
        var demands = answer["demands"]!.AsArray().ToDictionary(d => (string)d!["name"]!);
        Assert.Equal(["checkout", "differences", "laws", "conform", "rehearsal"], demands.Keys);
        Assert.True((bool)demands["differences"]!["met"]! && (bool)demands["laws"]!["met"]!, result.Out);
        Assert.StartsWith($"there is no record {missing} of a rehearsal of this plan (", (string)demands["rehearsal"]!["missing"]![0]!, StringComparison.Ordinal);
        Assert.Equal("./pg rehearse --stack prod --once --record", (string)demands["rehearsal"]!["wayOut"]!);
        Assert.Contains(answer["allowed"]!.AsArray(), a => (string)a!["key"]! == "primary.instanceClass" && (string)a["kind"]! == "size" && (int)a["values"]! > 0);
    }

    [Theory]
    [InlineData("7x")]
    [InlineData("0d")]
    [InlineData("d")]
    [InlineData("-1h")]
    public async Task An_age_needs_a_number_and_a_unit(string age)
    {
        var result = await Pg.RunAsync("promote", "--from", "staging", "--to", "prod", $"--max-age={age}");

        Assert.Equal(2, result.Code);
        Assert.Contains($"--max-age {age}: allowed is a whole number with its unit, e.g. 30min, 12h, 7d.", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_stacks_that_do_not_follow_each_other_are_a_mistake()
    {
        var result = await Pg.RunAsync("promote", "--from", "staging", "--to", "dr", "--check");

        Assert.Equal((2, "pg: stack 'dr' copies 'prod' and not 'staging': ./pg promote --from prod --to dr\n"), (result.Code, result.Error));
    }

    /// <summary>One drill would otherwise look like all of them.</summary>
    [Fact]
    public async Task A_record_of_drills_is_one_of_all_drills()
    {
        var result = await Pg.RunAsync("drill", "pitr", "--record");

        Assert.Equal((2, "pg: --record: a record is one of all drills; say './pg drill all --record', or leave --record out.\n"), (result.Code, result.Error));
    }
}
