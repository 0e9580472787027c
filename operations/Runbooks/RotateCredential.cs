using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json.Nodes;
using System.Text.Json;
using Npgsql;
using TechCorp.PgInfra.Catalog;
using TechCorp.PgInfra.Infra.Configuration;
using TechCorp.PgInfra.Migrations;
using TechCorp.PgInfra.Migrations.Apply;
using TechCorp.PgInfra.Migrations.Connection;
using TechCorp.PgInfra.Migrations.Credentials;
using TechCorp.PgInfra.Migrations.Desired;
using TechCorp.PgInfra.Operations.Runbooks.Aws;
using TechCorp.PgInfra.Operations.Runbooks.Instances;
using TechCorp.PgInfra.Operations.Targets;
using TechCorp.PgInfra.Planning;

namespace TechCorp.PgInfra.Operations.Runbooks;

/// <summary>
/// A login's password is replaced at once, as when it has leaked and Pulumi is out of reach: the new one waits in Secrets Manager as
/// AWSPENDING, the post-deploy step gives the server and the pooler's lookup its verifier in one transaction, it is proved by logging
/// in, and only then becomes AWSCURRENT. Sessions that are open go on; the credential-rotation drill shows that no transaction fails.
/// </summary>
public static class RotateCredential
{
    private const string Pending = "AWSPENDING";
    private const string Current = "AWSCURRENT";
    private const int Length = 40;
    private const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

