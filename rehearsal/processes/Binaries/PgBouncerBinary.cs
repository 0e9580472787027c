namespace TechCorp.PgInfra.Processes;

/// <summary>Where PgBouncer's program is.</summary>
public static class PgBouncerBinary
{
    /// <summary>Looks on PATH, then in <c>/usr/sbin</c>, which an ordinary user's PATH lacks on Debian.</summary>
    /// <exception cref="MissingBinaryException">Not found; the message holds the command that installs it.</exception>
    public static string Find(Func<string, string?>? environment = null)
    {
        environment ??= Environment.GetEnvironmentVariable;
        var folders = (environment("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries).Append("/usr/sbin");
        return folders.Select(f => Path.Combine(f, "pgbouncer")).FirstOrDefault(File.Exists)
            ?? throw new MissingBinaryException(
                "PgBouncer is not on this machine. Looked on PATH and in /usr/sbin.",
                "apt-get install -y --no-install-recommends pgbouncer");
    }
}
