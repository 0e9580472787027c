using TechCorp.PgInfra.Cli.Frame;
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

    /// <summary>At night it is typed by hand, and a level deeper than the verb.</summary>
    [Theory]
    [InlineData("ops healt", "'healt'. Did you mean 'health'? There are: health, slow-queries,")]
    [InlineData("ops recover tabel", "'tabel'. Did you mean 'table'? There are: point-in-time, table.\n")]
    [InlineData("rehearse stauts", "'stauts'. Did you mean 'status'? There are: status, outputs, down.\n")]
    [InlineData("ops lag --nod techcorp-replica-1", "'--nod'. Did you mean '--node'?\n")]
    [InlineData("laws --stak prod", "'--stak'. Did you mean '--stack'?\n")]
    public async Task An_unknown_word_suggests_the_nearest_and_is_not_called_missing(string line, string expected)
    {
        var refused = await Pg.RunAsync(line.Split(' '));

        Assert.Equal((2, ""), (refused.Code, refused.Out));
        Assert.Contains(expected, refused.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("was not provided", refused.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_subcommand_is_answered_with_those_there_are() => Assert.Equal(
        new Result(2, "", "pg: Required command was not provided. There are: point-in-time, table.\npg: './pg ops recover --help' shows what is allowed.\n"),
        await Pg.RunAsync("ops", "recover"));

    /// <summary>System.Int32 means nothing to who types it.</summary>
    [Theory]
    [InlineData("--limit", "abc", "a whole number")]
    [InlineData("--watch", "often", "a number")]
    public async Task A_value_of_another_kind_is_told_in_words(string option, string value, string kind) => Assert.Equal(
        new Result(2, "", $"pg: {option} is '{value}'; it is {kind}.\npg: './pg ops lag --help' shows what is allowed.\n"),
        await Pg.RunAsync("ops", "lag", option, value));

    /// <summary>A program that asked for JSON gets it, also when its command line is wrong: an empty standard output is no answer.</summary>
    [Theory]
    [InlineData("opps --json", "there is no verb 'opps'. Did you mean 'ops'? './pg help' lists them.")]
    [InlineData("drill --json", "Required argument 'drill' missing for command: 'drill'. Which drills, or all.")]
    [InlineData("ops lag --limit abc --json", "--limit is 'abc'; it is a whole number.")]
    public async Task A_usage_error_is_JSON_where_JSON_was_asked_for(string line, string expected)
    {
        var refused = await Pg.RunAsync(line.Split(' '));

        Assert.Equal(2, refused.Code);
        Assert.Equal(expected, System.Text.Json.Nodes.JsonNode.Parse(refused.Out)!["problems"]![0]!["message"]!.GetValue<string>());
        Assert.StartsWith($"pg: {expected}\n", refused.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_option_is_named_with_the_way_to_help() => Assert.Equal(
        new Result(2, "", "pg: Option '--stack' is required. The stack: Pulumi.<stack>.yaml, for example prod.\npg: './pg preview --help' shows what is allowed.\n"),
        await Pg.RunAsync("preview"));

    /// <summary>What is typed first is the stack's bare name: two refusals of it did not say that they are about the same thing.</summary>
    [Theory]
    [InlineData("preview prod", "pg: Unrecognized command or argument 'prod'. Did you mean '--stack prod'?\npg: Option '--stack' is required.")]
    [InlineData("preview --stack", "pg: Required argument missing for option: '--stack'. The stack: Pulumi.<stack>.yaml, for example prod.\n")]
    [InlineData("promote staging prod", "pg: Unrecognized command or argument 'staging'.\npg: Unrecognized command or argument 'prod'.\n")]
    public async Task A_word_without_its_option_is_told_which_one(string line, string expected)
    {
        var refused = await Pg.RunAsync(line.Split(' '));

        Assert.Equal((2, ""), (refused.Code, refused.Out));
        Assert.StartsWith(expected, refused.Error, StringComparison.Ordinal);
    }

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
            "pg: there is no drill 'az-failovr'. Did you mean 'az-failover'? There are replica-loss, credential-rotation, lag, held-log, wraparound, deadlock, lock-queue, disk, cpu-and-latency, connections, pooler-loss, pitr, table-recovery, parameter-order, az-failover, dr-promote and all.\n"),
        await Pg.RunAsync("drill", "az-failovr"));

    /// <summary>Two minutes of drills end in a page: that it cannot be written is said before.</summary>
    [Fact]
    public async Task A_report_in_no_folder_is_refused_before_anything_starts() => Assert.Equal(
        new Result(2, "", "pg: --report: there is no folder /no/such/folder; create it or name another file.\n"),
        await Pg.RunAsync("drill", "all", "--report", "/no/such/folder/drills.html"));

    /// <summary>What ends long work is tried before it: a folder, and a place where nobody may write.</summary>
    [Theory]
    [InlineData("drill lag --report /proc", "--report: /proc is a folder; name a file in it.")]
    [InlineData("drill lag --report /proc/drills.html", "--report: /proc/drills.html cannot be written: ")]
    [InlineData("drill all --record /proc", "--record: /proc is a folder; name a file in it.")]
    [InlineData("rehearse --once --record /no/such/folder/r.json", "--record: there is no folder /no/such/folder; create it or name another file.")]
    public async Task A_result_that_could_not_be_written_is_refused_before_anything_starts(string line, string expected)
    {
        var refused = await Pg.RunAsync(line.Split(' '));

        Assert.Equal((2, ""), (refused.Code, refused.Out));
        Assert.StartsWith($"pg: {expected}", refused.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_there_stays_until_there_is_something_better()
    {
        var file = Path.GetTempFileName();
        var beside = file + ".html";
        await File.WriteAllTextAsync(file, "last night's");

        ResultFile.Demand("--report", file);
        ResultFile.Demand("--report", beside);

        Assert.Equal(("last night's", false), (await File.ReadAllTextAsync(file), File.Exists(beside)));
        File.Delete(file);
    }

    /// <summary>An unset variable of a script must not become a tunnel to nowhere.</summary>
    [Fact]
    public async Task A_bastion_without_a_name_is_refused() => Assert.Equal(
        new Result(2, "", "pg: --bastion is empty; give it a value, or leave it out.\npg: './pg connect --help' shows what is allowed.\n"),
        await Pg.RunAsync("connect", "--stack", "prod", "--as", "monitor", "--bastion", ""));

    [Fact]
    public async Task No_verb_at_all_shows_the_verbs_and_fails()
    {
        var shown = await Pg.RunAsync();

        Assert.Equal((2, (await Pg.RunAsync("help")).Out), (shown.Code, shown.Out));
        Assert.Equal(new Result(2, (await Pg.RunAsync("help", "--json")).Out, ""), await Pg.RunAsync("--json"));
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

    /// <summary>A variable that a pipeline does not set. For git an empty revision is the index: the gate would compare an edit with itself.</summary>
    [Theory]
    [InlineData("--from is empty; give it a value, or leave it out.", "effects", "--from", "", "--stack", "prod")]
    [InlineData("--from has no value, since '--stack' behind it is an option; give it a value, or leave it out.", "effects", "--from", "--stack", "prod")]
    [InlineData("--out is empty; give it a value.", "sheet", "--stack", "prod", "--out", "")]
    public async Task An_empty_value_is_refused(string expected, params string[] words)
    {
        var refused = await Pg.RunAsync(words);

        Assert.Equal((2, ""), (refused.Code, refused.Out));
        Assert.Contains($"pg: {expected}\n", refused.Error, StringComparison.Ordinal);
    }

    /// <summary>It is every verb's, so it may stand before each of them.</summary>
    [Fact]
    public async Task Json_may_stand_before_the_verb() =>
        Assert.Equal(await Pg.RunAsync("preview", "--stack", "nope", "--json"), await Pg.RunAsync("--json", "preview", "--stack", "nope"));

    /// <summary>The parser would read a file of that name.</summary>
    [Fact]
    public async Task A_word_with_an_at_sign_is_a_word() =>
        Assert.Equal(new Result(2, "", "pg: There is no stack '@prod': Pulumi.@prod.yaml does not exist. There are: dr, prod, staging.\n"), await Pg.RunAsync("preview", "--stack", "@prod"));

    [Fact]
    public async Task Help_is_a_word_too()
    {
        Assert.Equal(await Pg.RunAsync("help"), await Pg.RunAsync("help", "help"));
        Assert.Equal(new Result(2, "", "pg: there is no verb 'hlep'. Did you mean 'help'? './pg help' lists them.\n"), await Pg.RunAsync("hlep"));
    }
}
