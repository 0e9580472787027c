using System.Security.Cryptography;
using System.Text;
using TechCorp.PgInfra.Processes;

namespace TechCorp.PgInfra.Rehearsal.Slots;

/// <summary>
/// Where the rehearsals and drills of one checkout live: under <c>XDG_STATE_HOME</c> (default <c>~/.local/state</c>). Under root, whose home the
/// servers' user cannot enter, it is <c>/var/lib</c>, where nobody else can put a trap first; and the temporary directory takes
/// what is too long for a Unix socket or has a comma in it, or has no home: <c>nobody</c>'s does not exist.
/// </summary>
public sealed class CheckoutRuns
{
    private const string LockFile = "lock";

    // Not in the lock itself, which nobody else can open while it is held.
    private const string HolderFile = "holder";

    private const string Shared = "techcorp-pg-infra";

    // First letter of a run's folder: an estate that stays until it is taken down, or one that lives as long as its drill.
    private const char Rehearsed = 'e';
    private const char Drilled = 'd';

    // What RunDirectory allows, less the folder of one run.
    private const int LongestPath = 80 - 8;

    private readonly ServerUser _user = ServerUser.Resolve();

    /// <param name="root">Folder of the checkout.</param>
    /// <param name="environment">Environment variables; null takes this process's.</param>
    public CheckoutRuns(string root, Func<string, string?>? environment = null)
    {
        environment ??= Environment.GetEnvironmentVariable;
        var key = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Path.GetFullPath(root))))[..10];
        string?[] states =
        [
            environment("XDG_STATE_HOME") is { Length: > 0 } set && Path.IsPathRooted(set) ? set : null,
            !_user.IsAnother && environment("HOME") is { Length: > 0 } home ? Path.Combine(home, ".local", "state") : null,
            _user.IsAnother ? "/var/lib" : null,
        ];
        Folder = states.OfType<string>().Select(s => Path.Combine(s, Shared, key)).FirstOrDefault(Fits)
            ?? Path.Combine(Path.GetTempPath(), $"pg-{_user.Name}-{key}");
    }

    private bool Fits(string folder) => Encoding.UTF8.GetByteCount(folder) <= LongestPath && RunDirectory.MayBeNamed(folder) && ServerUser.MayMake(folder) && (!_user.IsAnother || OthersMayPass(folder));

    private static bool OthersMayPass(string folder)
    {
        for (var parent = new DirectoryInfo(folder); parent is not null; parent = parent.Parent)
            if (parent.Exists && !parent.UnixFileMode.HasFlag(UnixFileMode.OtherExecute))
                return false;
        return true;
    }

    /// <summary>Folder of the runs.</summary>
    public string Folder { get; }

    /// <summary>Takes the checkout for one command that changes what runs; released when the result is disposed or the command dies.</summary>
    /// <exception cref="CheckoutBusyException">Another command holds it.</exception>
    /// <exception cref="ProcessException">No folder can be made for it, or nothing written there.</exception>
    public IDisposable Lock()
    {
        // The servers' user passes through to its runs and sees nothing else; a stranger's folder of that name cannot be given this mode.
        var mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | (_user.IsAnother ? UnixFileMode.GroupExecute | UnixFileMode.OtherExecute : 0);
        if (!ServerUser.MayMake(Folder))
            throw new ProcessException($"There is no place for an estate: {Folder} cannot be made. Set XDG_STATE_HOME to a folder that you may write in.");
        var path = Path.Combine(Folder, LockFile);
        FileStream? file = null;
        try
        {
            Make(Folder, mode);
            file = Open(path);
            if (file is not null && !File.Exists(path))
            {
                // Its last holder removed it between the two lines.
                file.Dispose();
                return Lock();
            }

            if (file is not null) File.WriteAllText(Path.Combine(Folder, HolderFile), Environment.ProcessId.ToString(System.Globalization.CultureInfo.InvariantCulture));
        }
        catch (Exception e) when (e is DirectoryNotFoundException or FileNotFoundException)
        {
            // Its last holder has just removed the folder.
            file?.Dispose();
            return Lock();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A disk that is full: nothing of a run is in it yet.
            if (file is not null) new Held(Folder, file).Dispose();
            throw new ProcessException($"There is no place for an estate in {Folder}: {e.Message} Set XDG_STATE_HOME to a folder with room that you may write in.");
        }

        return file is null ? throw new CheckoutBusyException(Holder()) : new Held(Folder, file);
    }

    // With its parents, of each of which a umask would take what lets the servers' user through. A parent that was there is its owner's.
    private static void Make(string folder, UnixFileMode mode)
    {
        if (Path.GetDirectoryName(folder) is { } parent && !Directory.Exists(parent)) Make(parent, mode);
        Directory.CreateDirectory(folder, mode);
        File.SetUnixFileMode(folder, mode);
    }

    // Null while another command holds it.
    private static FileStream? Open(string path)
    {
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e) when (e.HResult == WouldBlock)
        {
            return null;
        }
    }

    // errno.h: EWOULDBLOCK, of flock(2); .NET has no exception of its own for it.
    private const int WouldBlock = 11;

    /// <summary>Rehearsals that exist, whatever their state.</summary>
    public IReadOnlyList<RunDirectory> Existing(IProgress<Step>? progress = null) => Runs(Rehearsed, progress);

    /// <summary>Estates that are being drilled, or were when their command was killed.</summary>
    public IReadOnlyList<RunDirectory> ExistingDrills() => Runs(Drilled, null);

    /// <summary>Creates a new run. To be called under the lock.</summary>
    public RunDirectory Create(Lifetime lifetime, PostgresBinaries postgres, IProgress<Step>? progress) => RunDirectory.Create(NewPath(Rehearsed), lifetime, progress, postgres);

    /// <summary>
    /// Creates a run for a drill, after removing what killed ones have left. Drills stand beside a rehearsal and beside each other, each
    /// with an estate of its own; only for this moment they wait for whoever holds the checkout.
    /// </summary>
    public async Task<RunDirectory> CreateForDrillAsync(PostgresBinaries postgres, Action<string> say, IProgress<Step>? progress, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(say);
        for (var told = false; ; await Task.Delay(200, cancellation))
        {
            try
            {
                using var held = Lock();
                await RemoveAbandonedAsync(say);
                return RunDirectory.Create(NewPath(Drilled), Lifetime.WithCommand, progress, postgres);
            }
            catch (CheckoutBusyException busy)
            {
                if (!told) say($"waiting: {busy.Message}");
                told = true;
            }
        }
    }

    /// <summary>Removes what killed drills have left, and nothing of one that is at work. To be called under the lock.</summary>
    /// <returns>How many there were.</returns>
    public async Task<int> RemoveAbandonedAsync(Action<string> say)
    {
        ArgumentNullException.ThrowIfNull(say);
        var abandoned = ExistingDrills().Where(r => !r.OwnerIsAlive).ToList();
        foreach (var run in abandoned)
        {
            say($"removing what an interrupted drill left in {run.Path}");
            await run.DeleteAsync();
        }

        RemoveUnmarked();
        return abandoned.Count;
    }

    /// <summary>Removes the folder of the runs when none is left in it and nobody is at work.</summary>
    public void Tidy()
    {
        try
        {
            Lock().Dispose();
        }
        catch (CheckoutBusyException)
        {
            // Whoever is at work does it at the end.
        }
    }

    // Folders that a command was killed in before it could mark them as runs.
    private void RemoveUnmarked()
    {
        foreach (var folder in Directory.EnumerateDirectories(Folder).Where(f => RunDirectory.Open(f) is null))
        {
            try
            {
                Directory.Delete(folder, recursive: true);
            }
            catch (DirectoryNotFoundException)
            {
                // A drill that has just ended was removing it.
            }
        }
    }

    private IReadOnlyList<RunDirectory> Runs(char kind, IProgress<Step>? progress) =>
        Directory.Exists(Folder)
            ? [.. Directory.EnumerateDirectories(Folder, $"{kind}*").Order(StringComparer.Ordinal).Select(p => RunDirectory.Open(p, progress)).OfType<RunDirectory>()]
            : [];

    // A new name each time: whoever tidies up after a killed command must never meet its successor.
    private string NewPath(char kind) => Path.Combine(Folder, kind + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(3)));

    private sealed class Held(string folder, FileStream file) : IDisposable
    {
        public void Dispose()
        {
            try
            {
                // Nothing runs: nothing stays.
                if (!Directory.EnumerateDirectories(folder).Any())
                {
                    File.Delete(Path.Combine(folder, HolderFile));
                    File.Delete(file.Name);
                    Directory.Delete(folder);
                    if (Path.GetDirectoryName(folder) is { } shared && Path.GetFileName(shared) == Shared)
                        Directory.Delete(shared);
                }
            }
            catch (IOException)
            {
                // The next command has just begun in it, or another checkout's folder is beside it.
            }

            file.Dispose();
        }
    }

    private int? Holder()
    {
        var path = Path.Combine(Folder, HolderFile);
        return File.Exists(path) && int.TryParse(File.ReadAllText(path), out var pid) ? pid : null;
    }
}

/// <summary>Another command of this checkout is bringing an estate up or taking one down.</summary>
/// <param name="pid">Its process, when known.</param>
public sealed class CheckoutBusyException(int? pid)
    : Exception($"another ./pg of this checkout{(pid is null ? "" : $" (process {pid})")} is bringing an estate up or taking it down; wait for it, or stop it with ./pg rehearse down.");
