using System.Text.RegularExpressions;

namespace TechCorp.PgInfra.Processes;

public sealed partial class Cluster
{
    /// <summary>Creates an empty cluster: UTF-8, checksums, SCRAM. It is not started.</summary>
    public static async Task<Cluster> InitializeAsync(RunDirectory run, ClusterSpec spec, CancellationToken cancellation = default)
    {
        var cluster = New(run, spec);
        if (spec.FromTemplate)
        {
            EmptyCluster template;
            await TemplateGate.WaitAsync(cancellation);
            try
            {
                template = await EmptyCluster.CreateAsync(run, spec.Superuser, cancellation);
            }
            finally
            {
                TemplateGate.Release();
            }

            await template.CopyAsync(spec.Name, cluster.DataDirectory, cancellation);
        }
        else
            await run.StepAsync(spec.Name, "initdb", () => EmptyCluster.InitdbAsync(run, cluster._binaries, cluster.Superuser, cluster.DataDirectory, cancellation));
        return cluster.Ready();
    }

    private static readonly SemaphoreSlim TemplateGate = new(1);

    /// <summary>
    /// Makes a standby of a primary that is itself a copy of that empty cluster (<see cref="ClusterSpec.FromTemplate"/>), as RDS begins
    /// a replica from a snapshot. It is not started. The primary must still have all its log: its slot for this standby must be
    /// older than its first checkpoint.
    /// </summary>
    public static async Task<Cluster> StandbyAsync(
        RunDirectory run, ClusterSpec spec, EmptyCluster empty, Upstream upstream, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(empty);
        ArgumentNullException.ThrowIfNull(upstream);
        var cluster = New(run, spec);
        await empty.CopyAsync(spec.Name, cluster.DataDirectory, cancellation);
        return cluster.Following(upstream);
    }

    /// <summary>Copies a running cluster and makes the copy its streaming standby. It is not started.</summary>
    /// <param name="upstream">Where the copy comes from and streams from.</param>
    /// <param name="createSlot">
    /// False when the slot exists already. pg_basebackup makes it only after its own checkpoint: of several backups at once the checkpoint
    /// of one may remove, in between, the log that another is to start from.
    /// </param>
    public static async Task<Cluster> StandbyAsync(
        RunDirectory run, ClusterSpec spec, Upstream upstream, bool createSlot = true, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(upstream);
        var cluster = New(run, spec);
        await run.StepAsync(spec.Name, $"base backup from port {upstream.Port}", async () =>
        {
            // Before the backup: pg_basebackup --create-slot makes it after the backup's checkpoint, and the next checkpoint (another
            // copy's) may remove the log in between.
            if (upstream.Slot is not null && createSlot)
            {
                await Tool.RunAsync(run.User, run.Path, cluster._binaries.Psql,
                    ["-X", "-q", "-w", "-d", upstream.ConnectionInfo + " replication='true'", "-c", $"CREATE_REPLICATION_SLOT \"{upstream.Slot}\" PHYSICAL RESERVE_WAL"], cancellation);
            }

            string[] slot = upstream.Slot is { } name ? [$"--slot={name}"] : [];
            return await cluster.BackupAsync(upstream, cluster.DataDirectory, ["--wal-method=stream", .. slot], cancellation);
        });
        return cluster.Following(upstream);
    }

    /// <summary>Takes a base backup of this running cluster into a folder, for <see cref="RestoreAsync"/>.</summary>
    /// <returns>Absolute path of the backup.</returns>
    public async Task<string> BackupAsync(string folder, CancellationToken cancellation = default)
    {
        var path = Path.Combine(_run.Path, folder);
        await _run.StepAsync(Name, "base backup", () =>
            BackupAsync(Upstream.Of(this, "backup", null), path, ["--wal-method=fetch"], cancellation));
        return path;
    }

    /// <summary>Restores a base backup and replays the archive up to the target. It is not started; its start does the replay.</summary>
    public static async Task<Cluster> RestoreAsync(
        RunDirectory run, ClusterSpec spec, string backup, WalArchive archive, RecoveryTarget target, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(archive);
        ArgumentNullException.ThrowIfNull(target);
        var cluster = New(run, spec);
        await run.StepAsync(spec.Name, "restore of the backup", () =>
            Tool.RunAsync(run.User, run.Path, "cp", ["-a", "--reflink=auto", backup, cluster.DataDirectory], cancellation));
        run.User.WriteFile(Path.Combine(cluster.DataDirectory, "recovery.signal"), "");
        cluster.Spec = cluster.Spec with
        {
            Settings = cluster.Spec.Settings.SetItems([new("restore_command", archive.RestoreCommand), .. target.Settings]),
        };
        return cluster.Ready();
    }

    /// <summary>A cluster that another command created in the run; null when there is none of that name.</summary>
    public static Cluster? Open(RunDirectory run, string name)
    {
        ArgumentNullException.ThrowIfNull(run);
        var file = Path.Combine(run.Path, name, StateFile);
        if (!File.Exists(file) || System.Text.Json.JsonSerializer.Deserialize(File.ReadAllText(file), RunJson.Default.ClusterSpec) is not { } spec)
            return null;
        return new Cluster(run, run.Postgres, spec) { _started = true };
    }

    private static Cluster New(RunDirectory run, ClusterSpec spec)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(spec);
        if (!NodeName().IsMatch(spec.Name))
            throw new ArgumentException($"'{spec.Name}' is not a name for a cluster: lower-case letters, digits, - and _, at most 40, the first a letter.", nameof(spec));
        var cluster = new Cluster(run, run.Postgres, spec);
        if (System.IO.Directory.Exists(cluster.Directory))
            throw new ProcessException($"The run {run.Path} already has a cluster {spec.Name}.");
        run.User.CreateDirectory(cluster.Directory);
        run.User.CreateDirectory(cluster.SocketDirectory);
        return cluster;
    }

    private Cluster Following(Upstream upstream)
    {
        _run.User.WriteFile(Path.Combine(DataDirectory, "standby.signal"), "");
        Spec = Spec with { Settings = Spec.Settings.SetItems(upstream.Settings) };
        return Ready();
    }

    private Cluster Ready()
    {
        WriteConfiguration();
        return this;
    }

    private Task<string> BackupAsync(Upstream source, string folder, string[] options, CancellationToken cancellation) =>
        Tool.RunAsync(_run.User, _run.Path, _binaries.Path("pg_basebackup"),
            ["-d", source.ConnectionInfo, "-D", folder, "--checkpoint=fast", "--no-sync", "--no-password", .. options], cancellation);

    [GeneratedRegex("^[a-z][a-z0-9_-]{0,39}$")]
    private static partial Regex NodeName();
}