    /// <summary>Makes the plan; asks AWS, changes nothing.</summary>
    /// <param name="login">A login of the catalogue.</param>
    /// <param name="input">The stack's server and secrets; null prints the plan alone.</param>
    public static async Task<RunbookPlan> PlanAsync(RdsApi rds, Plan plan, string login, RunInput? input, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(rds);
        ArgumentNullException.ThrowIfNull(plan);
        var known = ServiceCatalog.TechCorp.Logins.FirstOrDefault(l => l.Name == login)
            ?? throw new TargetException($"there is no login '{login}'.{Nearest.Hint(login, ServiceCatalog.TechCorp.Logins.Select(l => l.Name))} There are: {string.Join(", ", ServiceCatalog.TechCorp.Logins.Select(l => l.Name))}. The master's password is replaced with `pulumi up --replace` alone: RDS changes it with the update.");
        var secret = plan.Find("aws:secretsmanager/secret:Secret", login) is { } declared ? plan.Text(declared, "name")! : throw new RunbookException($"stack {plan.Stack} declares no secret of {login}.");
        if (plan.Find("random:index/randomPassword:RandomPassword", login) is not { } password)
            throw new TargetException($"stack {plan.Stack} takes the password of {login} from another stack: rotate it there.");

        var described = await rds.Aws.TryCallAsync(rds.Command("secretsmanager", "describe-secret", "--secret-id", secret), ["ResourceNotFoundException"], cancellation);
        var versions = described?["VersionIdsToStages"] as JsonObject ?? [];
        var (current, pending) = (VersionOf(versions, Current), VersionOf(versions, Pending));
        if (pending == current) pending = null;
        var checks = new List<RunbookCheck>
        {
            RunbookCheck.Of(current is not null, "secret", $"{secret} is at version {current}", $"{rds.Region} has no secret {secret} with a value; is the stack deployed there, and is this the right account (aws sts get-caller-identity)?"),
        };
        checks.AddRange(input is null
            ? [RunbookCheck.Fail("server", $"which server? pulumi stack output --stack {plan.Stack} --json --show-secrets | ./pg ops rotate-credential --stack {plan.Stack} --login {login} --outputs - --connect \"sslrootcert=global-bundle.pem\"")]
            : await ServerAsync(input, plan.Stack, cancellation));
        if (pending is not null) checks.Add(RunbookCheck.Ok("pending", $"an earlier run has left version {pending} as {Pending}; it goes on with it"));

        var put = rds.Command("secretsmanager", "put-secret-value", "--secret-id", secret, "--version-stages", Pending);
        var move = rds.Command("secretsmanager", "update-secret-version-stage", "--secret-id", secret, "--version-stage", Current, "--move-to-version-id", pending ?? "NEW", "--remove-from-version-id", current ?? "OLD");
        return new($"give {login} a new password", plan.Stack, rds.Region, [.. checks],
        [
            new("downtime", $"none for open sessions; {(known.Pooled ? "clients that connect anew" : "whoever connects anew")} with the old password are refused from step 2 on: let no task of it start before step 4"),
            new("data", "none"), new("time", "seconds, then as long as its tasks take to be replaced"), new("money", "none"),
            new("way back", "the same command once more; the old password is AWSPREVIOUS"),
        ],
        [
            new($"put a new password beside the old one, as {Pending}", (put with { SecretInput = new JsonObject { ["SecretString"] = "" } }).Text(rds.Aws.Endpoint), (_, c) => PutAsync(rds, put, secret, c)) { IsDone = pending is not null },
            new("give its verifier to the server and to the pooler's lookup", $"./pg post-deploy apply --stack {plan.Stack} --outputs OUTPUTS-WITH-THE-NEW-PASSWORD", async (run, c) =>
            {
                var fresh = await PasswordAsync(rds, secret, Pending, c);
                var inForce = await InForceAsync(input!, c);
                var rotated = inForce with { Secrets = new Dictionary<string, LoginSecret>(inForce.Secrets, StringComparer.Ordinal) { [login] = new(fresh, null) } };
                var done = (await PostDeployRun.ApplyAsync(rotated, run.Say, c)).Plan;
                foreach (var line in done.Lines) run.Say(line.ToString()!);
                if (done.Blocked.FirstOrDefault(b => b.StartsWith($"~ password of {login} ", StringComparison.Ordinal)) is { } blocked) throw new RunbookException($"{blocked[2..]}. Nothing was set.");
            }),
            new("log in with it", $"psql as {login}", (run, c) => ProveAsync(rds, secret, input!, known, run, c)),
            new($"make it {Current}", move.Text(rds.Aws.Endpoint), async (_, c) =>
            {
                var now = VersionOf((await rds.Aws.CallAsync(rds.Command("secretsmanager", "describe-secret", "--secret-id", secret), c))["VersionIdsToStages"] as JsonObject ?? [], Pending);
                await rds.Aws.CallAsync(move with { Arguments = [.. move.Arguments.Select(a => a == "NEW" ? now! : a)] }, c);
                await rds.Aws.CallAsync(rds.Command("secretsmanager", "update-secret-version-stage", "--secret-id", secret, "--version-stage", Pending, "--remove-from-version-id", now!), c);
            }),
            new($"start its tasks anew: they read the secret when they start", $"aws ecs update-service --region {rds.Region} --cluster CLUSTER --service {login.Replace('_', '-')} --force-new-deployment", (_, _) => Task.CompletedTask) { IsManual = true },
        ],
        [
            $"Pulumi's state still holds the old password, and a post-deploy apply with the stack's outputs would bring it back. As soon as Pulumi is in reach, rotate once more by declaration: pulumi up --stack {plan.Stack} --replace '{password.Urn}', "
                + $"then {PostDeployCommand.Of("apply", plan.Stack)} and start its tasks anew. The next preview is then clean.",
        ]);
    }

    // The step reconciles everything and not this password alone: what else it is going to do is shown before it does it.
    private static async Task<ImmutableArray<RunbookCheck>> ServerAsync(RunInput input, string stack, CancellationToken cancellation)
    {
        const int Shown = 5;
        try
        {
            var found = await PostDeployRun.PlanAsync(await InForceAsync(input, cancellation), cancellation);
            var reached = RunbookCheck.Ok("server", $"{input.Target}");
            string[] also = [.. found.Plan.Lines.Select(l => l.ToString()), .. found.Files.Select(f => $"+ {f.Path}")];
            return also.Length == 0 ? [reached] :
            [
                reached,
                RunbookCheck.Warn("drift", $"the server is not as declared, and step 2 makes it so: {string.Join("; ", also.Take(Shown))}{(also.Length > Shown ? $"; and {also.Length - Shown} more" : "")}. {PostDeployCommand.Of("plan", stack)} shows it whole"),
            ];
        }
        catch (PostDeployException e)
        {
            return [RunbookCheck.Fail("server", string.Join("; ", e.Problems))];
        }
    }

