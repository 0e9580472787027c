using System.Diagnostics;
using TechCorp.PgInfra.Review.Conformance;
using static TechCorp.PgInfra.Review.Tests.Conformance.Support.SmallPlan;

namespace TechCorp.PgInfra.Review.Tests.Conformance;

/// <summary>It runs beside other jobs on shared runners, and is interrupted there.</summary>
public sealed class Asking_the_provider_leaves_nothing_behind : IDisposable
{
    // Stands where Terraform stands, to show what it is given.
    private readonly string _root = Directory.CreateTempSubdirectory("pg-fake-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    /// <summary>A key, a profile or an endpoint of the caller must not turn a review into a call.</summary>
    [Fact]
    public async Task Terraform_gets_nothing_of_the_callers_environment_and_no_way_out()
    {
        using var folder = new WorkFolder();
        var (_, output, _) = await new TerraformProcess(Fake("env | grep -v -e ^SHLVL= -e ^_= | sort; pwd; stat -c %a ."), folder).RunAsync(default, "x");

        Assert.Equal($"""
            AWS_CONFIG_FILE=/dev/null
            AWS_EC2_METADATA_DISABLED=true
            AWS_SHARED_CREDENTIALS_FILE=/dev/null
            CHECKPOINT_DISABLE=1
            HOME={folder.Path}
            HTTPS_PROXY=http://127.0.0.1:9
            HTTP_PROXY=http://127.0.0.1:9
            PATH=/usr/local/bin:/usr/bin:/bin
            PWD={folder.Path}
            TF_CLI_CONFIG_FILE={folder.Path}/cli.tfrc
            TF_INPUT=0
            TF_IN_AUTOMATION=1
            TMPDIR={folder.Path}
            {folder.Path}
            700

            """, output);
    }

    [Fact]
    public async Task A_failed_init_is_told_in_terraforms_words_and_the_folder_is_gone()
    {
        var marker = Path.Combine(_root, "where");
        var fake = Fake($"pwd > {marker}; echo '╷'; echo '│ Error: Failed to query available provider packages'; exit 1");

        var failure = await Assert.ThrowsAsync<ConformanceException>(() => new ConformanceCheck(fake).RunAsync(Of(Resource("aws:sns/topic:Topic", "t"))));

        Assert.Equal("terraform init failed: Error: Failed to query available provider packages", failure.Message);
        Assert.False(Directory.Exists((await File.ReadAllTextAsync(marker)).Trim()));
    }

    [Fact]
    public async Task Output_that_is_not_JSON_is_a_failure_and_never_a_clean_plan()
    {
        var fake = Fake("[ $1 = init ] || echo 'panic: runtime error'");

        var failure = await Assert.ThrowsAsync<ConformanceException>(() => new ConformanceCheck(fake).RunAsync(Of(Resource("aws:sns/topic:Topic", "t"))));

        Assert.Equal("terraform validate failed: panic: runtime error", failure.Message);
    }

    /// <summary>A provider that plans nothing has judged nothing.</summary>
    [Fact]
    public async Task A_plan_without_every_resource_is_not_clean()
    {
        var fake = Fake("""case $1 in validate) echo '{"diagnostics":[]}';; plan) echo '{"type":"version"}';; esac""");

        var report = await new ConformanceCheck(fake).RunAsync(Of(Resource("aws:sns/topic:Topic", "t")));

        Assert.Equal((1, 0, false), (report.Resources, report.Planned, report.IsClean));
    }

    [Fact]
    public async Task An_interrupted_run_ends_terraform_with_its_children_and_removes_the_folder()
    {
        var marker = Path.Combine(_root, "where");
        var fake = Fake($"sleep 300 & echo $$ $! > {marker}.new; pwd >> {marker}.new; mv {marker}.new {marker}; wait");
        using var cancellation = new CancellationTokenSource();
        var run = new ConformanceCheck(fake).RunAsync(Of(Resource("aws:sns/topic:Topic", "t")), cancellation: cancellation.Token);
        while (!File.Exists(marker))
        {
            Assert.False(run.IsCompleted);
            await Task.Delay(20);
        }

        var lines = await File.ReadAllLinesAsync(marker);
        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
        Assert.False(Directory.Exists(lines[1]));
        Assert.All(lines[0].Split(' '), pid => Assert.True(IsGone(pid), $"process {pid} is still there"));
    }

    [Fact]
    public void What_a_killed_run_left_is_removed_by_the_next_and_a_running_ones_is_not()
    {
        using var other = new WorkFolder();
        // No process has this id: it is above the kernel's limit.
        var left = Directory.CreateDirectory(Path.Combine(Path.GetTempPath(), "pg-conform-4999999-deadbeef")).FullName;
        File.WriteAllText(Path.Combine(left, "main.tf.json"), "{}");

        using var next = new WorkFolder();

        Assert.False(Directory.Exists(left));
        Assert.True(Directory.Exists(other.Path));
    }

    /// <summary>Each answers for its own file, however long the other takes.</summary>
    [Fact]
    public async Task Two_at_once_do_not_meet()
    {
        var fake = Fake("""
            [ $1 = validate ] || exit 0
            sleep 0.5
            echo '{"diagnostics":[{"severity":"error","summary":"'$(grep -o 'topic-[ab]' main.tf.json | head -1)'","address":"aws_sns_topic.t"}]}'
            exit 1
            """);
        var runs = new[] { "topic-a", "topic-b" }.Select(name =>
            new ConformanceCheck(fake).RunAsync(Of(Resource("aws:sns/topic:Topic", "t", $$"""{"name":"{{name}}"}""")))).ToList();

        var reports = await Task.WhenAll(runs);

        Assert.Equal(["topic-a", "topic-b"], reports.Select(r => Assert.Single(r.Findings).Message));
        Assert.All(reports, r => Assert.Equal((Urn("aws:sns/topic:Topic", "t"), (int?)null, false), (r.Findings[0].Urn, r.Planned, r.IsClean)));
    }

    // A killed child waits for its new parent to take note of it; until then it is a zombie.
    private static bool IsGone(string pid)
    {
        var clock = Stopwatch.StartNew();
        while (clock.Elapsed < TimeSpan.FromSeconds(5))
        {
            if (!File.Exists($"/proc/{pid}/stat") || File.ReadAllText($"/proc/{pid}/stat").Split(") ")[^1].StartsWith('Z'))
            {
                return true;
            }

            Thread.Sleep(20);
        }

        return false;
    }

    private TerraformInstallation Fake(string script)
    {
        var path = Path.Combine(_root, "terraform");
        File.WriteAllText(path, "#!/bin/bash\n" + script + "\n");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return new TerraformInstallation(path, _root, "5.100.0");
    }
}
