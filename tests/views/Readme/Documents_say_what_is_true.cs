using System.CommandLine.Parsing;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using TechCorp.PgInfra.Catalog;
using TechCorp.PgInfra.Cli;
using TechCorp.PgInfra.Cli.Frame;
using TechCorp.PgInfra.Operations.Checks;
using TechCorp.PgInfra.Rehearsal.Drills;
using TechCorp.PgInfra.Views.Tests.Support;

namespace TechCorp.PgInfra.Views.Tests.Readme;

/// <summary>What a document says about the repository, asked of the repository.</summary>
public sealed partial class Documents_say_what_is_true
{
    /// <summary>A command that is not understood at three in the morning is worse than none.</summary>
    [Fact]
    public void Every_command_is_one_the_program_understands()
    {
        var commands = Document.All.SelectMany(d => d.BlockLines.Where(l => !l.StartsWith("pg: ", StringComparison.Ordinal)).SelectMany(Commands).Select(c => (d.Path, Command: c, Whole: true))
            .Concat(d.Inline.SelectMany(Commands).Select(c => (d.Path, Command: c, Whole: false)))).ToList();

        Assert.True(commands.Count > 100, $"only {commands.Count} commands were found");
        var wrong = commands.SelectMany(c => Problems(c.Command, c.Whole).Select(p => $"{c.Path}: {c.Command}: {p}")).ToList();
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    /// <summary>What finds nothing wrong is worth something only when it finds what is wrong.</summary>
    [Theory]
    [InlineData("./pg preview --stack prod", true, true)]
    [InlineData("./pg preview", true, false)]
    [InlineData("./pg preview", false, true)]
    [InlineData("./pg prewiev --stack prod", false, false)]
    [InlineData("./pg preview --stak prod", false, false)]
    [InlineData("./pg drill everything", true, true)]
    [InlineData("./pg post-deploy aply --stack prod", false, false)]
    [InlineData("pulumi stack output --json | ./pg post-deploy plan --stack prod --outputs - --connect \"host=a user=b\" > plan.txt", true, true)]
    public void A_command_that_does_not_exist_is_found(string line, bool whole, bool understood) =>
        Assert.Equal(understood, Commands(line).SelectMany(c => Problems(c, whole)).All(_ => false));

    [Fact]
    public void Every_link_leads_to_a_file_or_a_heading_that_exists()
    {
        var dead = from document in Document.All
                   from Match link in Link().Matches(document.Text)
                   let target = link.Groups[1].Value
                   where !target.StartsWith("http", StringComparison.Ordinal)
                   let parts = target.Split('#')
                   let path = parts[0].Length == 0 ? Checkout.Path(document.Path) : Path.GetFullPath(Path.Combine(Path.GetDirectoryName(Checkout.Path(document.Path))!, parts[0]))
                   where !(File.Exists(path) || Directory.Exists(path)) || (parts.Length > 1 && !Headings(path).Contains(parts[1]))
                   select $"{document.Path}: {target}";

        Assert.Empty(dead);
    }

    /// <summary>The drawing is the rule: an arrow that is built without being drawn goes the way nobody agreed to.</summary>
    [Fact]
    public void The_parts_depend_on_each_other_exactly_as_drawn()
    {
        var drawing = Document.All.Single(d => d.Path == "docs/architecture.md").Text;
        drawing = drawing[..drawing.IndexOf("## What is declared", StringComparison.Ordinal)];
        var drawn = Arrow().Matches(drawing).Select(m => $"{m.Groups[1].Value} --> {m.Groups[2].Value}").Order(StringComparer.Ordinal);

        string[] parts = ["catalog", "infra", "planning", "review", "migrations", "rehearsal", "operations", "views", "cli"];
        var built = from project in parts.SelectMany(p => Directory.EnumerateFiles(Checkout.Path(p), "*.csproj", SearchOption.AllDirectories))
                    where !project.Contains("/bin/", StringComparison.Ordinal) && !project.Contains("/obj/", StringComparison.Ordinal)
                    from reference in XDocument.Load(project).Descendants("ProjectReference")
                    let target = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(project)!, ((string)reference.Attribute("Include")!).Replace('\\', '/')))
                    orderby Part(project) + Part(target)
                    select $"{Part(project)} --> {Part(target)}";
        Assert.Equal(drawn, built.Order(StringComparer.Ordinal));
        Assert.All(parts, p => Assert.Contains($"    {p}[\"", drawing, StringComparison.Ordinal));

