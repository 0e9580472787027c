using System.Runtime.Versioning;
using TechCorp.PgInfra.Cli.Tests.Pipelines.Support;
using TechCorp.PgInfra.Cli.Tests.Support;

namespace TechCorp.PgInfra.Cli.Tests.Pipelines;

/// <summary>
/// The scripts run, with stand-ins for what is not here: what is called, in which order, and that nothing goes on after a refusal. Each
/// call of ./pg is one the real verbs take.
/// </summary>
[SupportedOSPlatform("linux")]
public sealed class A_script_does_what_its_job_is_for : IDisposable
{
    private const string Official = """{"sdk": "official", "resources": [{"type": "aws:rds/instance:Instance", "inputs": {}}, {"type": "aws:rds/instance:Instance", "inputs": {"replicateSourceDb": "${aws:rds/instance:Instance::techcorp-primary.identifier}"}}]}""";
    private const string WarmCopy = """{"sdk": "official", "resources": [{"type": "pulumi:pulumi:StackReference", "inputs": {}}, {"type": "aws:rds/instance:Instance", "inputs": {"replicateSourceDb": "${pulumi:pulumi:StackReference::techcorp/techcorp-pg-infra/prod.primaryArn}"}}]}""";

    private static readonly string[] Servers =
    [
        "sudo apt-get update",
        "sudo apt-get install -y --no-install-recommends postgresql-common",
        "sudo /usr/share/postgresql-common/pgdg/apt.postgresql.org.sh -y",
        "sudo tee /etc/postgresql-common/createcluster.conf",
        "sudo apt-get install -y --no-install-recommends postgresql-15 postgresql-client pgbouncer openssl",
    ];

    private readonly ScriptRun _run = new();

    public void Dispose() => _run.Dispose();

