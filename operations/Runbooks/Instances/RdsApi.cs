using System.Text.Json.Nodes;
using TechCorp.PgInfra.Operations.Runbooks.Aws;

namespace TechCorp.PgInfra.Operations.Runbooks.Instances;

/// <summary>What the runbooks ask of one region's RDS.</summary>
/// <param name="aws">The CLI.</param>
/// <param name="region">Region of every call.</param>
/// <param name="patience">How long and how often it is looked whether something is done.</param>
public sealed class RdsApi(AwsCli aws, string region, Patience patience)
{
    // Nothing brings an instance out of these by waiting.
    private static readonly string[] Stuck =
    [
        "failed", "restore-error", "incompatible-network", "incompatible-parameters", "incompatible-restore", "incompatible-option-group", "insufficient-capacity",
        "inaccessible-encryption-credentials", "inaccessible-encryption-credentials-recoverable", "storage-full", "terminated",
    ];

    /// <summary>The CLI.</summary>
    public AwsCli Aws => aws;

    /// <summary>Region of every call.</summary>
    public string Region => region;

    /// <summary>How long and how often it is looked.</summary>
    public Patience Patience => patience;

    /// <summary>A call in this region.</summary>
    public AwsCommand Command(string service, string operation, params IEnumerable<string> arguments) => AwsCommand.Of(region, service, operation, arguments);

    /// <summary>A call of RDS about an instance.</summary>
    public AwsCommand Instance(string operation, string identifier) => Command("rds", operation, "--db-instance-identifier", identifier);

    /// <summary>The instance, or null when the region has none of that name.</summary>
    public async Task<ObservedInstance?> FindAsync(string identifier, CancellationToken cancellation) =>
        await aws.TryCallAsync(Instance("describe-db-instances", identifier), ["DBInstanceNotFound", "DBInstanceNotFoundFault"], cancellation) is { } answer
        && answer["DBInstances"] is JsonArray { Count: > 0 } found
            ? new ObservedInstance((JsonObject)found[0]!)
            : null;

    /// <summary>Does one call and forgets its answer.</summary>
    public Func<StepRun, CancellationToken, Task> Do(AwsCommand command) => (_, cancellation) => aws.CallAsync(command, cancellation);

    /// <summary>A step that waits until the instance is available and more.</summary>
    /// <param name="until">What else must be the case, or null.</param>
    public RunbookStep Wait(string identifier, string title, Func<ObservedInstance, bool>? until = null) => new(
        title, Instance("wait db-instance-available", identifier).Text(aws.Endpoint),
        (run, cancellation) => WaitAsync(identifier, until, run.Say, cancellation))
    {
        IfInterrupted = "RDS goes on without it. ",
    };

    /// <summary>Looks until the instance is available with nothing pending, and says what it becomes meanwhile.</summary>
    /// <exception cref="RunbookException">It is stuck in a state that does not pass, or not done within the patience.</exception>
    public async Task<ObservedInstance> WaitAsync(string identifier, Func<ObservedInstance, bool>? until, Action<string> say, CancellationToken cancellation)
    {
        var (began, last, lastSaid, refused) = (DateTime.UtcNow, "", DateTime.UtcNow, 0);
        while (true)
        {
            var found = (ObservedInstance?)null;
            try
            {
                found = await FindAsync(identifier, cancellation);
                refused = 0;
            }
            catch (AwsException e) when (e.IsPassing && ++refused < 10)
            {
                say($"{e.Message.Split('\n')[0]} (asking again)");
            }

            var status = found?.Status ?? "not there yet";
            // "pending" counts only while RDS works on it: what waits for the maintenance window is not waited for here.
            if (found is { Status: "available" } && (until is null || until(found))) return found;
            if (Stuck.Contains(status)) throw new RunbookException($"{identifier} is {status}, which does not pass by waiting; `aws rds describe-events --region {region} --source-identifier {identifier} --source-type db-instance` tells why.");
            var elapsed = DateTime.UtcNow - began;
            if (elapsed > patience.Limit)
                throw new RunbookException($"{identifier} is {status} after {elapsed.TotalMinutes:0} minutes. RDS goes on; run the same command again to wait longer, or with --timeout.");
            if (status != last || DateTime.UtcNow - lastSaid > TimeSpan.FromMinutes(1))
            {
                say($"{identifier}: {status}, {elapsed:hh\\:mm\\:ss}");
                (last, lastSaid) = (status, DateTime.UtcNow);
            }

            await Task.Delay(patience.Interval, cancellation);
        }
    }
}

/// <summary>How long and how often it is looked whether something is done.</summary>
/// <param name="Interval">Between two looks. Default 15 s: RDS throttles an account's calls as a whole.</param>
/// <param name="Limit">In all, for one step. Default 6 h: 2 TiB take hours.</param>
public sealed record Patience(TimeSpan Interval, TimeSpan Limit)
{
    /// <summary>15 s and 6 h.</summary>
    public static Patience Standard { get; } = new(TimeSpan.FromSeconds(15), TimeSpan.FromHours(6));
}
