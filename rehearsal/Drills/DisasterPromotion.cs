using System.Text.Json.Nodes;
using TechCorp.PgInfra.Catalog;
using TechCorp.PgInfra.Planning;
using TechCorp.PgInfra.Processes;
using TechCorp.PgInfra.Rehearsal.Estates;
using TechCorp.PgInfra.Rehearsal.Load;
using TechCorp.PgInfra.Rehearsal.Poolers;
using TechCorp.PgInfra.Rehearsal.Topology;

namespace TechCorp.PgInfra.Rehearsal.Drills;

/// <summary>The whole first region is lost, and the copy is promoted as its stack declares it with <c>promoted: true</c> (S48).</summary>
internal static class DisasterPromotion
{
    private const string InstanceType = "aws:rds/instance:Instance";
    private static readonly TimeSpan Stall = TimeSpan.FromMilliseconds(300);

    // A copy further behind than this under a light load is not behind, it has stopped.
    private static readonly TimeSpan CatchUp = TimeSpan.FromSeconds(5);

    public static async Task RunAsync(DrillRun run, CancellationToken cancellation)
    {
        var estate = run.Estate;
        var copy = estate.Nodes.FirstOrDefault(n => n.Declared.Kind == NodeKind.RemoteReplica)
            ?? throw new DrillException("No stack copies this one into another region (disasterRecovery.sourceStack), so nothing is left of it.");
        var promoted = await CapturePromotedAsync(run, copy);
        _ = PoolerOf(promoted);
        // A promotion that would not come out right is not begun.
        if (!run.Holds) return;
        await using var load = await run.StartLoadAsync(new LoadOptions { Clients = 4 }, cancellation);
        await load.WaitForAsync(100, cancellation);
        await FollowsAsync(run, copy, cancellation);
        if (!run.Holds) return;

        await Failover.StallAsync(run, estate.Writer, [copy], cancellation);
        var stalled = run.Now;
        await Task.Delay(Stall, cancellation);
        var fault = run.Mark(MarkKind.Fault, $"SIGKILL to every server and pooler of {estate.Topology.Writer.Region}");
        var region = estate.Nodes.Where(n => n != copy && n.Declared.Region == estate.Topology.Writer.Region).ToList();
        await Task.WhenAll([.. region.Select(n => n.KillAsync()), .. estate.Poolers.Select(p => p.KillAsync())]);
        var result = await load.StopAsync();
        await run.EndedAsync(result);
        await Failover.DetectAsync(run, estate.Node(estate.Writer.Identifier), cancellation);

        await copy.PromoteAsync(cancellation);
        run.Mark(MarkKind.Step, $"{copy.Identifier} is promoted");
        var pooler = await StartPoolerAsync(estate, promoted, copy, cancellation);
        run.Mark(MarkKind.Step, "the pooler that the promoted stack declares is up");
        var reader = estate.Poolers[0];
        await using var resumed = await ClientLoad.StartAsync(estate, new LoadOptions { Clients = 4, Route = _ => estate.ConnectionThrough(reader, "order_service") }, () => run.Now, cancellation);
        await resumed.WaitForAsync(100, cancellation);
        var recovered = run.Mark(MarkKind.Recovery, "services write into the other region");
        var after = await resumed.StopAsync();
        await run.EndedAsync(after);

        var held = await CommitTable.IdsAsync(copy, estate.DatabaseName, cancellation);
        var lost = result.Commits.Where(c => !held.Contains(c.Id)).ToList();
        var point = lost.Count == 0 ? TimeSpan.Zero : fault - lost.Min(c => c.At);
        var allowed = run.Subject.Alarms.Alarms.FirstOrDefault(a => a.Metric.Name == "ReplicaLag" && a.Metric.Instance == copy.Identifier)?.Threshold
            ?? throw new DrillException($"No alarm on ReplicaLag of {copy.Identifier} is declared, so nobody would know how much a promotion loses.");
        run.Check("everything acknowledged before the line broke is there", lost.All(c => c.At > stalled - TimeSpan.FromMilliseconds(250)), $"{lost.Count} of {result.Commits.Length} acknowledged commits are lost, none older than {point.TotalSeconds:0.00} s");
        run.Check("the recovery point is within the lag that is alarmed on", point.TotalSeconds <= allowed, FormattableString.Invariant($"{point.TotalSeconds:0.00} s of at most {allowed:0} s"));
        run.Check("writes go on through the declared pooler", after.Failures.IsEmpty && after.Commits.All(c => held.Contains(c.Id)), $"{after}");
        run.Figure("recovery point", point.TotalSeconds, "s");
        run.Figure("recovery time", (recovered - fault).TotalSeconds, "s");
        run.Figure("lost commits", lost.Count);

        await BuildStandbyAsync(run, promoted, copy, region, cancellation);
        await pooler.StopAsync();
        run.Note("Promoting takes RDS minutes and a person's decision; here the time is that of PostgreSQL and PgBouncer alone.");
    }

    // What it does not have by now it will not have when the region is gone.
    private static async Task FollowsAsync(DrillRun run, RunningNode copy, CancellationToken cancellation)
    {
        var writer = run.Estate.Writer;
        var position = await writer.QueryAsync<string>("SELECT pg_current_wal_flush_lsn()::text", null, cancellation);
        var caughtUp = await run.UntilAsync(() => copy.QueryAsync<bool>($"SELECT coalesce(pg_last_wal_replay_lsn() >= '{position}', false)", null, cancellation), CatchUp, cancellation);
        var behind = await copy.QueryAsync<long>($"SELECT pg_wal_lsn_diff('{position}', coalesce(pg_last_wal_replay_lsn(), '0/0'))::bigint", null, cancellation);
        var slot = await writer.QueryAsync<string>(
            $"SELECT coalesce((SELECT CASE WHEN active THEN 'active' ELSE 'not active' END FROM pg_replication_slots WHERE slot_name = '{copy.StreamingName}'), 'gone')", null, cancellation);
        run.Check("the copy follows the writer", caughtUp, caughtUp
            ? $"{copy.Identifier} has replayed all that was written; its slot on {writer.Identifier} is {slot}"
            : $"{copy.Identifier} is {Math.Max(0, behind):#,0} bytes behind after {CatchUp.TotalSeconds:0} s; its slot on {writer.Identifier} is {slot}");
    }