    // The whole document is written again: its URLs hold the password as well.
    private static async Task PutAsync(RdsApi rds, AwsCommand put, string secret, CancellationToken cancellation)
    {
        var document = await ValueAsync(rds, secret, Current, cancellation);
        var (old, fresh) = (document["password"]?.GetValue<string>() ?? "", RandomNumberGenerator.GetString(Letters, Length));
        foreach (var (key, value) in document.ToList())
            if (old.Length > 0 && value is JsonValue text && text.TryGetValue<string>(out var url) && url.Contains(old, StringComparison.Ordinal)) document[key] = url.Replace(old, fresh, StringComparison.Ordinal);
        document["password"] = fresh;
        document["scram_verifier"] = ScramVerifier.Create(fresh);
        await rds.Aws.CallAsync(put with { SecretInput = new JsonObject { ["SecretString"] = document.ToJsonString(Readable) } }, cancellation);
    }

    // The outputs are as old as the last update: of two passwords that leaked, the second rotation must not bring back the first.
    private static async Task<RunInput> InForceAsync(RunInput input, CancellationToken cancellation)
    {
        var inForce = new Dictionary<string, LoginSecret>(StringComparer.Ordinal);
        await using var session = await MigrationSession.OpenAsync(input.Target, input.Session, cancellation);
        try
        {
            await using var command = new NpgsqlCommand($"SELECT username::text, password::text FROM {DesiredPooler.Schema}.{DesiredPooler.Table}", session.Connection);
            await using var rows = await command.ExecuteReaderAsync(cancellation);
            while (await rows.ReadAsync(cancellation)) inForce[rows.GetString(0)] = new LoginSecret(null, rows.GetString(1));
        }
        catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.InvalidSchemaName)
        {
            // The step has never run here, and nothing is in force.
        }

        return input with { Secrets = input.Secrets.ToDictionary(s => s.Key, s => inForce.GetValueOrDefault(s.Key, s.Value), StringComparer.Ordinal) };
    }

    private static async Task ProveAsync(RdsApi rds, string secret, RunInput input, Login login, StepRun run, CancellationToken cancellation)
    {
        if (login.Purpose is LoginPurpose.Analytics or LoginPurpose.PoolerLookup)
        {
            run.Say($"{login.Name} is let in elsewhere than on the writer; ./pg post-deploy verify tries it there");
            return;
        }

        await using var source = DataSource.Create(input.Target with { Username = login.Name, Password = await PasswordAsync(rds, secret, Pending, cancellation) }, "techcorp-pg-infra rotate-credential");
        try
        {
            await using var connection = await source.OpenConnectionAsync(cancellation);
            run.Say($"{login.Name} is let in with the new password");
        }
        catch (PostgresException e)
        {
            throw new RunbookException($"the server refuses the new password of {login.Name}: {e.MessageText}. It is not {Current} yet; tasks go on with the old secret, and the same command tries again.");
        }
    }

    private static async Task<string> PasswordAsync(RdsApi rds, string secret, string stage, CancellationToken cancellation) => (await ValueAsync(rds, secret, stage, cancellation))["password"]!.GetValue<string>();

    private static async Task<JsonObject> ValueAsync(RdsApi rds, string secret, string stage, CancellationToken cancellation)
    {
        var answer = await rds.Aws.CallAsync(rds.Command("secretsmanager", "get-secret-value", "--secret-id", secret, "--version-stage", stage), cancellation);
        try
        {
            return JsonNode.Parse(answer["SecretString"]?.GetValue<string>() ?? "") as JsonObject ?? throw new JsonException();
        }
        catch (JsonException)
        {
            throw new RunbookException($"secret {secret} ({stage}) is not the JSON object that the stack writes.");
        }
    }

    private static string? VersionOf(JsonObject versions, string stage) =>
        versions.Where(v => (v.Value as JsonArray ?? []).Any(s => s?.GetValue<string>() == stage)).Select(v => v.Key).FirstOrDefault();

    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, TypeInfoResolver = System.Text.Json.Serialization.Metadata.JsonTypeInfoResolver.Combine() };
}
