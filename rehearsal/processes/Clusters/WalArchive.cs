namespace TechCorp.PgInfra.Processes;

/// <summary>A folder that keeps every finished segment of the write-ahead log.</summary>
public sealed class WalArchive
{
    private WalArchive(string path) => Path = path;

    /// <summary>Absolute path.</summary>
    public string Path { get; }

    /// <summary>Creates the folder inside the run.</summary>
    public static WalArchive Create(RunDirectory run, string name)
    {
        ArgumentNullException.ThrowIfNull(run);
        return new WalArchive(run.User.CreateDirectory(System.IO.Path.Combine(run.Path, name)));
    }

    /// <summary>
    /// Parameters of the cluster that writes to it. A segment appears under its name only when it is whole, and one that is
    /// there already is not replaced; the same one again is a success, since a promoted standby offers the last segment its primary archived
    /// (PostgreSQL manual, "Setting Up WAL Archiving").
    /// </summary>
    public IEnumerable<KeyValuePair<string, string>> Settings =>
    [
        new("archive_mode", "on"),
        new("archive_command", $"if test -f {Folder}/%f; then cmp -s %p {Folder}/%f; else cp %p {Folder}/%f.part && mv {Folder}/%f.part {Folder}/%f; fi"),
    ];

    /// <summary>Value of <c>restore_command</c> for a cluster that reads from it.</summary>
    public string RestoreCommand => $"cp {Folder}/%f %p";

    // As the server and then the shell read it back: % begins the server's own names, and in single quotes everything else is itself.
    // Those names stand for a segment's name and a path below the data directory, which need no quotes.
    private string Folder => $"'{Path.Replace("%", "%%", StringComparison.Ordinal).Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
