using System.Collections.Immutable;
using System.Globalization;

namespace TechCorp.PgInfra.Processes;

/// <summary>How a server ends its sessions when it stops.</summary>
public enum StopMode
{
    /// <summary>Rolls open transactions back and writes a checkpoint.</summary>
    Fast = Signal.Interrupt,

    /// <summary>Ends at once; the next start recovers from the write-ahead log.</summary>
    Immediate = Signal.Quit,
}

/// <summary>One PostgreSQL server of a run. Its configuration stands beside its data, so that a base backup never copies it.</summary>
public sealed partial class Cluster
{
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(30);

    private readonly RunDirectory _run;
    private readonly PostgresBinaries _binaries;
    private readonly bool _portIsFixed;
    private System.Diagnostics.Process? _process;

    private Cluster(RunDirectory run, PostgresBinaries binaries, ClusterSpec spec) =>
        (_run, _binaries, Spec, _portIsFixed, Port) = (run, binaries, spec, spec.Port is not null, spec.Port ?? LoopbackPorts.Next());

    /// <summary>What it was created from, with later changes of settings.</summary>
    public ClusterSpec Spec { get; private set; }

    /// <summary>Its name in the run.</summary>
    public string Name => Spec.Name;

    /// <summary>Where a server listens unless its specification says otherwise.</summary>
    public const string Host = "127.0.0.1";

    /// <summary>Where this one listens, and nowhere else.</summary>
    public string Address => Spec.Address;

    /// <summary>TCP port. May change at the first start when another program takes it, and never afterwards.</summary>
    public int Port { get; private set; }

    /// <summary>The superuser, who gets in through <see cref="SocketDirectory"/> without a password.</summary>
    public string Superuser => Spec.Superuser;

    /// <summary>Folder of the Unix sockets.</summary>
    /// <remarks>A socket is named by the port alone, so that servers sharing a port need a folder each.</remarks>
    public string SocketDirectory =>
        Address == Host ? _run.SocketDirectory : Path.Combine(_run.SocketDirectory, Address[(Address.LastIndexOf('.') + 1)..]);

    /// <summary>Folder of the cluster: configuration, log and data.</summary>
    public string Directory => Path.Combine(_run.Path, Name);

    /// <summary>PGDATA.</summary>
    public string DataDirectory => Path.Combine(Directory, "data");

    /// <summary>What the server writes to its standard error.</summary>
    public string LogFile => Path.Combine(Directory, "log");

    /// <summary>Number of the postmaster; null when it does not run.</summary>
    public int? Pid => PostmasterPid.Read(DataDirectory)?.Pid is { } pid && ProcFs.WorkingDirectory(pid) == DataDirectory ? pid : null;

    /// <summary>True while the postmaster lives.</summary>
    public bool IsRunning => Pid is not null;

    /// <summary>Last lines of the server's log.</summary>
    public string LogTail(int lines = 12) => Processes.LogTail.OfFile(LogFile, lines);

    /// <summary>Writes the parameters into postgresql.conf over those of the same name; <see cref="Reload"/> or a restart makes them count.</summary>
    public void Configure(params IEnumerable<KeyValuePair<string, string>> settings)
    {
        Spec = Spec with { Settings = Spec.Settings.SetItems(settings) };
        WriteConfiguration();
    }

    /// <summary>Replaces the lines of pg_hba.conf after the superuser's own.</summary>
    public void ConfigureAccess(params ImmutableArray<string> hostBasedAuthentication)
    {
        Spec = Spec with { HostBasedAuthentication = hostBasedAuthentication };
        WriteConfiguration();
    }

    /// <summary>Starts the server and waits until it takes connections.</summary>
    /// <exception cref="ProcessException">It did not come up; the message holds the end of its log.</exception>
    public Task StartAsync(CancellationToken cancellation = default) => _run.StepAsync(Name, "start", async () =>
    {
        for (var attempt = 1; ; attempt++)
        {
            var logged = File.Exists(LogFile) ? new FileInfo(LogFile).Length : 0;
            if (await TryStartAsync(cancellation) is not { } failure)
                break;
            var log = Processes.LogTail.OfFile(LogFile, 12, logged);
            if (!log.Contains("Address already in use", StringComparison.Ordinal) || attempt == 5)
                throw new ProcessException(NoRoom.Explained($"PostgreSQL {Name} {failure}. Its log ends:\n{log}", Directory));
            // Once others know the port it must stay; whoever took it may be leaving.
            if (_portIsFixed || _started)
                await Task.Delay(100 * attempt, cancellation);
            else
                Port = LoopbackPorts.Next();
            WriteConfiguration();
        }

        _started = true;
    });

    private bool _started;

