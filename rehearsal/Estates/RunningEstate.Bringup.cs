using System.Collections.Immutable;
using TechCorp.PgInfra.Catalog;
using TechCorp.PgInfra.Processes;
using TechCorp.PgInfra.Rehearsal.Parameters;
using TechCorp.PgInfra.Rehearsal.Plans;
using TechCorp.PgInfra.Rehearsal.Poolers;
using TechCorp.PgInfra.Rehearsal.Secrets;
using TechCorp.PgInfra.Rehearsal.Topology;

namespace TechCorp.PgInfra.Rehearsal.Estates;

/// <summary>How an estate comes up, and how a later command finds it again.</summary>
public sealed partial class RunningEstate
{
    /// <summary>
    /// Brings every declared server and pooler up: the writer, its followers, each streaming through its own slot, and the poolers.
    /// Nothing is deployed into the database yet. The caller deletes the run when this fails.
    /// </summary>
    /// <param name="run">An empty run, whose progress is told about each step.</param>
    /// <param name="plans">What to bring up.</param>
    /// <param name="onceWriterIsUp">Work on the writer that goes on while its followers are copied from it; null has none. What fails elsewhere calls it off.</param>
    /// <exception cref="TopologyException">The plans are not one estate.</exception>
    /// <exception cref="ProcessException">A server did not come up; the message holds the end of its log.</exception>
    public static async Task<RunningEstate> StartAsync(RunDirectory run, EstatePlans plans, Func<RunningEstate, CancellationToken, Task>? onceWriterIsUp = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(plans);
        var topology = plans.Topology;
        var pooler = PoolerDeclaration.From(plans.Estate);
        var scale = ParameterTranslation.ScaleFor(topology.Nodes, MachineMemory());
        var addresses = EstateAddresses.Choose(topology.Nodes.Length, pooler?.Tasks ?? 0);
        var state = new EstateState(addresses, EstateSecrets.Generate(plans.Estate), scale, topology.Writer.Identifier, false);

        var estate = new RunningEstate(run, plans, state, CertificateAuthority.RootCertificateOf(run));
        if (topology.Writer.BackupRetentionDays > 0)
            estate.Archive = WalArchive.Create(run, ArchiveFolder);
        var writer = estate.CreateWriterAsync(cancellation);
        EstateState.SavePlans(run, plans);
        state.Save(run);
        using (var authority = CertificateAuthority.Create(run))
            estate.IssueCertificates(authority);
        run.User.WriteFile(estate.PasswordFile, estate.PasswordFileText());

        estate.Nodes = [await writer];
        using var part = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var followersMayStream = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var followers = estate.StartFollowersAsync(followersMayStream.Task, part.Token);
        var work = WorkAsync();
        try
        {
            await Together.RunAsync(CallOffAsync, estate.StartPoolersAsync(part.Token), followers, work);
        }
        catch (Npgsql.NpgsqlException e)
        {
            throw new ProcessException($"A server of the estate failed while it was brought up: {e.Message}{NoRoom.Suspected(run.Path)}{ShellLimit.Suspected(e)}", e);
        }

        estate.Nodes = await followers;
        return estate;

        // A commit that waits for a standby which will never come hears of nothing else.
        async Task CallOffAsync()
        {
            await part.CancelAsync();
            await estate.Nodes[0].KillAsync();
        }

        async Task WorkAsync()
        {
            try
            {
                await estate.StartWriterAsync(part.Token);
                followersMayStream.SetResult();
            }
            catch (Exception e)
            {
                followersMayStream.SetException(e);
                throw;
            }
            await estate.CreateDatabaseAsync(part.Token);
            await (onceWriterIsUp?.Invoke(estate, part.Token) ?? Task.CompletedTask);
        }
    }

    /// <summary>Runs initdb, which does not depend on any plan, so that reading the plans can go on meanwhile.</summary>
    public static Task PrepareAsync(RunDirectory run, CancellationToken cancellation = default) => EmptyCluster.CreateAsync(run, RdsServer.Superuser, cancellation);

    /// <summary>Opens the estate of a run that another command brought up; null when it has not come that far.</summary>
    public static RunningEstate? Open(RunDirectory run)
    {
        ArgumentNullException.ThrowIfNull(run);
        if (EstateState.Read(run) is not { } state || EstateState.ReadPlans(run) is not { } plans)
            return null;
        var estate = new RunningEstate(run, plans, state, CertificateAuthority.RootCertificateOf(run));
        if (estate.Topology.Writer.BackupRetentionDays > 0)
            estate.Archive = WalArchive.Create(run, ArchiveFolder);
        estate.Nodes = [.. estate.Topology.Nodes.Select(n => (Node: n, Cluster: Cluster.Open(run, n.Identifier)))
            .Where(n => n.Cluster is not null).Select(n => new RunningNode(n.Node, n.Cluster!, estate.Translate(n.Node)))];
        estate.Poolers = [.. Enumerable.Range(0, estate.PoolerDeclaration?.Tasks ?? 0).Select(estate.PoolerAt(
            (name, address, configuration) => PgBouncer.Open(run, name, state.Addresses.PoolerPort, configuration, address)))];
        return estate.Nodes.Length == estate.Topology.Nodes.Length ? estate : null;
    }

    /// <summary>Records that everything is up and verified.</summary>
    public void MarkComplete()
    {
        _state = _state with { IsComplete = true };
        _state.Save(Run);
    }

