using System.Diagnostics;
using System.Text.Json.Nodes;
using TechCorp.PgInfra.Catalog;

namespace TechCorp.PgInfra.Operations.Tests.Runbooks;

/// <summary>
/// The real server with the roles of the post-deploy step, the secret in an API that keeps versions. Killed wherever, the password that
/// waits is the one that is made current: a second one would lock out whoever the first was given to.
/// </summary>
[Collection(OnTheApi.Name)]
public sealed class A_leaked_password_is_replaced(EstateApi api)
{
    private const string Login = "order_service";
    private const string Secret = "techcorp/prod/postgres/order_service";

    private static readonly string Leaked = RotatedServer.PasswordOf(Login);

    [ApiFact]
    public async Task Killed_between_its_steps_it_goes_on_with_the_password_that_waits_and_shows_none()
    {
        await api.MakeAsync();
        await using var server = await RotatedServer.StartAsync();
        await using var seen = new SeenProcesses();
        await DeploySecretAsync();
        string[] words = ["ops", "rotate-credential", "--stack", "prod", "--login", Login, "--outputs", server.Outputs, "--connect", RotatedServer.Connect, "--execute", "--yes"];

        var afterPut = await KilledAtAsync("step 2 of 5", words);
        var waiting = await VersionAsync("AWSPENDING");
        Assert.NotEqual(await VersionAsync("AWSCURRENT"), waiting);
        var fresh = (await DocumentAsync("AWSPENDING"))["password"]!.GetValue<string>();

        var afterProof = await KilledAtAsync("step 4 of 5", words);
        Assert.Contains("order_service is let in with the new password", afterProof, StringComparison.Ordinal);
        Assert.Equal(Leaked, (await DocumentAsync("AWSCURRENT"))["password"]!.GetValue<string>());

        var ended = await Command.PgAsync(api.Environment, words);
        Assert.True(ended.Code == 0, ended.Error + ended.Out);
        Assert.Contains($"an earlier run has left version {waiting} as AWSPENDING; it goes on with it", ended.Out, StringComparison.Ordinal);
        Assert.Equal(waiting, await VersionAsync("AWSCURRENT"));
        Assert.Equal("", await VersionAsync("AWSPENDING"));

        // Every member that held the old one holds the new one, and the server and the pooler know it.
        var document = await DocumentAsync("AWSCURRENT");
        Assert.Equal($"postgresql://order_service:{fresh}@pgbouncer.techcorp.internal:6432/techcorp", document["DATABASE_URL"]!.GetValue<string>());
        Assert.True(ScramVerifier.Matches(fresh, document["scram_verifier"]!.GetValue<string>()));
        Assert.True(ScramVerifier.Matches(fresh, await server.LookedUpAsync(Login)));
        Assert.Equal((true, false), (await server.LetsInAsync(Login, fresh), await server.LetsInAsync(Login, Leaked)));

        var said = afterPut + afterProof + ended.Out + ended.Error;
        var lines = await seen.LinesAsync();
        Assert.Contains(lines, l => l.Contains("put-secret-value", StringComparison.Ordinal));
        Assert.All((string[])[fresh, "SCRAM-SHA-256$"], secret =>
        {
            Assert.DoesNotContain(secret, said, StringComparison.Ordinal);
            Assert.DoesNotContain(lines, l => l.Contains(secret, StringComparison.Ordinal));
        });
        Assert.DoesNotContain(Leaked, said, StringComparison.Ordinal);
    }

    /// <summary>Two leaked at once: the outputs still hold the first one's old password, which the second rotation must not bring back.</summary>
    [ApiFact]
    public async Task What_another_rotation_has_set_since_the_outputs_stays()
    {
        await api.MakeAsync();
        await using var server = await RotatedServer.StartAsync();
        await DeploySecretAsync();
        await server.ApplyAsync(login => login == "payment_service" ? "rotated-an-hour-ago" : RotatedServer.PasswordOf(login));
        string[] words = ["ops", "rotate-credential", "--stack", "prod", "--login", Login, "--outputs", server.Outputs, "--connect", RotatedServer.Connect];

        var plan = await Command.PgAsync(api.Environment, words);
        Assert.True(plan.Code == 0, plan.Error + plan.Out);
        Assert.EndsWith("\nnothing was changed; --execute does it\n", plan.Out, StringComparison.Ordinal);
        Assert.Equal("", await VersionAsync("AWSPENDING"));
        Assert.True(await server.LetsInAsync(Login, Leaked));

        var ended = await Command.PgAsync(api.Environment, [.. words, "--execute", "--yes"]);
        Assert.True(ended.Code == 0, ended.Error + ended.Out);
        Assert.False(await server.LetsInAsync(Login, Leaked));
        Assert.True(await server.LetsInAsync("payment_service", "rotated-an-hour-ago"));
    }