    [Fact]
    public async Task Test_runs_the_suite()
    {
        var result = await _run.RunAsync("test");

        Assert.Equal((0, ""), (result.Code, result.Error));
        Called([.. Servers[..^1], Servers[^1] + " postgresql-16 postgresql-17 python3-psycopg2 libpostgresql-jdbc-java default-jdk-headless", "pg test"]);
        Assert.Contains("<summary>ok: tests</summary>", _run.Files["a repository/.pg/verdict/10-test.md"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_provider_is_put_where_conform_looks()
    {
        var result = await _run.RunAsync("fetch-provider");

        Assert.Equal((0, ""), (result.Code, result.Error));
        Called(["terraform -chdir=TEMP/terraform-providers providers mirror TEMP/terraform-providers"]);
        Assert.StartsWith("TF_PLUGIN_DIR=", _run.Files["env"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Judge_asks_everything_of_every_stack()
    {
        var result = await _run.RunAsync("judge", ("BASE_SHA", "0123abc"));

        Assert.Equal((0, ""), (result.Code, result.Error));
        string[] stacks = ["staging", "prod", "dr"];
        Called([
            .. Servers,
            .. stacks.SelectMany(s => (string[])[$"pg laws --stack {s}", $"pg conform --stack {s}", $"pg effects --from 0123abc --stack {s}"]),
            "pg rehearse --stack prod --once --record", "pg promote --from staging --to prod --check", "pg promote --from prod --to dr --check",
        ]);
    }

    /// <summary>A major that is not installed is rehearsed on 15, and promote refuses that record; YAML writes a major in several ways.</summary>
    [Theory]
    [InlineData("\"16\"", "postgresql-15 postgresql-16 ")]
    [InlineData("'16'", "postgresql-15 postgresql-16 ")]
    [InlineData("17.4 # tried in staging", "postgresql-15 postgresql-17 ")]
    [InlineData("\"15.18\"", "postgresql-15 postgresql-client")]
    public async Task The_servers_are_of_every_major_a_stack_declares(string written, string installed)
    {
        var file = Path.Combine(_run.Root, "Pulumi.prod.yaml");
        await File.WriteAllTextAsync(file, (await File.ReadAllTextAsync(file)).Replace("engineVersion: \"15\"", $"engineVersion: {written}\n  # techcorp-pg-infra:engineVersion: 18", StringComparison.Ordinal));

        Assert.Equal(0, (await _run.RunAsync("install-servers")).Code);
        Assert.StartsWith($"sudo apt-get install -y --no-install-recommends {installed}", _run.Calls[^1], StringComparison.Ordinal);
    }

    /// <summary>One question answered badly must not hide the answers to the others, and must fail the job.</summary>
    [Fact]
    public async Task Judge_goes_on_after_a_refusal_and_fails()
    {
        var result = await _run.RunAsync("judge", ("BASE_SHA", "0123abc"), ("FAILING", "laws"));

        Assert.Equal(1, result.Code);
        Assert.Contains("pg promote --from prod --to dr --check", _run.Calls);
        Assert.Contains("<summary>NOT ok (exit 3): laws of prod</summary>", _run.Files["a repository/.pg/verdict/20-laws-prod.md"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Preview_asks_the_engine_and_gates_its_verdict()
    {
        var result = await _run.RunAsync("preview", ("STACK", "prod"), ("PREVIEW", Official));

        Assert.Equal((0, ""), (result.Code, result.Error));
        Called(["pg preview --stack prod --json", "pulumi preview --stack techcorp/prod --non-interactive --json", "pg effects --from-preview .pg/preview.json"]);
    }

    /// <summary>A stand-in of the packages can not deploy; to preview with it would show something else than what is deployed.</summary>
    [Theory]
    [InlineData("preview")]
    [InlineData("update")]
    public async Task Nothing_is_asked_of_the_engine_without_the_official_packages(string script)
    {
        var result = await _run.RunAsync(script, ("STACK", "prod"), ("PREVIEW", Official.Replace("official", "stand-in", StringComparison.Ordinal)));

        Assert.Equal(1, result.Code);
        Assert.Contains("built against the stand-in", result.Out + result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(_run.Calls, c => c.StartsWith("pulumi", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_first_run_writes_the_comment_and_the_next_rewrites_it()
    {
        (string, string)[] environment = [("PULL_REQUEST", "7"), ("HEAD_SHA", "c3bc83c36be5738005c2abdc5fef36804e55f5d7"), ("FORK", "false")];
        await _run.RunAsync("judge", ("BASE_SHA", "0123abc"));
        var first = await _run.RunAsync("comment", environment);
        var second = await _run.RunAsync("comment", [.. environment, ("EXISTING", "42")]);

        Assert.Equal((0, 0), (first.Code, second.Code));
        Assert.Equal(["POST", "PATCH"], _run.Calls.Where(c => c.StartsWith("gh api --method", StringComparison.Ordinal)).Select(c => c.Split(' ')[3]));
        var body = _run.Files["a repository/.pg/verdict.md"];
        Assert.StartsWith("<!-- pg:verdict -->\n**What ./pg says of c3bc83c36be5**\n", body, StringComparison.Ordinal);
        Assert.Equal(12, body.Split("<details>").Length - 1);
    }

    /// <summary>The token of a fork's run may not write; its author finds the verdict in the run itself.</summary>
    [Fact]
    public async Task A_fork_finds_its_verdict_in_the_summary()
    {
        var result = await _run.RunAsync("comment", ("PULL_REQUEST", "7"), ("HEAD_SHA", "c3bc83c36be5738005c2abdc5fef36804e55f5d7"), ("FORK", "true"));

        Assert.Equal(0, result.Code);
        Assert.Empty(_run.Calls);
        Assert.Contains("A fork has no role to preview with", _run.Files["summary"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_gate_rehearses_and_promotes()
    {
        var result = await _run.RunAsync("gate", ("STACK", "prod"), ("FROM", "staging"), ("PREVIEW", Official));

        Assert.Equal((0, ""), (result.Code, result.Error));
        Called([.. Servers, "pg preview --stack prod --json", "pg rehearse --stack prod --once --record", "pg promote --from staging --to prod"]);
    }

    /// <summary>A copy comes up with what it copies, and the first stack has nothing before it.</summary>
    [Theory]
    [InlineData("dr", "prod", WarmCopy, "pg rehearse --stack prod --once --record", "pg promote --from prod --to dr")]
    [InlineData("staging", "", Official, "pg rehearse --stack staging --once --record", "pg laws --stack staging")]
    public async Task The_gate_knows_what_to_rehearse(string stack, string from, string preview, string rehearsal, string next)
    {
        var result = await _run.RunAsync("gate", ("STACK", stack), ("FROM", from), ("PREVIEW", preview));

        Assert.Equal((0, ""), (result.Code, result.Error));
        Assert.Equal([rehearsal, next], _run.Calls.SkipWhile(c => !c.StartsWith("pg rehearse", StringComparison.Ordinal)).Take(2));
    }

    [Theory]
    [InlineData("rehearse")]
    [InlineData("promote")]
    public async Task The_gate_stays_shut_after_a_refusal(string failing)
    {
        var result = await _run.RunAsync("gate", ("STACK", "prod"), ("FROM", "staging"), ("PREVIEW", Official), ("FAILING", failing));

        Assert.Equal(3, result.Code);
        Assert.EndsWith(failing, _run.Calls[^1].Split(' ')[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_update_comes_after_the_gate_on_the_engines_verdict()
    {
        var result = await _run.RunAsync("update", ("STACK", "prod"), ("PREVIEW", Official));

        Assert.Equal((0, ""), (result.Code, result.Error));
        Called([
            "pg preview --stack prod --json", "pulumi preview --stack techcorp/prod --non-interactive --json", "pg effects --from-preview .pg/preview.json",
            "pulumi up --stack techcorp/prod --yes --non-interactive --suppress-outputs",
        ]);
    }

    [Fact]
    public async Task Nothing_is_updated_when_something_protected_would_go()
    {
        var result = await _run.RunAsync("update", ("STACK", "prod"), ("PREVIEW", Official), ("FAILING", "effects"));

        Assert.Equal(3, result.Code);
        Assert.DoesNotContain(_run.Calls, c => c.StartsWith("pulumi up", StringComparison.Ordinal));
    }

    /// <summary>Secrets go through a pipe: they are in no file, no output, no argument.</summary>
    [Fact]
    public async Task The_database_gets_its_secrets_through_a_pipe()
    {
        var result = await _run.RunAsync("database", ("STACK", "prod"), ("PREVIEW", Official));

        Assert.Equal((0, ""), (result.Code, result.Error));
        string[] calls = [
            "pg post-deploy apply --stack prod --outputs - --connect sslrootcert=TEMP/global-bundle.pem",
            "pg post-deploy verify --stack prod --outputs - --connect sslrootcert=TEMP/global-bundle.pem --json",
        ];
        Assert.Equal(calls, _run.Calls.Where(c => c.StartsWith("pg post-deploy", StringComparison.Ordinal)));
        Assert.Equal(2, _run.Calls.Count(c => c == "pulumi stack output --stack techcorp/prod --json --show-secrets"));
        Assert.Equal(2, _run.Given.Split(ScriptRun.Password).Length - 1);
        Assert.DoesNotContain(ScriptRun.Password, string.Join('\n', [result.Out, result.Error, .. _run.Calls, .. _run.Files.Values]), StringComparison.Ordinal);
        Assert.Equal("said by post-deploy\n", _run.Files["a repository/.pg/deployed/verify.json"]);
        Assert.Equal("c3bc83c36be5738005c2abdc5fef36804e55f5d7\n", _run.Files["a repository/.pg/deployed/commit"]);
        Assert.All(_run.Calls.Where(c => c.StartsWith("pg ", StringComparison.Ordinal)), c => Assert.Empty(ScriptRun.Refused(c)));
    }

    [Fact]
    public async Task A_warm_copy_is_deployed_into_by_what_it_copies()
    {
        var result = await _run.RunAsync("database", ("STACK", "dr"), ("PREVIEW", WarmCopy));

        Assert.Equal((0, ""), (result.Code, result.Error));
        Called(["pg preview --stack dr --json"]);
    }

    /// <summary>The commands promote prints are typed by people at night; they are the ones the verbs take.</summary>
    [Fact]
    public void The_printed_commands_are_ones_the_verbs_take()
    {
        var settings = Planning.EstatePlan.ReadSettings(Planning.Projects.PulumiProject.Load(Repository.Root).LoadStack("prod")).Settings!;
        var commands = Review.Promotion.PromotionCommands.Of(settings).Select(s => s.Command!).ToList();

        Assert.Equal(5, commands.Count);
        Assert.All(commands.SelectMany(c => c.Split(" | ")).Where(c => c.StartsWith("./pg ", StringComparison.Ordinal)), c => Assert.Empty(ScriptRun.Refused(c[2..])));
    }

    /// <summary>A stand-in that took anything would prove nothing.</summary>
    [Fact]
    public void An_option_no_verb_has_is_refused() => Assert.NotEmpty(ScriptRun.Refused("pg promote --from staging --to prod --chek"));

    private void Called(IEnumerable<string> calls)
    {
        Assert.Equal(calls, _run.Calls);
        Assert.Equal("", string.Join('\n', _run.Calls.Where(c => c.StartsWith("pg ", StringComparison.Ordinal) && c != "pg test").SelectMany(ScriptRun.Refused)));
    }
}
