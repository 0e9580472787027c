using TechCorp.PgInfra.Migrations.Connection;
using TechCorp.PgInfra.Migrations.Desired;
using TechCorp.PgInfra.Migrations.Diff;
using TechCorp.PgInfra.Migrations.Live;
using TechCorp.PgInfra.Migrations.Sql;

namespace TechCorp.PgInfra.Migrations.Apply;

/// <summary>Brings a server to the declaration. Plan and apply compare the same way; apply also sends the statements.</summary>
public static class PostDeploy
{
    // Healing one difference can bare another (a grant that rested on a revoked grant option); what is left after this many
    // rounds would never end.
    private const int MaxRounds = 3;

    /// <summary>What is to be done, found inside the transaction the session has open.</summary>
    public static async Task<Plan> CompareAsync(MigrationSession session, DesiredState desired, bool additive, CancellationToken cancellation) =>
        Differ.Compare(await LiveReader.ReadAsync(session, cancellation), desired, session.Server, additive);

    /// <summary>
    /// Does it, in one transaction that is committed only once a new comparison inside it finds nothing left. The caller holds
    /// the run's lock.
    /// </summary>
    /// <returns>What was done.</returns>
    /// <exception cref="PostDeployException">Refused, blocked or not converging; everything was rolled back.</exception>
    public static async Task<Plan> ReconcileAsync(
        MigrationSession session, DesiredState desired, RunInput input, Action<string> progress, CancellationToken cancellation)
    {
        const string What = "roles, schemas and grants";
        return await LockedTransaction.RunAsync(session, What, async () =>
        {
            var live = await LiveReader.ReadAsync(session, cancellation);
            var first = Differ.Compare(input.ResetPasswords ? live.WithoutPasswordsInForce() : live, desired, session.Server, input.Additive);
            var plan = first;
            for (var round = 1; !plan.IsEmpty; round++)
            {
                if (round > MaxRounds)
                {
                    throw new PostDeployException(ExitCode.Failed,
                    [
                        $"{What}: still different after {MaxRounds} rounds; another session undoes the changes or the server keeps them from taking effect. Everything was rolled back. Left:",
                        .. plan.Lines.Take(20).Select(l => $"  {l}"),
                    ]);
                }

                await session.ExecuteAsync(Sent(plan), cancellation);
                plan = await CompareAsync(session, desired, input.Additive, cancellation);
            }

            return first with { Blocked = plan.Blocked, Unknown = plan.Unknown };
        }, progress, cancellation);
    }

    // A round trip of its own would be paid by every first apply, and by every run far away.
    private static IEnumerable<SqlText> Sent(Plan plan)
    {
        var sent = plan.Statements.Select(s => s.Sql);
        return plan.Statements.Any(s => s.Sql.Secret is not null) ? sent.Append(StatementStatistics.ForgetPasswords) : sent;
    }
}