    private const string ArchiveFolder = "archive";

    // Of the container, when there is a limit. Known from the first collection on.
    private static long MachineMemory()
    {
        if (GC.GetGCMemoryInfo().TotalAvailableMemoryBytes == 0)
            GC.Collect(0);
        return GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
    }

    private void IssueCertificates(CertificateAuthority authority)
    {
        // An older PgBouncer asks the certificate for the whole list of hosts; then the replicas have that name too.
        var lists = PoolerDeclaration is { } pooler && _pgBouncerVersion < PoolerDeclaration.VerifiesHostListsSince ? pooler.HostLists(HostsInPlan()) : [];
        foreach (var node in Topology.Nodes)
        {
            var address = AddressOf(node);
            authority.Issue(node.Identifier, lists.Where(l => l.Split(',').Contains(address)).Prepend(address));
        }

        for (var i = 0; i < (PoolerDeclaration?.Tasks ?? 0); i++)
            authority.Issue(PoolerName(i), Addresses.Pooler(i));
        // The authority's key dies with this command; a later one restores instances too.
        authority.Issue("temporary", Addresses.Temporary);
    }

    private async Task<RunningNode> CreateWriterAsync(CancellationToken cancellation)
    {
        var declared = Topology.Writer;
        var parameters = Translate(declared);
        var specification = Specification(declared, AddressOf(declared), parameters, CertificateOf(declared.Identifier)) with { FromTemplate = true };
        return new RunningNode(declared, await Cluster.InitializeAsync(Run, specification, cancellation), parameters);
    }

    // Its slots come before any checkpoint: its followers begin with the log it begins with.
    private async Task StartWriterAsync(CancellationToken cancellation)
    {
        var writer = Nodes[0];
        await writer.StartAsync(cancellation);
        await writer.CreateSlotsAsync(Topology.Followers.Where(n => n.Source == writer.Identifier).Select(n => n.SlotName), cancellation);
        await writer.ExecuteAsync(RdsRoles.Roles(Topology.Writer, Secrets), null, cancellation);
    }

    private async Task CreateDatabaseAsync(CancellationToken cancellation)
    {
        await Writer.ExecuteAsync(RdsRoles.Database(Topology.Writer), null, cancellation);
        if (RdsRoles.InDatabase(Topology.Writer) is { Length: > 0 } extension)
            await Writer.ExecuteAsync(extension, DatabaseName, cancellation);
    }

    // A node whose source is itself a replica waits for that one; all others run at once.
    private async Task<ImmutableArray<RunningNode>> StartFollowersAsync(Task mayStream, CancellationToken cancellation)
    {
        var empty = await EmptyCluster.CreateAsync(Run, RdsServer.Superuser, cancellation);
        var started = new Dictionary<string, Task<RunningNode>>(StringComparer.Ordinal) { [Writer.Identifier] = Task.FromResult(Nodes[0]) };
        foreach (var node in Topology.Followers)
            started[node.Identifier] = StartFollowerAsync(node, started[node.Source!]);
        return [.. await Task.WhenAll(Topology.Nodes.Select(n => started[n.Identifier]))];

        async Task<RunningNode> StartFollowerAsync(Node declared, Task<RunningNode> sourceStarted)
        {
            var source = await sourceStarted;
            var parameters = Translate(declared);
            var specification = Specification(declared, AddressOf(declared), parameters, CertificateOf(declared.Identifier));
            Cluster cluster;
            if (source.Declared.Source is null)
            {
                cluster = await Cluster.StandbyAsync(Run, specification, empty, UpstreamOf(source, declared), cancellation);
                await mayStream;
            }
            else
            {
                // A replica may have dropped the log it began with.
                await source.CreateSlotsAsync([declared.SlotName], cancellation);
                cluster = await Cluster.StandbyAsync(Run, specification, UpstreamOf(source, declared), createSlot: false, cancellation);
            }

            var node = new RunningNode(declared, cluster, parameters);
            await node.StartAsync(cancellation);
            await node.WaitUntilStreamingAsync(source, cancellation);
            if (declared.Kind == NodeKind.Standby)
                await source.SetSynchronousStandbyAsync(node, cancellation);
            return node;
        }
    }

    private async Task StartPoolersAsync(CancellationToken cancellation)
    {
        if (PoolerDeclaration is not { } declaration) return;
        Poolers = [.. Enumerable.Range(0, declaration.Tasks).Select(PoolerAt(
            (name, address, configuration) => PgBouncer.Create(Run, name, configuration, Addresses.PoolerPort, address)))];
        var userList = PgBouncerUserList.Render(PasswordOf(PoolerAuthentication.Login), Secrets.Logins[PoolerAuthentication.StatsLogin].Verifier);
        await Task.WhenAll(Poolers.Select(p =>
        {
            p.Process.WriteFile("userlist.txt", userList);
            return p.StartAsync(cancellation);
        }));
    }

    private Func<int, RunningPooler> PoolerAt(Func<string, string, Func<int, string>, PgBouncer> make) => index =>
    {
        var (name, address) = (PoolerName(index), Addresses.Pooler(index));
        return new RunningPooler(make(name, address, _ => ConfigurationOf(address, name)));
    };

    private static string PoolerName(int index) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"pooler-{index + 1}");
}
