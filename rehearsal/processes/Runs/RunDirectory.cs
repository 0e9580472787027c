using System.Text.Json;

namespace TechCorp.PgInfra.Processes;

/// <summary>
/// The folder of one run: every server of it works inside, and with it everything the run made is found again and removed,
/// also by a later command after <c>kill -9</c> of this one.
/// </summary>
public sealed class RunDirectory : IAsyncDisposable
{
    private const string MarkerFile = "run.json";
    private readonly Watcher? _watcher;

    private RunDirectory(string path, Marker marker, ServerUser user, Watcher? watcher, IProgress<Step>? progress) =>
        (Path, Owner, User, _watcher, Progress) = (path, marker, user, watcher, progress);

    /// <summary>Absolute path, without symbolic links.</summary>
    public string Path { get; }

    /// <summary>The user the servers run as.</summary>
    public ServerUser User { get; }

    /// <summary>
    /// The programs its servers run from, and those of a later command too: a data directory is of one major. Looked for when they are
    /// first asked for.
    /// </summary>
    /// <exception cref="MissingBinaryException">They are not on this machine.</exception>
    public PostgresBinaries Postgres => _postgres ??= Owner.Binaries is { } directory ? PostgresBinaries.In(directory) : PostgresBinaries.Find();

    private PostgresBinaries? _postgres;

    /// <summary>Unix sockets of every server of the run; only the servers' user and root may enter.</summary>
    public string SocketDirectory => System.IO.Path.Combine(Path, "s");

    /// <summary>Told when a step begins and when it has ended.</summary>
    public IProgress<Step>? Progress { get; }

    private Marker Owner { get; }

    /// <summary>Number of the command that created the run.</summary>
    public int OwnerPid => Owner.Pid;

    /// <summary>How long its servers live.</summary>
    public Lifetime Lifetime => Owner.Lifetime;

    /// <summary>Asks the command that created the run to stop (SIGTERM), and waits at most that long. True when it has ended.</summary>
    public async Task<bool> EndOwnerAsync(TimeSpan atMost)
    {
        if (OwnerIsAlive && Owner.Pid != Environment.ProcessId)
            Posix.Send(Owner.Pid, Signal.Terminate);
        for (var began = Environment.TickCount64; OwnerIsAlive; await Task.Delay(50))
        {
            if (Environment.TickCount64 - began > atMost.TotalMilliseconds)
                return false;
        }

        return true;
    }

    /// <summary>True while the command that created the run is alive.</summary>
    public bool OwnerIsAlive => Owner.Boot == ProcFs.BootId && ProcFs.StartTicks(Owner.Pid) == Owner.StartTicks;

    /// <summary>Creates the folder.</summary>
    /// <param name="path">
    /// Null takes a new folder in the temporary directory. A given one must be absent or empty, and its path at most 80 bytes
    /// (a Unix socket's path has room for 107).
    /// </param>
    /// <param name="postgres">What its servers run from; null looks for <see cref="PostgresBinaries.RequiredMajor"/>.</param>
    public static RunDirectory Create(
        string? path = null, Lifetime lifetime = Lifetime.WithCommand, IProgress<Step>? progress = null, PostgresBinaries? postgres = null)
    {
        var user = ServerUser.Resolve();
        path = PhysicalPath.Of(path ?? System.IO.Path.Combine(System.IO.Path.GetTempPath(), "pg-" + Guid.NewGuid().ToString("N")[..12]));
        if (System.Text.Encoding.UTF8.GetByteCount(path) > 80)
            throw new ProcessException($"{path} is too long for the servers' sockets: at most 80 bytes. Choose a shorter folder.");
        if (!MayBeNamed(path))
            throw new ProcessException($"{path} has a comma or a control character in it, and a comma ends the name of a socket's folder for PostgreSQL. Choose another folder.");
        if (Directory.Exists(path) && Directory.EnumerateFileSystemEntries(path).Any())
            throw new ProcessException($"{path} is not empty. Delete it, or open it when it is a run that is still up.");

        // The marker comes first: from here on a later command can tell that the folder is a run and whose.
        var marker = new Marker(Environment.ProcessId, ProcFs.StartTicks(Environment.ProcessId) ?? 0, ProcFs.BootId, lifetime, user.Name, postgres?.Directory);
        user.CreateDirectory(path);
        Posix.SpreadFoldersIn(path);
        user.WriteFile(System.IO.Path.Combine(path, MarkerFile), JsonSerializer.Serialize(marker, RunJson.Default.Marker));
        var watcher = lifetime == Lifetime.WithCommand ? Watcher.Start(path, user) : null;
        var run = new RunDirectory(path, marker, user, watcher, progress);
        user.CreateDirectory(run.SocketDirectory);
        return run;
    }

