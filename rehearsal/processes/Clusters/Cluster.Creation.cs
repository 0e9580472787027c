using System.Text.RegularExpressions;

namespace TechCorp.PgInfra.Processes;

public sealed partial class Cluster
{
    /// <summary>Creates an empty cluster: UTF-8, checksums, SCRAM. It is not started.</summary>
    public static async Task<Cluster> InitializeAsync(RunDirectory run, ClusterSpec spec, CancellationToken cancellation = default)
    {
        var cluster = New(run, spec);
        if (!spec.FromTemplate)
        {
            if (System.IO.Directory.Exists(Prepared(run, spec.Superuser)))
                System.IO.Directory.Move(Prepared(run, spec.Superuser), cluster.DataDirectory);
            else
                await run.StepAsync(spec.Name, "initdb", () => cluster.InitdbAsync(cluster.DataDirectory, cancellation));
            return cluster.Ready();
        }

        var template = Path.Combine(run.Path, $"template-{spec.Superuser}");
        await TemplateGate.WaitAsync(cancellation);
        try
        {
            if (!System.IO.Directory.Exists(template))
            {
                var half = template + ".new";
                await run.StepAsync(spec.Name, "initdb of the template", () => cluster.InitdbAsync(half, cancellation));
                System.IO.Directory.Move(half, template);
            }
        }
        finally
        {
            TemplateGate.Release();
        }

        await run.StepAsync(spec.Name, "copy of the template", () =>
            Tool.RunAsync(run.User, run.Path, "cp", ["-a", "--reflink=auto", template, cluster.DataDirectory], cancellation));
        return cluster.Ready();
    }

    /// <summary>Runs initdb for the run's next cluster before it is known what that cluster shall be: it takes longer than reading a plan.</summary>
    public static Task PrepareAsync(RunDirectory run, string superuser, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(run);
        return run.StepAsync("initdb", "empty cluster", async () =>
        {
            var half = Prepared(run, superuser) + ".new";
            await InitdbAsync(run, PostgresBinaries.Find(), superuser, half, cancellation);
            System.IO.Directory.Move(half, Prepared(run, superuser));
        });
    }

    private static string Prepared(RunDirectory run, string superuser) => Path.Combine(run.Path, $"prepared-{superuser}");

    private static readonly SemaphoreSlim TemplateGate = new(1);

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
                await Tool.RunAsync(run.User, run.Path, cluster._binaries.Path("psql"),
                    ["-X", "-q", "-w", "-d", upstream.ConnectionInfo + " replication='true'", "-c", $"CREATE_REPLICATION_SLOT \"{upstream.Slot}\" PHYSICAL RESERVE_WAL"], cancellation);
            }

            string[] slot = upstream.Slot is { } name ? [$"--slot={name}"] : [];
            return await cluster.BackupAsync(upstream, cluster.DataDirectory, ["--wal-method=stream", .. slot], cancellation);
        });
        run.User.WriteFile(Path.Combine(cluster.DataDirectory, "standby.signal"), "");
        cluster.Spec = cluster.Spec with { Settings = cluster.Spec.Settings.SetItems(upstream.Settings) };
        return cluster.Ready();
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
        if (!File.Exists(file) || System.Text.Json.JsonSerializer.Deserialize<ClusterSpec>(File.ReadAllText(file)) is not { } spec)
            return null;
        return new Cluster(run, PostgresBinaries.Find(), spec) { _started = true };
    }

    private static Cluster New(RunDirectory run, ClusterSpec spec)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(spec);
        if (!NodeName().IsMatch(spec.Name))
            throw new ArgumentException($"'{spec.Name}' is not a name for a cluster: lower-case letters, digits, - and _, at most 40, the first a letter.", nameof(spec));
        var cluster = new Cluster(run, PostgresBinaries.Find(), spec);
        if (System.IO.Directory.Exists(cluster.Directory))
            throw new ProcessException($"The run {run.Path} already has a cluster {spec.Name}.");
        run.User.CreateDirectory(cluster.Directory);
        run.User.CreateDirectory(cluster.SocketDirectory);
        return cluster;
    }

    private Cluster Ready()
    {
        WriteConfiguration();
        return this;
    }

    private Task<string> InitdbAsync(string folder, CancellationToken cancellation) => InitdbAsync(_run, _binaries, Superuser, folder, cancellation);

    // Nothing here has to survive the loss of power: the folder dies with the run.
    private static Task<string> InitdbAsync(RunDirectory run, PostgresBinaries binaries, string superuser, string folder, CancellationToken cancellation) =>
        Tool.RunAsync(run.User, run.Path, binaries.Path("initdb"),
            ["-D", folder, "-U", superuser, "--encoding=UTF8", "--locale=C.UTF-8", "--data-checksums",
             "--auth-local=trust", "--auth-host=scram-sha-256", "--no-sync", "--no-instructions"], cancellation);

    private Task<string> BackupAsync(Upstream source, string folder, string[] options, CancellationToken cancellation) =>
        Tool.RunAsync(_run.User, _run.Path, _binaries.Path("pg_basebackup"),
            ["-d", source.ConnectionInfo, "-D", folder, "--checkpoint=fast", "--no-sync", "--no-password", .. options], cancellation);

    [GeneratedRegex("^[a-z][a-z0-9_-]{0,39}$")]
    private static partial Regex NodeName();
}