    private static PoolerDeclaration PoolerOf(Plan promoted) => PoolerDeclaration.From(promoted)
        ?? throw new DrillException($"Stack {promoted.Stack} declares no pooler when it is promoted, so the services have nothing to connect to.");

    /// <summary>The copy's stack with the one value changed, and what it says of the copy.</summary>
    private static async Task<Plan> CapturePromotedAsync(DrillRun run, RunningNode copy)
    {
        var before = run.Estate.Plans.DisasterRecovery!;
        var configuration = run.Subject.Project.LoadStack(before.Stack);
        var key = $"{configuration.Project}:disasterRecovery";
        var section = JsonNode.Parse(configuration.Get(key)!)!.AsObject();
        section["promoted"] = true;
        var after = await PromotedAsync();

        var (was, becomes) = (Instance(before), Instance(after));
        run.Check("promoted: true declares the same instance in place", was.Urn == becomes.Urn && Same("identifier") && Same("kmsKeyId") && Same("storageEncrypted"), becomes.Urn);
        run.Check("it declares it as a Multi-AZ writer with backups and without a source",
            !becomes.Inputs.ContainsKey("replicateSourceDb") && becomes.Flag("multiAz") == true && becomes.Number("backupRetentionPeriod") > 0,
            $"replicateSourceDb {(becomes.Inputs.ContainsKey("replicateSourceDb") ? "declared" : "absent")}, multiAz {becomes.Flag("multiAz")}, backupRetentionPeriod {becomes.Number("backupRetentionPeriod")}");
        var parameters = EstateTopology.From(after).Writer.Parameters;
        var changed = parameters.Where(p => copy.Declared.Parameters.GetValueOrDefault(p.Key) != p.Value).Select(p => p.Key).ToList();
        run.Check("its parameters need no reboot", changed.Count == 0, changed.Count == 0 ? "the parameter group is the replica's own" : $"changed: {string.Join(", ", changed)}");
        run.Mark(MarkKind.Step, $"stack {before.Stack} is captured with disasterRecovery.promoted: true");
        return after;

        async Task<Plan> PromotedAsync()
        {
            try
            {
                return await EstatePlan.CaptureAsync(run.Subject.Project, configuration.With(key, section.ToJsonString()));
            }
            catch (ConfigurationException e)
            {
                throw new DrillException($"Stack {before.Stack} cannot be promoted; with disasterRecovery.promoted: true its configuration is refused: {string.Join("; ", e.Problems)}");
            }
        }

        PlannedResource Instance(Plan plan) => plan.OfType(InstanceType).Single(i => plan.Text(i, "identifier") == copy.Identifier);

        // A change of one of these would replace the instance, and its data with it.
        bool Same(string property) => JsonNode.DeepEquals(was.Inputs[property], becomes.Inputs[property]);
    }

    private static async Task<PgBouncer> StartPoolerAsync(RunningEstate estate, Plan promoted, RunningNode copy, CancellationToken cancellation)
    {
        var declaration = PoolerOf(promoted);
        var instance = promoted.OfType(InstanceType).Single(i => promoted.Text(i, "identifier") == copy.Identifier);
        // In the place of a pooler of the lost region, with its certificate.
        var place = estate.Poolers[0];
        var tls = Path.Combine(Path.GetDirectoryName(estate.RootCertificateFile)!, place.Name);
        const string Name = "pooler-dr";
        var places = new PoolerPlaces(
            new Dictionary<string, string> { [instance.Name] = copy.Host }, estate.Addresses.DatabasePort, place.Host, place.Port,
            new PgBouncerFiles(Path.Combine(estate.Run.Path, Name, "userlist.txt"), tls + ".crt", tls + ".key", estate.RootCertificateFile));
        var version = PgBouncerBinary.VersionOf(PgBouncerBinary.Find());
        var pooler = PgBouncer.Create(estate.Run, Name, _ => declaration.For(places, version), place.Port, place.Host);
        pooler.WriteFile("userlist.txt", PgBouncerUserList.Render(estate.PasswordOf(PoolerAuthentication.Login), estate.Secrets.Logins[PoolerAuthentication.StatsLogin].Verifier));
        await pooler.StartAsync(cancellation);
        return pooler;
    }

    // Multi-AZ from promotion on; the machine of a lost server is free for it.
    private static async Task BuildStandbyAsync(DrillRun run, Plan promoted, RunningNode copy, List<RunningNode> region, CancellationToken cancellation)
    {
        if (!EstateTopology.From(promoted).Nodes.Any(n => n.Kind == NodeKind.Standby)) return;
        var standby = region.FirstOrDefault(n => n.Declared.Kind == NodeKind.Standby) ?? region[0];
        await run.Estate.RebuildAsync(standby, copy, cancellation);
        await copy.SetSynchronousStandbyAsync(standby, cancellation);
        run.Mark(MarkKind.Step, "its Multi-AZ standby is built");
        var state = await copy.QueryAsync<string>("SELECT coalesce(string_agg(sync_state, ','), 'none') FROM pg_stat_replication", null, cancellation);
        run.Check("it is Multi-AZ again", state == "sync", $"sync_state of its standby: {state}");
    }
}
