using System.Collections.Immutable;
using System.Text.Json.Nodes;
using TechCorp.PgInfra.Operations.Runbooks.Aws;
using TechCorp.PgInfra.Operations.Runbooks.Instances;
using TechCorp.PgInfra.Operations.Targets;
using TechCorp.PgInfra.Planning;

namespace TechCorp.PgInfra.Operations.Runbooks;

/// <summary>How the copy is promoted.</summary>
/// <param name="Root">Folder of the project.</param>
/// <param name="File">The stack's configuration file.</param>
public sealed record PromoteDrOptions(string Root, string File)
{
    /// <summary>True promotes at once through AWS, for when Pulumi or its state is out of reach; the configuration is changed as well.</summary>
    public bool Emergency { get; init; }

    /// <summary>True promotes although the primary takes connections: there will be two writers.</summary>
    public bool EvenIfPrimaryRuns { get; init; }
}

/// <summary>
/// The loss of the whole region (S48): the warm copy becomes the writer. Declared, it is one line of the stack's configuration and an
/// update; that is what this leads to, after looking whether the primary is really gone and how far the copy was behind.
/// </summary>
public static class PromoteDr
{
    /// <summary>Makes the plan; asks AWS, changes nothing.</summary>
    /// <param name="regionOf">The same API in another region.</param>
    public static async Task<RunbookPlan> PlanAsync(RdsApi rds, Func<string, RdsApi> regionOf, Plan plan, PromoteDrOptions options, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(rds);
        ArgumentNullException.ThrowIfNull(regionOf);
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(options);
        if (!plan.OfType(PlanReference.StackReferenceType).Any())
            throw new TargetException($"stack {plan.Stack} copies no other stack: there is nothing to promote. The stack of the copy declares disasterRecovery (Pulumi.dr.yaml); ./pg ops promote-replica promotes a replica of its own region.");
        var declared = DeclaredInstance.Find(plan, null);
        var name = declared.Identifier;
        var edit = StackFileEdit.Set(await File.ReadAllTextAsync(options.File, cancellation), options.File, ["config", $"{plan.Project}:disasterRecovery", "promoted"], "true");
        var asPromoted = await PromotedAsync(options, plan.Stack, edit.Text);
        var observed = await rds.FindAsync(name, cancellation);
        var promoted = observed is { ReplicaOf: null };
        var lag = observed?.ReplicaOf is null ? null : await ReplicaLag.LastAsync(rds, name, cancellation);

        var checks = new List<RunbookCheck>
        {
            observed is null ? RunbookCheck.Fail("copy", $"{rds.Region} has no instance {name}. Is this the right account (aws sts get-caller-identity)? Without a copy, restore the replicated backups: ./pg ops recover point-in-time --stack {plan.Stack} --latest")
            : promoted ? RunbookCheck.Ok("copy", $"{name} follows nobody any more: it is promoted already")
            : RunbookCheck.Of(observed.Status == "available", "copy", $"{name} is available and follows {observed.ReplicaOf}", $"{name} is {observed.Status}; RDS promotes only what is available. Wait for it"),
        };
        if (observed is not null && !promoted)
        {
            checks.Add(ReplicaLag.Check(lag));
            checks.Add(await PrimaryAsync(regionOf, observed.ReplicaOf!, options.EvenIfPrimaryRuns, cancellation));
        }

        var changed = edit.Before != edit.After;
        checks.Add(RunbookCheck.Ok("configuration", changed ? $"{Path.GetFileName(options.File)}:{edit.Line} says promoted: false" : $"{Path.GetFileName(options.File)} says promoted: true"));
        return new($"promote {name}, the copy in {rds.Region}", plan.Stack, rds.Region, [.. checks],
        [
            new("downtime", "since the region was lost; the promotion itself takes about 10 minutes, its Multi-AZ standby is built meanwhile"),
            new("data", ReplicaLag.Loss(lag)),
            new("time", "minutes for the promotion, about half an hour for the whole update (pooler, standby, backups)"),
            new("money", $"{declared.Class} becomes Multi-AZ, and a pooler comes (./pg cost --stack {plan.Stack})"),
            new("way back", "none: the copy is a writer for good; the lost region is rebuilt as a copy of this one"),
        ],
        [
            new($"declare it: {Path.GetFileName(options.File)}, line {edit.Line}", $"-{edit.Before}\n+{edit.After}", async (run, c) =>
            {
                await WriteAsync(options.File, edit.Text, c);
                run.Say($"{options.File} says promoted: true");
            }) { IsDone = !changed },
            .. options.Emergency ? EmergencySteps(rds, name, DeclaredInstance.Find(asPromoted, null), promoted) : [],
            new("see what the update will do", $"./pg effects --from HEAD --stack {plan.Stack}", Manual) { IsManual = true },
            new(options.Emergency ? "let Pulumi learn of it, as soon as its state is in reach" : "promote it", (options.Emergency ? $"pulumi refresh --stack {plan.Stack} && " : "") + $"pulumi up --stack {plan.Stack}", Manual) { IsManual = true },
            new("prove it, and send the services there", PostDeployCommand.Of("verify", plan.Stack), Manual) { IsManual = true },
        ],
        options.Emergency
            ?
            [
                $"the configuration says promoted: true and the instance follows nobody: after `pulumi refresh --stack {plan.Stack}` the update no longer promotes, and adds what is missing (pooler, alarms). Commit {Path.GetFileName(options.File)}.",
                "secrets of the source stack are read from its last state by StackReference; that needs Pulumi's backend, not the lost region.",
            ]
            :
            [
                $"commit {Path.GetFileName(options.File)}: after `pulumi up --stack {plan.Stack}` the preview is clean, with nothing to import.",
                $"clients find the new hosts in `pulumi stack output --stack {plan.Stack} connectionStrings --show-secrets`; the logins and passwords are the same.",
            ]);
    }

