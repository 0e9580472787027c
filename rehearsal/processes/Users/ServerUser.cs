using System.Globalization;

namespace TechCorp.PgInfra.Processes;

/// <summary>
/// The user the servers run as: whoever runs the command, or an unprivileged one when that is root, since PostgreSQL and
/// PgBouncer refuse to run as root.
/// </summary>
public sealed class ServerUser
{
    private readonly (uint User, uint Group)? _other;
    private readonly string[] _prefix;

    private ServerUser(string name, (uint, uint)? other, string[] prefix) => (Name, _other, _prefix) = (name, other, prefix);

    /// <summary>User name.</summary>
    public string Name { get; }

    /// <summary>True when files and processes are handed to another user than the one who runs the command.</summary>
    public bool IsAnother => _other is not null;

    /// <summary>The servers' user and group when that is not who runs the command.</summary>
    internal static (uint User, uint Group)? Another => Posix.IsRoot ? LazyAnother.Value : null;

    private static readonly Lazy<(uint, uint)?> LazyAnother = new(() => Resolve()._other);

    /// <summary>The current user, or under root <c>postgres</c>, else <c>nobody</c>.</summary>
    /// <exception cref="ProcessException">Run by root on a machine without those users or without setpriv and runuser.</exception>
    public static ServerUser Resolve()
    {
        if (!Posix.IsRoot)
            return new ServerUser(Environment.UserName, null, []);

        foreach (var name in (string[])["postgres", "nobody"])
        {
            // name:password:uid:gid:...
            if (File.ReadLines("/etc/passwd").Select(l => l.Split(':')).FirstOrDefault(f => f[0] == name) is not { Length: > 3 } entry)
                continue;
            var (uid, gid) = (uint.Parse(entry[2], CultureInfo.InvariantCulture), uint.Parse(entry[3], CultureInfo.InvariantCulture));
            // Both replace themselves by the program, so that its process number is the one that was started; su does not.
            string[] prefix = OnPath("setpriv") is { } setpriv ? [setpriv, $"--reuid={uid}", $"--regid={gid}", "--init-groups", "--"]
                : OnPath("runuser") is { } runuser ? [runuser, "-u", name, "--"]
                : throw new ProcessException("PostgreSQL refuses to run as root and neither setpriv nor runuser is here to change the user. Install util-linux, or run this as an ordinary user.");
            return new ServerUser(name, (uid, gid), prefix);
        }

        throw new ProcessException("PostgreSQL refuses to run as root and /etc/passwd has neither the user postgres nor nobody. Run this as an ordinary user.");
    }

    /// <summary>True when whoever runs the command may make this folder, or something in it when it is there.</summary>
    public static bool MayMake(string folder)
    {
        var parent = new DirectoryInfo(folder);
        while (!parent.Exists && parent.Parent is { } above) parent = above;
        return Posix.MayWriteIn(parent.FullName);
    }

    /// <summary>What stands before a command line to have it run as this user; nothing for the current one.</summary>
    internal IReadOnlyList<string> Prefix => _prefix;

    /// <summary>The command line that runs the program as this user.</summary>
    internal string[] Command(string program, IEnumerable<string> arguments) => [.. _prefix, program, .. arguments];

    /// <summary>Gives a file or folder to this user.</summary>
    public void Own(string path)
    {
        if (_other is var (user, group))
            Posix.Own(path, user, group);
    }

    /// <summary>Creates a folder only this user (and root) may enter.</summary>
    public string CreateDirectory(string path)
    {
        const UnixFileMode Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        if (!Directory.Exists(path) && Path.GetDirectoryName(path) is { } parent && Directory.Exists(parent))
        {
            // ext4 chooses a folder's place by its name: under the name of its predecessor it would lie among the files of that one.
            var fresh = Path.Combine(parent, ".new-" + Guid.NewGuid().ToString("N"));
            Directory.CreateDirectory(fresh, Mode);
            Own(fresh);
            Directory.Move(fresh, path);
            return path;
        }

        Directory.CreateDirectory(path, Mode);
        Own(path);
        return path;
    }

    /// <summary>
    /// Writes a file only this user (and root) may read; it is complete or absent, never half written, and never open to
    /// others, not even while it is being written.
    /// </summary>
    /// <exception cref="ProcessException">There is no room for it.</exception>
    public void WriteFile(string path, string text)
    {
        try
        {
            Write(path, text);
        }
        catch (IOException e) when (NoRoom.Is(e))
        {
            throw new ProcessException($"{path} cannot be written. {NoRoom.WayOut(Path.GetDirectoryName(path)!)}", e);
        }
    }

    private void Write(string path, string text)
    {
        var temporary = path + ".new";
        File.Delete(temporary);
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        };
        using (var writer = new StreamWriter(temporary, options))
            writer.Write(text);
        Own(temporary);
        File.Move(temporary, path, overwrite: true);
    }

    private static string? OnPath(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Concat(["/usr/bin", "/usr/sbin", "/sbin"])
            .Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);
}
