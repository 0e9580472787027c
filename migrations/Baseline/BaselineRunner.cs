using System.Collections.Immutable;
using Npgsql;
using TechCorp.PgInfra.Catalog;
using TechCorp.PgInfra.Migrations.Connection;

namespace TechCorp.PgInfra.Migrations.Baseline;

/// <summary>
/// Applies the versioned files of the schemas: each in one transaction of its own, as the owner of its schema, recorded in the
/// same transaction. Killed anywhere, a file is applied and recorded or neither; run again, it goes on.
/// </summary>
/// <remarks>
/// A running service reads the schema while it changes, so files should expand first and contract later: add what is new, let
/// the service write both, and remove what is old in a later file. An index on a big table wants CREATE INDEX CONCURRENTLY,
/// which cannot run in a transaction: build it by hand first and let the file say CREATE INDEX IF NOT EXISTS.
/// </remarks>
/// <param name="catalog">Services whose schemas are brought up to date; their owner roles must exist.</param>
/// <param name="files">From <see cref="BaselineFiles.Load"/>.</param>
public sealed class BaselineRunner(ServiceCatalog catalog, ImmutableArray<BaselineFile> files)
{
    // "pginfra" in ASCII: one key, taken in the one database of the estate.
    private const long LockKey = 0x0070_6769_6E66_7261;

    /// <summary>Longest wait for one lock; at most this long do the service's own statements queue behind a waiting change.</summary>
    /// <value>Default 2 s.</value>
    public TimeSpan LockTimeout { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How often a file is tried when a lock is not to be had.</summary>
    /// <value>Default 5.</value>
    public int Attempts { get; init; } = 5;

    /// <summary>Opens a second connection, to look at who is in the way while a file waits for a lock.</summary>
    /// <value>Default null: nobody is named.</value>
    public Func<CancellationToken, ValueTask<NpgsqlConnection>>? Observer { get; init; }

    /// <summary>Told after each file.</summary>
    public IProgress<BaselineFile>? Progress { get; init; }

    /// <summary>What <see cref="ApplyAsync"/> would do. Writes nothing.</summary>
    public async Task<BaselinePlan> PlanAsync(NpgsqlConnection connection, CancellationToken cancellation = default) =>
        BaselinePlan.Compute(catalog, files, await BaselineLedger.ReadAsync(connection, cancellation));

    /// <summary>Applies what is pending.</summary>
    /// <param name="connection">Open, to the primary, as the master.</param>
    /// <returns>The files this call applied; another run may have applied others at the same time.</returns>
    /// <exception cref="BaselineException">A file was edited or is missing, a statement failed, or a lock could not be had.</exception>
    public async Task<ImmutableArray<BaselineFile>> ApplyAsync(NpgsqlConnection connection, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(connection);
        var plan = await PlanAsync(connection, cancellation);
        if (!plan.Problems.IsEmpty)
            throw new BaselineException(plan.Problems);

        var applied = ImmutableArray.CreateBuilder<BaselineFile>();
        foreach (var file in plan.Pending)
        {
            if (!await ApplyFileAsync(connection, file, cancellation))
                continue;
            applied.Add(file);
            Progress?.Report(file);
        }

        return applied.ToImmutable();
    }

    private async Task<bool> ApplyFileAsync(NpgsqlConnection connection, BaselineFile file, CancellationToken cancellation)
    {
        await using var watch = Observer is { } open ? new BlockerWatch(connection.ProcessID, open) : null;
        for (var attempt = 1; ; attempt++)
        {
            await using var transaction = await connection.BeginTransactionAsync(cancellation);
            try
            {
                var mine = await BaselineTransaction.RunAsync(connection, file, LockKey, LockTimeout, cancellation);
                await transaction.CommitAsync(cancellation);
                return mine;
            }
            catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.DeadlockDetected)
            {
                await transaction.RollbackAsync(CancellationToken.None);
                if (attempt >= Attempts)
                {
                    var blocker = watch is null ? null : await watch.StopAsync();
                    throw new BaselineException([$"{file.Source} needs a lock that others hold and was given up after {attempt} {(attempt == 1 ? "attempt" : "attempts")} of {LockTimeout.TotalSeconds:0.#} s"
                        + $"{(blocker is null ? "" : $", {blocker.Words}")}; nothing of it is applied. "
                        + (blocker is null ? "Run it again." : $"Wait for that one, or end it with SELECT pg_terminate_backend({blocker.Pid}), and run it again.")], e);
                }

                // Others that queued behind this attempt go first.
                await Task.Delay(TimeSpan.FromMilliseconds(Random.Shared.Next(100, 300) * attempt), cancellation);
            }
        }
    }
}
