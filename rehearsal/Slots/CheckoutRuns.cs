using System.Security.Cryptography;
using System.Text;
using TechCorp.PgInfra.Processes;

namespace TechCorp.PgInfra.Rehearsal.Slots;

/// <summary>
/// Where the rehearsals of one checkout live: under <c>XDG_STATE_HOME</c> (default <c>~/.local/state</c>), or in the temporary
/// directory when that path is too long for a Unix socket or the servers' user cannot enter it, as under root.
/// </summary>
public sealed class CheckoutRuns
{
    private const string LockFile = "lock";

    // Not in the lock itself, which nobody else can open while it is held.
    private const string HolderFile = "holder";

    // What RunDirectory allows, less the folder of one run.
    private const int LongestPath = 80 - 8;

    private readonly ServerUser _user = ServerUser.Resolve();

    /// <param name="root">Folder of the checkout.</param>
    /// <param name="environment">Environment variables; null takes this process's.</param>
    public CheckoutRuns(string root, Func<string, string?>? environment = null)
    {
        environment ??= Environment.GetEnvironmentVariable;
        var key = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Path.GetFullPath(root))))[..10];
        var state = environment("XDG_STATE_HOME") is { Length: > 0 } set && Path.IsPathRooted(set)
            ? set
            : Path.Combine(environment("HOME") is { Length: > 0 } home ? home : Path.GetTempPath(), ".local", "state");
        var preferred = Path.Combine(state, "techcorp-pg-infra", key);
        // The server user's name keeps two people's folders in a shared /tmp apart.
        Folder = !_user.IsAnother && Encoding.UTF8.GetByteCount(preferred) <= LongestPath
            ? preferred
            : Path.Combine(Path.GetTempPath(), $"pg-{_user.Name}-{key}");
    }

    /// <summary>Folder of the runs.</summary>
    public string Folder { get; }

    /// <summary>Takes the checkout for one command that changes what runs; released when the result is disposed or the command dies.</summary>
    /// <exception cref="CheckoutBusyException">Another command holds it.</exception>
    public IDisposable Lock()
    {
        var parent = Path.GetDirectoryName(Folder)!;
        Directory.CreateDirectory(parent);
        _user.CreateDirectory(Folder);
        // Fails when a stranger made the folder first: what is run in it would be his to change.
        File.SetUnixFileMode(Folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var path = Path.Combine(Folder, LockFile);
        try
        {
            var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            if (!File.Exists(path))
            {
                // Its last holder removed it between the two lines.
                file.Dispose();
                return Lock();
            }

            File.WriteAllText(Path.Combine(Folder, HolderFile), Environment.ProcessId.ToString(System.Globalization.CultureInfo.InvariantCulture));
            return new Held(Folder, file);
        }
        catch (IOException) when (File.Exists(path))
        {
            throw new CheckoutBusyException(Holder());
        }
    }

    /// <summary>Runs that exist, whatever their state.</summary>
    public IReadOnlyList<RunDirectory> Existing(IProgress<Step>? progress = null) =>
        Directory.Exists(Folder)
            ? [.. Directory.EnumerateDirectories(Folder).Order(StringComparer.Ordinal).Select(p => RunDirectory.Open(p, progress)).OfType<RunDirectory>()]
            : [];

    /// <summary>Creates a new run.</summary>
    public RunDirectory Create(Lifetime lifetime, IProgress<Step>? progress)
    {
        // A new name each time: whoever tidies up after a killed command must never meet its successor.
        var path = Path.Combine(Folder, "e" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(3)));
        return RunDirectory.Create(path, lifetime, progress);
    }

    /// <summary>Removes folders that a command was killed in before it could mark them as runs.</summary>
    public void RemoveUnmarked()
    {
        if (!Directory.Exists(Folder)) return;
        foreach (var folder in Directory.EnumerateDirectories(Folder).Where(f => RunDirectory.Open(f) is null))
            Directory.Delete(folder, recursive: true);
    }

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
                }
            }
            catch (IOException)
            {
                // The next command has just begun in it.
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
