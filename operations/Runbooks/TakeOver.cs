using System.Collections.Immutable;
using TechCorp.PgInfra.Operations.Runbooks.Instances;

namespace TechCorp.PgInfra.Operations.Runbooks;

/// <summary>
/// One instance takes another's identifier, and with it the host name every client, secret and pooler has: two renames instead of a
/// change in each of them.
/// </summary>
internal static class TakeOver
{
    /// <summary>What the one that makes room is called afterwards.</summary>
    public static string ReplacedName(string identifier) => $"{identifier}-replaced";

    /// <summary>Whether the one that makes room finds its new name free: said before the hours of a restore and not behind them.</summary>
    /// <param name="there">The instance of that name, if any.</param>
    /// <param name="madeRoom">True when it is the one that made room.</param>
    public static IEnumerable<RunbookCheck> Room(string identifier, ObservedInstance? there, bool madeRoom)
    {
        if (there is not null && !madeRoom)
            yield return RunbookCheck.Fail("take-over", $"{there.Identifier} is there: {identifier} cannot be renamed to it. It holds what an earlier take-over replaced; give it another name, or delete it once that is judged");
    }

    /// <param name="identifier">The identifier that is taken over.</param>
    /// <param name="by">The instance that takes it.</param>
    /// <param name="madeRoom">True when the first rename is done.</param>
    /// <param name="tookOver">True when the second is.</param>
    public static ImmutableArray<RunbookStep> Steps(RdsApi rds, string identifier, string by, bool madeRoom, bool tookOver)
    {
        return [Rename(identifier, ReplacedName(identifier), madeRoom), Rename(by, identifier, tookOver)];

        RunbookStep Rename(string from, string to, bool done)
        {
            var command = rds.Instance("modify-db-instance", from).With("--new-db-instance-identifier", to);
            command = command with { Arguments = command.Arguments.Add("--apply-immediately") };
            return new($"rename {from} to {to}", command.Text(rds.Aws.Endpoint), async (run, cancellation) =>
            {
                if (await rds.FindAsync(to, cancellation) is not null) throw new RunbookException($"{to} is there already: another run of this command may have been faster. Run it again, which looks who is who; delete neither before.");
                await rds.Aws.CallAsync(command, cancellation);
                await rds.WaitAsync(to, null, run.Say, cancellation);
            }) { IsDone = done, IfInterrupted = $"RDS renames {from} to {to} without it. " };
        }
    }

    /// <summary>What Pulumi's state must learn: it knows an instance by its resource id, which a rename does not change.</summary>
    public static ImmutableArray<string> Afterwards(DeclaredInstance declared, ObservedInstance? stated)
    {
        var (stack, identifier) = (declared.Plan.Stack, declared.Identifier);
        var old = stated?.ResourceId ?? "db-OLD";
        var region = declared.Resource.Region;
        return
        [
            $"Pulumi's state still means the old instance ({old}), and would rename it back. Before the next preview, put the new id in: "
                + $"new=$(aws rds describe-db-instances --region {region} --db-instance-identifier {identifier} --query 'DBInstances[0].DbiResourceId' --output text); "
                + $"pulumi stack export --stack {stack} | sed \"s/{old}/$new/g\" | pulumi stack import --stack {stack}; pulumi refresh --stack {stack} --target '{declared.Urn}'",
            "what came from a snapshot needs nothing more: snapshotIdentifier is ignored. `pulumi preview` is then clean but for the replicas.",
            $"replicas go on following {ReplacedName(identifier)}: make them again one by one (pulumi up --stack {stack} --replace URN), and so the copy in the other region and its replicated backups.",
            $"{ReplacedName(identifier)} costs money until it is deleted, and holds everything committed since: keep it until that is judged.",
        ];
    }
}