    private static ImmutableArray<RunbookStep> EmergencySteps(RdsApi rds, string name, DeclaredInstance asPromoted, bool promoted)
    {
        var promote = PromoteReplica.Promote(rds, name, asPromoted);
        var rest = rds.Instance("modify-db-instance", name).Switch("multi-az", asPromoted.MultiAz).Switch("deletion-protection", asPromoted.Flag("deletionProtection"));
        rest = rest with { Arguments = rest.Arguments.Add("--apply-immediately") };
        return
        [
            new($"promote {name}", promote.Text(rds.Aws.Endpoint), rds.Do(promote)) { IsDone = promoted, IfInterrupted = "A promotion that was asked for cannot be called off. " },
            rds.Wait(name, $"wait until {name} follows nobody and is available", i => i.ReplicaOf is null),
            new($"give {name} a standby", rest.Text(rds.Aws.Endpoint), async (run, c) =>
            {
                await rds.Aws.CallAsync(rest, c);
                await rds.WaitAsync(name, i => i.MultiAz || !asPromoted.MultiAz, run.Say, c);
            }) { IsNeeded = async c => (await rds.FindAsync(name, c))?.MultiAz != asPromoted.MultiAz },
        ];
    }

    // Two writers are worse than none: what each commits is lost to the other.
    private static async Task<RunbookCheck> PrimaryAsync(Func<string, RdsApi> regionOf, string arn, bool evenIfItRuns, CancellationToken cancellation)
    {
        if (arn.Split(':') is not [_, _, _, var region, _, _, var identifier]) return RunbookCheck.Warn("primary", $"{arn} is no ARN; whether it still runs is not known");
        var rds = regionOf(region);
        ObservedInstance? primary;
        try
        {
            primary = await rds.FindAsync(identifier, cancellation);
            if (primary is null) return RunbookCheck.Ok("primary", $"{region} has no {identifier} any more");
            if (primary.Status is not ("available" or "backing-up" or "modifying" or "storage-optimization" or "configuring-enhanced-monitoring" or "maintenance"))
                return RunbookCheck.Ok("primary", $"{identifier} is {primary.Status}");
            if (await IsFencedAsync(rds, primary, cancellation)) return RunbookCheck.Ok("primary", $"{identifier} is {primary.Status}, and its security groups let nobody in: it is fenced, but for sessions from before that no reboot has ended");
        }
        catch (AwsException e) when (e.IsSilence)
        {
            // What is asked is the API; the server behind it may be well.
            return RunbookCheck.Warn("primary", $"{region} does not answer ({e.Code}): that {identifier} lets nobody in is likely, and not known");
        }
        catch (AwsException e)
        {
            return evenIfItRuns
                ? RunbookCheck.Warn("primary", $"whether {identifier} runs is not known. {e.Message}")
                : RunbookCheck.Fail("primary", $"whether {identifier} runs is not known, and there must not be two writers. {e.Message} Or say --even-if-primary-runs");
        }

        var fence = string.Join("; ", primary.SecurityGroups.Select(g =>
            $"aws ec2 revoke-security-group-ingress --region {region} --group-id {g} --security-group-rule-ids $(aws ec2 describe-security-group-rules --region {region} --filters Name=group-id,Values={g} --query 'SecurityGroupRules[?!IsEgress].SecurityGroupRuleId' --output text)")
            // A rule that is taken away stops new connections; those that are tracked go on, the pooler's first.
            .Append($"aws rds reboot-db-instance --region {region} --db-instance-identifier {identifier}"));
        return evenIfItRuns
            ? RunbookCheck.Warn("primary", $"{identifier} is {primary.Status} in {region} and lets clients in: what it commits from now on is lost. Fence it, which a reboot completes for open sessions: {fence}")
            : RunbookCheck.Fail("primary", $"{identifier} is {primary.Status} in {region} and lets clients in: there would be two writers. Fence it, which a reboot completes for open sessions ({fence}; `pulumi up` opens it again), or say --even-if-primary-runs");
    }

    private static async Task<bool> IsFencedAsync(RdsApi rds, ObservedInstance primary, CancellationToken cancellation)
    {
        if (primary.SecurityGroups.IsEmpty) return false;
        var answer = await rds.Aws.CallAsync(rds.Command("ec2", "describe-security-groups").WithAll("--group-ids", primary.SecurityGroups), cancellation);
        return answer["SecurityGroups"] is JsonArray { Count: > 0 } groups && groups.All(g => g!["IpPermissions"] is JsonArray { Count: 0 });
    }

    // The edit must be a configuration, and the plan of it says what the promoted instance is to be.
    private static async Task<Plan> PromotedAsync(PromoteDrOptions options, string stack, string text)
    {
        // A folder of its own: a name that can be guessed, in a folder everybody writes to, may lead elsewhere by the time it is written.
        var folder = Directory.CreateTempSubdirectory("pg-promote-");
        try
        {
            var copy = Path.Combine(folder.FullName, $"Pulumi.{stack}.yaml");
            await File.WriteAllTextAsync(copy, text);
            return await EstatePlan.CaptureAsync(options.Root, stack, copy);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    // Whole or not at all: a half-written configuration would stop the next update.
    private static async Task WriteAsync(string file, string text, CancellationToken cancellation)
    {
        var copy = file + ".new";
        await File.WriteAllTextAsync(copy, text, cancellation);
        File.SetUnixFileMode(copy, File.GetUnixFileMode(file));
        File.Move(copy, file, overwrite: true);
    }

    private static Task Manual(StepRun run, CancellationToken cancellation) => Task.CompletedTask;
}