    /// <summary>False for a path with a comma, which no server or client takes in the name of a socket's folder, or with a control character.</summary>
    public static bool MayBeNamed(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return !path.Any(c => c == ',' || char.IsControl(c));
    }

    /// <summary>Opens a run that another command created; null when the folder is not a run.</summary>
    public static RunDirectory? Open(string path, IProgress<Step>? progress = null)
    {
        path = PhysicalPath.Of(path);
        var file = System.IO.Path.Combine(path, MarkerFile);
        if (!File.Exists(file) || JsonSerializer.Deserialize(File.ReadAllText(file), RunJson.Default.Marker) is not { } marker)
            return null;
        return new RunDirectory(path, marker, ServerUser.Resolve(), null, progress);
    }

    /// <summary>Numbers of the processes that work inside the folder.</summary>
    public IReadOnlyList<int> Processes() => ProcFs.ProcessesIn(Path);

    /// <summary>
    /// Stops every process of the run and removes the folder. Asks PostgreSQL to stop at once (SIGQUIT, so that it removes its
    /// shared memory), and kills what is left after three seconds.
    /// </summary>
    public async Task DeleteAsync()
    {
        var segments = Directory.Exists(Path)
            ? Directory.EnumerateDirectories(Path).Select(node => PostmasterPid.Read(System.IO.Path.Combine(node, "data"))).ToList()
            : [];
        await EndAsync(Path);
        segments.ForEach(SharedMemory.RemoveLeftBy);

        // A backend that is just dying may still create a file between the listing and the removal.
        for (var attempt = 0; Directory.Exists(Path); attempt++)
        {
            try
            {
                // A cluster is a thousand files; on several processors its folders go at once.
                Parallel.ForEach(Directory.EnumerateDirectories(Path), folder => Directory.Delete(folder, recursive: true));
                Directory.Delete(Path, recursive: true);
            }
            catch (Exception e) when (e is IOException or AggregateException { InnerException: IOException } && attempt < 20)
            {
                await Task.Delay(50);
            }
        }

        _watcher?.Dismiss();
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync() => await DeleteAsync();

    /// <summary>Runs a step and reports when it begins and ends.</summary>
    internal async Task<T> StepAsync<T>(string node, string what, Func<Task<T>> work)
    {
        Progress?.Report(new Step(node, what, null));
        var began = System.Diagnostics.Stopwatch.GetTimestamp();
        var result = await work();
        Progress?.Report(new Step(node, what, System.Diagnostics.Stopwatch.GetElapsedTime(began)));
        return result;
    }

    internal Task StepAsync(string node, string what, Func<Task> work) =>
        StepAsync(node, what, async () =>
        {
            await work();
            return true;
        });

    /// <summary>Ends every process that works inside the folder.</summary>
    internal static async Task EndAsync(string folder, Signal first = Signal.Quit)
    {
        var told = false;
        for (var began = Environment.TickCount64; ProcFs.ProcessesIn(folder) is { Count: > 0 } alive; await Task.Delay(10))
        {
            var signal = Environment.TickCount64 - began > 3000 ? Signal.Kill : first;
            alive.ForEach(pid => Posix.Send(pid, signal));
            // What a script starts with & ignores SIGQUIT, and so does a PgBouncer older than 1.23 that the command then starts: it
            // ends at once on SIGTERM. A postmaster that has been told to stop at once does not turn to this gentler way.
            if (told && first == Signal.Quit)
                alive.ForEach(pid => Posix.Send(pid, Signal.Terminate));
            told = true;
        }
    }

    internal sealed record Marker(int Pid, long StartTicks, string Boot, Lifetime Lifetime, string User, string? Binaries = null);
}
