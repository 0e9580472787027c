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
        new("archive_command", $"if test -f \"{Path}/%f\"; then cmp -s \"%p\" \"{Path}/%f\"; else cp \"%p\" \"{Path}/%f.part\" && mv \"{Path}/%f.part\" \"{Path}/%f\"; fi"),
    ];

    /// <summary>Value of <c>restore_command</c> for a cluster that reads from it.</summary>
    public string RestoreCommand => $"cp \"{Path}/%f\" \"%p\"";
}