    /// <summary>The step that sets the password also undoes drift and applies pending files: at night nobody expects that of a rotation.</summary>
    [ApiFact]
    public async Task What_else_the_step_would_change_is_shown_before()
    {
        await api.MakeAsync();
        await using var server = await RotatedServer.StartAsync();
        await DeploySecretAsync();
        string[] words = ["ops", "rotate-credential", "--stack", "prod", "--login", Login, "--outputs", server.Outputs, "--connect", RotatedServer.Connect];

        var clean = await Command.PgAsync(api.Environment, words);
        await server.SqlAsync("GRANT CREATE ON SCHEMA orders TO monitor");
        var drifted = await Command.PgAsync(api.Environment, words);
        var unreachable = await Command.PgAsync(api.Environment, [.. words[..^1], "sslmode=disable port=1"]);

        Assert.DoesNotContain("drift", clean.Out, StringComparison.Ordinal);
        Assert.Equal(0, drifted.Code);
        Assert.Contains("the server is not as declared, and step 2 makes it so: - revoke create on schema orders from monitor. pulumi stack output --stack prod", drifted.Out, StringComparison.Ordinal);
        // Known before a password waits in the store.
        Assert.Contains("nothing listens at", unreachable.Out, StringComparison.Ordinal);
        Assert.Equal((3, ""), (unreachable.Code, await VersionAsync("AWSPENDING")));
    }

    [Theory]
    [InlineData("order_servce", 2, "there is no login 'order_servce'. Did you mean 'order_service'? There are: ")]
    [InlineData(Login, 3, "which server? pulumi stack output --stack prod --json --show-secrets | ./pg ops rotate-credential --stack prod --login order_service --outputs -")]
    public async Task What_it_needs_is_asked_for(string login, int code, string asked)
    {
        using var aws = new RecordedAws().Answers("secretsmanager.describe-secret", """{"VersionIdsToStages": {"v1": ["AWSCURRENT"]}}""");
        var ended = await Command.PgAsync(aws.Environment, "ops", "rotate-credential", "--stack", "prod", "--login", login, "--execute", "--yes");
        Assert.Equal(code, ended.Code);
        Assert.Contains(asked, ended.Out + ended.Error, StringComparison.Ordinal);
        Assert.All(aws.Calls, c => Assert.StartsWith("secretsmanager describe-secret", c, StringComparison.Ordinal));
    }

    // As the stack writes it; the password of the fixture alone may be seen in a list of processes.
    private async Task DeploySecretAsync()
    {
        var document = new JsonObject { ["username"] = Login, ["password"] = Leaked, ["scram_verifier"] = "of-the-old-one", ["DATABASE_URL"] = $"postgresql://order_service:{Leaked}@pgbouncer.techcorp.internal:6432/techcorp" };
        await api.AwsAsync("secretsmanager", "create-secret", "--region", "us-east-1", "--name", Secret, "--secret-string", document.ToJsonString());
    }

    private async Task<JsonNode> DocumentAsync(string stage) =>
        JsonNode.Parse(await api.AwsAsync("secretsmanager", "get-secret-value", "--region", "us-east-1", "--secret-id", Secret, "--version-stage", stage, "--query", "SecretString"))!;

    private Task<string> VersionAsync(string stage) =>
        api.AwsAsync("secretsmanager", "list-secret-version-ids", "--region", "us-east-1", "--secret-id", Secret, "--query", $"Versions[?contains(VersionStages, '{stage}')].VersionId");

    private async Task<string> KilledAtAsync(string step, string[] words)
    {
        using var process = Process.Start(Command.StartPg(api.Environment, words))!;
        var (output, said) = (process.StandardOutput.ReadToEndAsync(), "");
        while (await process.StandardError.ReadLineAsync() is { } line)
        {
            said += line + "\n";
            if (line.Contains(step, StringComparison.Ordinal)) process.Kill();
        }

        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 137, said + await output);
        return said + await output;
    }
}