        static string Part(string project) => Path.GetFileName(Path.GetDirectoryName(project))!;
    }

    /// <summary>Each decision answers the same four questions, and names the requirement it is about.</summary>
    [Fact]
    public void Every_decision_says_what_the_source_says_what_is_true_what_is_built_and_what_would_change_it()
    {
        var pages = Document.All.Where(d => d.Path.StartsWith("docs/decisions/", StringComparison.Ordinal) && !d.Path.EndsWith("README.md", StringComparison.Ordinal)).ToList();
        var index = Document.All.Single(d => d.Path == "docs/decisions/README.md").Text;

        Assert.True(pages.Count >= 6);
        Assert.All(pages, page =>
        {
            Assert.All((string[])["**The source says**", "**What is true.**", "**What is built.**", "**What would change it.**"], part => Assert.Contains(part, page.Text, StringComparison.Ordinal));
            Assert.Matches(@"\bS\d+\b", page.Text);
            Assert.Contains($"({Path.GetFileName(page.Path)})", index, StringComparison.Ordinal);
        });
    }

    /// <summary>Whoever is woken reads the alarm's description: the page it names must be there, and be about that alarm.</summary>
    [Fact]
    [Trait("Requirement", "S54")]
    public async Task Every_alarm_names_a_runbook_that_names_the_alarm()
    {
        foreach (var stack in (string[])["prod", "staging", "dr"])
        {
            var alarms = (await Grafana.Drawn.OfAsync(stack)).Plan.OfType("aws:cloudwatch/metricAlarm:MetricAlarm").ToList();
            Assert.NotEmpty(alarms);
            Assert.All(alarms, alarm =>
            {
                var named = Assert.Single(RunbookPath().Matches(alarm.Inputs["alarmDescription"]!.GetValue<string>())).Value;
                Assert.Contains($"`{alarm.Name.Split('-')[0]}`", Document.All.Single(d => d.Path == named).Text, StringComparison.Ordinal);
            });
        }
    }

    /// <summary>The incidents of the source document and of the drills; each page is short and says the same things in the same order.</summary>
    [Fact]
    [Trait("Requirement", "S54")]
    public void Every_runbook_says_symptom_command_decision_and_what_was_shown()
    {
        var index = Document.All.Single(d => d.Path == "docs/runbooks/README.md").Text;
        Assert.Equal(
            [
                "connections", "cpu-and-latency", "credential-rotation", "deadlocks", "disk-full", "memory", "parameter-reboot", "point-in-time-recovery", "pooler-down",
                "region-loss", "replica-lag", "slow-queries", "table-recovery", "wraparound", "zone-failover",
            ],
            Document.Runbooks.Select(d => Path.GetFileNameWithoutExtension(d.Path)));
        Assert.Subset(Document.Runbooks.Select(d => d.Path).ToHashSet(), AlarmTable.Rules.Select(r => r.Runbook).ToHashSet());
        Assert.All(Document.Runbooks, page =>
        {
            Assert.Equal(["Symptom", "Command", "Decision", "What was shown"], Heading().Matches(page.Text).Select(m => m.Groups[1].Value));
            Assert.Contains($"({Path.GetFileName(page.Path)})", index, StringComparison.Ordinal);
            Assert.InRange(page.Text.Split('\n').Length, 12, 90);
            Assert.NotEmpty(Commands(page.Section("Command")!.Replace("\n", " ; ", StringComparison.Ordinal)).ToList());
        });
    }

    /// <summary>A question that is added, or goes, is missed by whoever reads the list at night.</summary>
    [Fact]
    public void The_questions_of_health_are_listed_in_the_order_they_are_asked() =>
        Assert.Equal(
            CheckTable.All.Select(c => c.Name),
            Document.All.Single(d => d.Path == "docs/runbooks/README.md").BlockLines.Where(l => l.StartsWith("ok  ", StringComparison.Ordinal)).Select(l => l.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1]));

    /// <summary>A figure whose command is not beside it cannot be checked; one whose name the drill does not know is of another drill.</summary>
    [Fact]
    public void Every_figure_of_a_drill_stands_with_the_command_that_prints_it()
    {
        var quoted = (from page in Document.Runbooks
                      from Match block in Quoted().Matches(page.Section("What was shown")!)
                      select (page.Path, Drill: block.Groups[1].Value, Text: block.Groups[2].Value)).ToList();

        var sources = string.Concat(Directory.EnumerateFiles(Checkout.Path("rehearsal/Drills"), "*.cs").Select(File.ReadAllText));
        Assert.All(quoted, q =>
        {
            var drill = DrillTable.Find(q.Drill);
            Assert.True(drill is not null, $"{q.Path}: there is no drill {q.Drill}");
            Assert.Contains($"passed  {q.Drill} (", q.Text, StringComparison.Ordinal);
            Assert.Contains(drill.Proves, q.Text, StringComparison.Ordinal);
            var figures = q.Text.Trim().Split('\n').Skip(1).SelectMany(l => l.Split(", ")).Select(f => Figure().Match(f.Trim()).Groups[1].Value).ToList();
            Assert.NotEmpty(figures);
            Assert.All(figures, name => Assert.True(
                sources.Contains($"\"{name}\"", StringComparison.Ordinal) || name.StartsWith("time to alarm on ", StringComparison.Ordinal), $"{q.Path}: no drill measures '{name}'"));
        });
        Assert.Equal(DrillTable.All.Select(d => d.Name).Order(StringComparer.Ordinal), quoted.Select(q => q.Drill).Distinct().Order(StringComparer.Ordinal));
    }

    // From `./pg` to whatever the shell would take for itself.
    private static IEnumerable<string> Commands(string line) => Command().Matches(line).Select(m => m.Value.Trim());

    private static IEnumerable<string> Problems(string command, bool whole)
    {
        var words = CommandLineParser.SplitCommandLine(command).Skip(1).ToList();
        if (words.Count == 0 || words[0] == "help") return [];
        if (Verbs.All.All(v => v.Name != words[0])) return [$"there is no verb '{words[0]}'"];
        var errors = CommandLine.Parse(words, TextWriter.Null, TextWriter.Null).Errors.Select(e => e.Message);
        // In a sentence a command may be named without everything it needs.
        return whole ? errors : errors.Where(e => !e.Contains("required", StringComparison.OrdinalIgnoreCase));
    }

    private static HashSet<string> Headings(string path) =>
        [.. Regex.Matches(File.ReadAllText(path), @"^#+ (.+)$", RegexOptions.Multiline).Select(m => Regex.Replace(m.Groups[1].Value.ToLowerInvariant(), @"[^\w\- ]", "").Replace(' ', '-'))];

    [GeneratedRegex(@"\./pg(?: (?:""[^""]*""|[^\s|;&>#""`]+))*")]
    private static partial Regex Command();

    [GeneratedRegex(@"\[[^\]]*\]\(([^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"^    (\w+) --> (\w+)$", RegexOptions.Multiline)]
    private static partial Regex Arrow();

    [GeneratedRegex(@"docs/runbooks/[\w-]+\.md")]
    private static partial Regex RunbookPath();

    [GeneratedRegex(@"^## (.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"^```\n\$ \./pg drill ([\w-]+)\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Quoted();

    [GeneratedRegex(@"^(.+) [\d.,]+(?: \w+)?$")]
    private static partial Regex Figure();
}
