using System.Net;
using System.Net.Sockets;

namespace TechCorp.PgInfra.Processes;

/// <summary>One PgBouncer process of a run.</summary>
public sealed class PgBouncer
{
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(10);

    private readonly RunDirectory _run;
    private readonly Func<int, string> _configuration;
    private System.Diagnostics.Process? _process;

    private readonly bool _portIsFixed;

    private PgBouncer(RunDirectory run, string name, string address, int? port, Func<int, string> configuration) =>
        (_run, Name, Address, _portIsFixed, Port, _configuration) = (run, name, address, port is not null, port ?? LoopbackPorts.Next(), configuration);

    /// <summary>Its name in the run.</summary>
    public string Name { get; }

    /// <summary>Loopback address it listens on.</summary>
    public string Address { get; }

    /// <summary>Port it listens on.</summary>
    public int Port { get; private set; }

    /// <summary>Folder of its configuration and log, and its working directory.</summary>
    public string Directory => Path.Combine(_run.Path, Name);

    /// <summary>Path of its pgbouncer.ini.</summary>
    public string ConfigurationFile => Path.Combine(Directory, "pgbouncer.ini");

    /// <summary>What it writes to its standard error.</summary>
    public string LogFile => Path.Combine(Directory, "log");

    /// <summary>Number of the process; null when it does not run.</summary>
    public int? Pid => ProcFs.ProcessesIn(Directory) is [var pid, ..] ? pid : null;

    /// <summary>Last lines of the log.</summary>
    public string LogTail(int lines = 12) => Processes.LogTail.OfFile(LogFile, lines);

    /// <summary>Creates the folder. Nothing is started.</summary>
    /// <param name="configuration">
    /// The whole pgbouncer.ini for a port. It must listen on that port of the address and write no log file and no pid file of its
    /// own; relative paths in it start at <see cref="Directory"/>.
    /// </param>
    /// <param name="port">Null takes a free port.</param>
    /// <param name="address">Loopback address.</param>
    public static PgBouncer Create(RunDirectory run, string name, Func<int, string> configuration, int? port = null, string address = Cluster.Host)
    {
        ArgumentNullException.ThrowIfNull(run);
        var pooler = new PgBouncer(run, name, address, port, configuration);
        run.User.CreateDirectory(pooler.Directory);
        return pooler;
    }

    /// <summary>Opens one that another command created on that port.</summary>
    public static PgBouncer Open(RunDirectory run, string name, int port, Func<int, string> configuration, string address = Cluster.Host) =>
        new(run, name, address, port, configuration);

    /// <summary>Writes a file beside the configuration that only the servers' user may read, e.g. <c>userlist.txt</c>.</summary>
    public string WriteFile(string name, string text)
    {
        var path = Path.Combine(Directory, name);
        _run.User.WriteFile(path, text);
        return path;
    }

    /// <summary>Starts it and waits until it accepts connections.</summary>
    /// <exception cref="ProcessException">It did not come up; the message holds the end of its log.</exception>
    public Task StartAsync(CancellationToken cancellation = default) => _run.StepAsync(Name, "start", async () =>
    {
        var binary = PgBouncerBinary.Find();
        for (var attempt = 1; ; attempt++)
        {
            WriteFile("pgbouncer.ini", _configuration(Port));
            var logged = File.Exists(LogFile) ? new FileInfo(LogFile).Length : 0;
            _process = Daemon.Start(_run.User, Directory, LogFile, binary, [ConfigurationFile]);
            if (await BecameReadyAsync(cancellation))
                return;
            var log = Processes.LogTail.OfFile(LogFile, 12, logged);
            if (!log.Contains("ddress already in use", StringComparison.Ordinal) || attempt == 5)
                throw new ProcessException(NoRoom.Explained($"PgBouncer {Name} did not start. Its log ends:\n{log}", Directory));
            // Others may know a port that was given; whoever took it may be leaving.
            if (_portIsFixed)
                await Task.Delay(100 * attempt, cancellation);
            else
                Port = LoopbackPorts.Next();
        }
    });

    private async Task<bool> BecameReadyAsync(CancellationToken cancellation)
    {
        var deadline = Environment.TickCount64 + (long)StartTimeout.TotalMilliseconds;
        while (Environment.TickCount64 < deadline && !_process!.HasExited)
        {
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                await socket.ConnectAsync(IPAddress.Parse(Address), Port, cancellation);
                // Somebody listens; it is this one when it has not given up for the port being taken.
                await Task.Delay(20, cancellation);
                if (!_process.HasExited)
                    return true;
            }
            catch (SocketException)
            {
                await Task.Delay(10, cancellation);
            }
            catch (OperationCanceledException)
            {
                await StopAsync();
                throw;
            }
        }

        await StopAsync();
        return false;
    }

    /// <summary>Makes it read its configuration again, after writing what the renderer now gives for its port.</summary>
    public void Reload()
    {
        WriteFile("pgbouncer.ini", _configuration(Port));
        if (Pid is not { } pid || !Posix.Send(pid, Signal.Hangup))
            throw new ProcessException($"PgBouncer {Name} does not run and cannot reload its configuration.");
    }

    /// <summary>Ends it at once; clients are cut off.</summary>
    public Task StopAsync() => RunDirectory.EndAsync(Directory, Signal.Terminate);

    /// <summary>Kills it with SIGKILL, as the loss of its host would.</summary>
    public Task KillAsync() => RunDirectory.EndAsync(Directory, Signal.Kill);
}