    private async Task<string?> TryStartAsync(CancellationToken cancellation)
    {
        _process = Daemon.Start(_run.User, Directory, LogFile, _binaries.Path("postgres"),
            ["-D", DataDirectory, "-c", $"config_file={Path.Combine(Directory, "postgresql.conf")}"]);
        var deadline = Environment.TickCount64 + (long)StartTimeout.TotalMilliseconds;
        while (true)
        {
            // The file of a killed predecessor may still say ready: only this process's own word counts.
            if (PostmasterPid.Read(DataDirectory) is { Status: "ready" or "standby" } file && file.Pid == _process.Id)
                return null;
            if (_process.HasExited)
                return $"ended with code {_process.ExitCode} while starting";
            if (Environment.TickCount64 > deadline)
            {
                await EndAsync(Signal.Quit, default);
                return $"was not ready after {StartTimeout.TotalSeconds:0} s";
            }

            try
            {
                await Task.Delay(5, cancellation);
            }
            catch (OperationCanceledException)
            {
                await EndAsync(Signal.Quit, default);
                throw;
            }
        }
    }

    /// <summary>Stops the server and waits until it and all its children are gone. Nothing happens when it does not run.</summary>
    public Task StopAsync(StopMode mode = StopMode.Fast, CancellationToken cancellation = default) =>
        _run.StepAsync(Name, $"stop {mode.ToString().ToLowerInvariant()}", () => EndAsync((Signal)mode, cancellation));

    /// <summary>Kills the server and all its children with SIGKILL, as the loss of its host would.</summary>
    public Task KillAsync() => _run.StepAsync(Name, "kill", async () =>
    {
        if (Pid is { } pid)
            Posix.Send(pid, Signal.Kill);
        await RunDirectory.EndAsync(DataDirectory, Signal.Kill);
    });

    /// <summary>Stops it (fast) and starts it again on the same port.</summary>
    public async Task RestartAsync(CancellationToken cancellation = default)
    {
        await StopAsync(StopMode.Fast, cancellation);
        await StartAsync(cancellation);
    }

    /// <summary>Makes the server read its configuration again.</summary>
    public void Reload()
    {
        if (Pid is not { } pid || !Posix.Send(pid, Signal.Hangup))
            throw new ProcessException($"PostgreSQL {Name} does not run and cannot reload its configuration.");
    }

    /// <summary>Makes a standby a primary and waits until it takes writes.</summary>
    public Task PromoteAsync(CancellationToken cancellation = default) => _run.StepAsync(Name, "promote", () =>
        Tool.RunAsync(_run.User, Directory, _binaries.Path("pg_ctl"), ["promote", "-D", DataDirectory, "-w", "-t", "60", "-s"], cancellation));

    /// <summary>Makes a standby stream from another server, without a restart.</summary>
    public void Follow(Upstream upstream)
    {
        ArgumentNullException.ThrowIfNull(upstream);
        Configure(upstream.Settings);
        if (IsRunning)
            Reload();
    }

    private async Task EndAsync(Signal signal, CancellationToken cancellation)
    {
        if (Pid is { } pid)
            Posix.Send(pid, signal);
        var deadline = Environment.TickCount64 + (long)StopTimeout.TotalMilliseconds;
        while (ProcFs.ProcessesIn(DataDirectory).Count > 0)
        {
            if (Environment.TickCount64 > deadline)
                throw new ProcessException($"PostgreSQL {Name} did not stop within {StopTimeout.TotalSeconds:0} s. Its log ends:\n{LogTail()}");
            await Task.Delay(5, cancellation);
        }
    }

    private void WriteConfiguration()
    {
        var own = new Dictionary<string, string>
        {
            ["data_directory"] = DataDirectory,
            ["hba_file"] = Path.Combine(Directory, "pg_hba.conf"),
            ["listen_addresses"] = Address,
            ["port"] = Port.ToString(CultureInfo.InvariantCulture),
            ["unix_socket_directories"] = SocketDirectory,
            // Files in the data directory instead of /dev/shm: they go with it, also after SIGKILL.
            ["dynamic_shared_memory_type"] = "mmap",
        };
        if (Spec.Certificate is { } certificate)
        {
            own["ssl"] = "on";
            own["ssl_cert_file"] = certificate.CertificateFile;
            own["ssl_key_file"] = certificate.KeyFile;
        }

        _run.User.WriteFile(Path.Combine(Directory, "postgresql.conf"), ConfigurationText.Settings(Spec.Settings) + ConfigurationText.Settings(own));
        _run.User.WriteFile(Path.Combine(Directory, "pg_hba.conf"), string.Join('\n',
            [$"local all {Superuser} trust", $"local replication {Superuser} trust", .. Spec.HostBasedAuthentication, ""]));
        _run.User.WriteFile(Path.Combine(Directory, StateFile), System.Text.Json.JsonSerializer.Serialize(Spec with { Port = Port }, RunJson.Default.ClusterSpec));
    }

    private const string StateFile = "cluster.json";
}
