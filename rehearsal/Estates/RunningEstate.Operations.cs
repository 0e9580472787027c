using TechCorp.PgInfra.Processes;

namespace TechCorp.PgInfra.Rehearsal.Estates;

/// <summary>What RDS does to an estate by itself or when asked: promote, move the endpoint, follow, restore.</summary>
public sealed partial class RunningEstate
{
    private readonly HashSet<string> _temporaries = [];

    /// <summary>
    /// Leads the writer endpoint to another node. RDS moves a DNS name that PgBouncer asks for again when its time to live is over;
    /// an address is no name, so here the host in pgbouncer.ini is substituted anew and PgBouncer told to read it again. What that
    /// leaves out is the wait for DNS: at most <c>dns_max_ttl</c> of the file.
    /// </summary>
    public Task MoveWriterEndpointAsync(RunningNode to, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(to);
        cancellation.ThrowIfCancellationRequested();
        _state = _state with { Writer = Node(to.Identifier).Identifier };
        _state.Save(Run);
        foreach (var pooler in Poolers.Where(p => p.IsRunning))
            pooler.Process.Reload();
        return Task.CompletedTask;
    }

    /// <summary>Makes a running standby stream from another node, through a slot of its own that is created there when missing.</summary>
    public async Task FollowAsync(RunningNode follower, RunningNode source, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(follower);
        ArgumentNullException.ThrowIfNull(source);
        await source.CreateSlotsAsync([follower.StreamingName], cancellation);
        follower.Cluster.Follow(UpstreamOf(source, follower.Declared));
    }

    /// <summary>Builds a node anew from a base backup of another, as RDS does with a lost replica; what it held is gone. It is started and streams.</summary>
    public async Task RebuildAsync(RunningNode node, RunningNode source, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(node);
        ArgumentNullException.ThrowIfNull(source);
        await node.KillAsync();
        Directory.Delete(node.Cluster.Directory, recursive: true);
        await source.ExecuteAsync(
            $"SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots WHERE slot_name = '{node.StreamingName}' AND NOT active", null, cancellation);
        await source.CreateSlotsAsync([node.StreamingName], cancellation);
        node.Cluster = await Cluster.StandbyAsync(
            Run, node.Cluster.Spec with { Settings = SettingsOf(node) }, UpstreamOf(source, node.Declared), createSlot: false, cancellation);
        await node.StartAsync(cancellation);
        await node.WaitUntilStreamingAsync(source, cancellation);
    }

    /// <summary>
    /// Restores a backup up to a target as a new, separate instance with the writer's parameters and roles, as
    /// <c>aws rds restore-db-instance-to-point-in-time</c> does. Nobody follows it. <see cref="DropAsync"/> takes it away.
    /// </summary>
    /// <exception cref="InvalidOperationException">The plan keeps no backups, so there is no archive.</exception>
    public async Task<RunningNode> RestoreAsync(string identifier, string backup, RecoveryTarget target, CancellationToken cancellation = default)
    {
        var archive = Archive ?? throw new InvalidOperationException("The plan's backupRetentionPeriod is 0: no log is archived and there is nothing to restore from.");
        var address = Addresses.Temporary.First(a => _temporaries.Add(a));
        var declared = Topology.Writer with { Identifier = identifier };
        var parameters = Translate(declared);
        var spec = Specification(declared, address, parameters, TemporaryCertificate);
        // A restored instance must not write into the archive it reads from.
        spec = spec with { Settings = spec.Settings.SetItem("archive_mode", "off").SetItem("synchronous_standby_names", "") };
        var node = new RunningNode(declared, await Cluster.RestoreAsync(Run, spec, backup, archive, target, cancellation), parameters);
        await node.StartAsync(cancellation);
        return node;
    }

    /// <summary>Takes a restored instance away.</summary>
    public async Task DropAsync(RunningNode node)
    {
        ArgumentNullException.ThrowIfNull(node);
        _temporaries.Remove(node.Host);
        await node.KillAsync();
        Directory.Delete(node.Cluster.Directory, recursive: true);
    }
}
