using TechCorp.PgInfra.Cli.Tests.Support;

namespace TechCorp.PgInfra.Cli.Tests;

/// <summary>Exit code 2 means that nothing was tried; pipelines rely on it.</summary>
public sealed class Usage_errors_say_what_is_allowed
{
    [Theory]
    [InlineData("preveiw", "pg: there is no verb 'preveiw'. Did you mean 'preview'? './pg help' lists them.\n")]
    [InlineData("xyzzy", "pg: there is no verb 'xyzzy'. './pg help' lists them.\n")]
    public async Task An_unknown_verb_suggests_the_nearest(string verb, string expected) =>
        Assert.Equal(new Result(2, "", expected), await Pg.RunAsync(verb));

    [Fact]
    public async Task A_missing_option_is_named_with_the_way_to_help() => Assert.Equal(
        new Result(2, "", "pg: Option '--stack' is required.\npg: './pg preview --help' shows what is allowed.\n"),
        await Pg.RunAsync("preview"));

    [Fact]
    public async Task Every_problem_of_a_command_line_is_told()
    {
        var refused = await Pg.RunAsync("preview", "--stck", "prod", "extra");

        Assert.Equal(2, refused.Code);
        Assert.Contains("'--stck'", refused.Error, StringComparison.Ordinal);
        Assert.Contains("'extra'", refused.Error, StringComparison.Ordinal);
    }

    /// <summary>A drill that is misspelt must not look like one that passed.</summary>
    [Fact]
    public async Task An_unknown_drill_suggests_the_nearest() => Assert.Equal(
        new Result(2, "",
            "pg: there is no drill 'az-failovr'. Did you mean 'az-failover'? There are replica-loss, credential-rotation, lag, deadlock, disk, cpu-and-latency, connections, pitr, table-recovery, parameter-order, az-failover, dr-promote and all.\n"),
        await Pg.RunAsync("drill", "az-failovr"));

    /// <summary>Two minutes of drills end in a page: that it cannot be written is said before.</summary>
    [Fact]
    public async Task A_report_in_no_folder_is_refused_before_anything_starts() => Assert.Equal(
        new Result(2, "", "pg: --report: there is no folder /no/such/folder; create it or name another file.\n"),
        await Pg.RunAsync("drill", "all", "--report", "/no/such/folder/drills.html"));

    [Fact]
    public async Task No_verb_at_all_shows_the_verbs_and_fails()
    {
        var shown = await Pg.RunAsync();

        Assert.Equal((2, (await Pg.RunAsync("help")).Out), (shown.Code, shown.Out));
    }

    [Fact]
    public async Task The_verbs_are_listed_for_scripts_too()
    {
        var verbs = System.Text.Json.Nodes.JsonNode.Parse((await Pg.RunAsync("help", "--json")).Out)!["verbs"]!.AsArray();

        Assert.Equal(Verbs.All.Select(v => v.Name), verbs.Select(v => v!["name"]!.GetValue<string>()));
    }

    /// <summary>Help and --json are the frame's, so no verb can lack them.</summary>
    [Fact]
    public async Task Every_verb_has_help_with_json()
    {
        foreach (var verb in Verbs.All)
        {
            var help = await Pg.RunAsync(verb.Name, "--help");

            Assert.Equal(0, help.Code);
            Assert.Contains(verb.Summary, help.Out, StringComparison.Ordinal);
            Assert.Contains("--json", help.Out, StringComparison.Ordinal);
            Assert.Equal(help.Out, (await Pg.RunAsync("help", verb.Name)).Out);
        }
    }
}
