using System.Runtime.Versioning;
using TechCorp.PgInfra.Cli.Tests.Pipelines.Support;
using TechCorp.PgInfra.Cli.Tests.Support;

namespace TechCorp.PgInfra.Cli.Tests.Pipelines;

/// <summary>A pipeline has more rights than anybody in the company; what keeps them in bounds is checked by every run of the tests.</summary>
[SupportedOSPlatform("linux")]
public sealed class A_workflow_keeps_the_rules
{
    public static TheoryData<string> Rules => [.. WorkflowRule.All.Select(r => r.Name)];

    [Theory]
    [MemberData(nameof(Rules))]
    public void Every_workflow_keeps_it_and_a_broken_one_is_found(string name)
    {
        var rule = WorkflowRule.All.Single(r => r.Name == name);

        Assert.NotEmpty(Workflow.Committed);
        Assert.Equal("", string.Join('\n', Workflow.Committed.SelectMany(w => rule.Breaches(w.Workflow).Select(b => $"{w.Name}: {b}"))));
        Assert.Empty(rule.Breaches(Workflow.Parse(WorkflowRule.Good)));
        Assert.Contains(rule.Broken.From, WorkflowRule.Good, StringComparison.Ordinal);
        Assert.NotEmpty(rule.Breaches(Workflow.Parse(WorkflowRule.Good.Replace(rule.Broken.From, rule.Broken.To, StringComparison.Ordinal))));
    }

    /// <summary>Who sets the pipeline up has one page to work through.</summary>
    [Fact]
    public void Every_variable_is_explained()
    {
        var readme = File.ReadAllText(Path.Combine(Repository.Root, ".github/README.md"));

        Assert.Equal([], Workflow.Committed.SelectMany(w => w.Workflow.Names).Distinct().Where(n => !readme.Contains($"| `{n}` |", StringComparison.Ordinal)));
    }

    /// <summary>One commit, one version: two comments beside the same commit would mean that one of them lies.</summary>
    [Fact]
    public void An_action_has_one_commit_everywhere()
    {
        var used = Workflow.Committed.SelectMany(w => w.Workflow.Text.Split('\n')).Select(l => l.Trim().TrimStart('-', ' '))
            .Where(l => l.StartsWith("uses: ", StringComparison.Ordinal) && !l.Contains("./", StringComparison.Ordinal)).Distinct();

        Assert.All(used.GroupBy(u => u.Split('@')[0]), g => Assert.Single(g));
    }

    /// <summary>The order of promotion is the README's: staging, prod, dr, each after the one before, each compared with it.</summary>
    [Fact]
    public void Stacks_are_promoted_in_order()
    {
        var promotion = Workflow.Committed.Single(w => w.Name == "promotion.yml").Workflow;

        Assert.Equal(
            ["staging after : staging from ", "prod after staging: prod from staging", "dr after prod: dr from prod"],
            promotion.Jobs.Select(j => $"{j.Name} after {j.Job.Text("needs")}: {j.Job.Map("with")["stack"]} from {j.Job.Map("with").GetValueOrDefault("from")}"));
    }

    /// <summary>Every script is called by a workflow or by another script, exists, and is one bash can read.</summary>
    [Fact]
    public async Task Every_script_is_there_and_used()
    {
        var folder = Path.Combine(Repository.Root, ".github/scripts");
        var scripts = Directory.GetFiles(folder).Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal).ToList();
        var texts = Workflow.Committed.Select(w => w.Workflow.Text).Concat(Directory.GetFiles(folder).Select(File.ReadAllText)).ToList();

        foreach (var script in scripts)
        {
            Assert.True(texts.Any(t => t.Contains($".github/scripts/{script}", StringComparison.Ordinal)), $"nothing calls {script}");
            var parsed = await LauncherCopy.FinishAsync(System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo("bash", ["-n", Path.Combine(folder, script)]) { RedirectStandardOutput = true, RedirectStandardError = true })!);
            Assert.Equal((0, ""), (parsed.Code, parsed.Error));
            Assert.Equal(script != "verdict.sh", File.GetUnixFileMode(Path.Combine(folder, script)).HasFlag(UnixFileMode.UserExecute));
        }

        Assert.Equal([], Workflow.Committed.SelectMany(w => w.Workflow.Steps).Select(s => s.Step.Text("run")).OfType<string>().Select(r => Path.GetFileName(r)).Distinct().Except(scripts));
    }
}
