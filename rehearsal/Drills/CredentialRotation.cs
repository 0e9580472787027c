using Npgsql;
using TechCorp.PgInfra.Migrations.Apply;
using TechCorp.PgInfra.Migrations.Credentials;
using TechCorp.PgInfra.Rehearsal.Deployment;
using TechCorp.PgInfra.Rehearsal.Load;

namespace TechCorp.PgInfra.Rehearsal.Drills;

/// <summary>
/// A service's password is replaced under load: the step changes the verifier on the server and in the pooler's lookup in one
/// transaction, then the service's new tasks start with the new password and the old ones end.
/// </summary>
internal static class CredentialRotation
{
    private const string Login = "order_service";

    // A login that is refused is tried again and again; a new task would be given up by its orchestrator.
    private static readonly TimeSpan TaskStart = TimeSpan.FromSeconds(5);

    public static async Task RunAsync(DrillRun run, CancellationToken cancellation)
    {
        var estate = run.Estate;
        var input = PostDeployStep.InputFor(estate);
        var password = Convert.ToHexStringLower(System.Security.Cryptography.RandomNumberGenerator.GetBytes(20));
        var rotated = input with { Secrets = input.Secrets.ToDictionary(s => s.Key, s => s.Key == Login ? new LoginSecret(password, null) : s.Value, StringComparer.Ordinal) };

        await using var old = await run.StartLoadAsync(new LoadOptions { Login = Login, Clients = 6 }, cancellation);
        await old.WaitForAsync(100, cancellation);
        try
        {
            run.Mark(MarkKind.Fault, $"the post-deploy step gives {Login} a new verifier");
            var applied = await PostDeployRun.ApplyAsync(rotated, _ => { }, cancellation);
            run.Mark(MarkKind.Step, "server and pooler lookup have the new verifier");
            await old.WaitForAsync(50, cancellation);
            await using var renewed = await StartedAsync(new LoadOptions
            {
                Clients = 6,
                Patience = TaskStart,
                Route = n => new(estate.ConnectionThrough(estate.Poolers[n % estate.Poolers.Length], Login).ConnectionString) { Password = password },
            });
            if (renewed is not null)
            {
                await renewed.WaitForAsync(50, cancellation);
                run.Mark(MarkKind.Recovery, "new tasks commit with the new password beside the old ones");
            }

            var before = await old.StopAsync();
            var refused = await RefusedAsync(estate.PasswordOf(Login));
            if (renewed is not null) await renewed.WaitForAsync(50, cancellation);
            var after = renewed is null ? new LoadResult([], []) : await renewed.StopAsync();
            await run.EndedAsync(new LoadResult([.. before.Commits.Concat(after.Commits).OrderBy(c => c.At)], []));

            run.Check("nothing but that login changes", applied.Plan.Lines.Count() is 1 or 2, string.Join("; ", applied.Plan.Lines));
            run.Check("no transaction fails", before.Failures.IsEmpty && after.Failures.IsEmpty,
                $"old tasks: {before}; new tasks: {after}");
            run.Check("the old password is refused afterwards", refused is not null, refused ?? "it was accepted");
            run.Figure("commits during the rotation", before.Commits.Length + after.Commits.Length);
            run.Figure("failed transactions", before.Failures.Length + after.Failures.Length);
            run.Figure("99th percentile of latency", before.Percentile(0.99).TotalMilliseconds, "ms");
        }
        finally
        {
            // The estate's other commands know the first password.
            await PostDeployRun.ApplyAsync(input, _ => { }, CancellationToken.None);
        }

        async Task<ClientLoad?> StartedAsync(LoadOptions options)
        {
            try
            {
                var load = await ClientLoad.StartAsync(estate, options, () => run.Now, cancellation);
                run.Check("new tasks commit with the new password", true, "beside the old ones");
                return load;
            }
            catch (DrillException e)
            {
                run.Check("new tasks commit with the new password", false, e.Message);
                return null;
            }
        }

        async Task<string?> RefusedAsync(string stale)
        {
            await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(estate.ConnectionThrough(estate.Poolers[0], Login).ConnectionString) { Password = stale }.ConnectionString);
            try
            {
                await connection.OpenAsync(cancellation);
                return null;
            }
            catch (PostgresException e)
            {
                return e.MessageText;
            }
        }
    }
}
