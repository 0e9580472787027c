namespace TechCorp.PgInfra.Cli.Frame;

/// <summary>A file that long work ends in: that it cannot be written is said before the work.</summary>
internal static class ResultFile
{
    /// <summary>Demands that the file can be written; leaves what is there as it is.</summary>
    /// <exception cref="InputException">It is a folder, or in none, or not ours to write.</exception>
    public static void Demand(string option, string path)
    {
        var full = Path.GetFullPath(path);
        if (Directory.Exists(full)) throw new InputException($"{option}: {path} is a folder; name a file in it.");
        if (!Directory.Exists(Path.GetDirectoryName(full))) throw new InputException($"{option}: there is no folder {Path.GetDirectoryName(full)}; create it or name another file.");
        try
        {
            using var _ = File.Exists(full) ? File.OpenWrite(full) : new FileStream(full, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{option}: {path} cannot be written: {e.Message} Name a file where you may write.");
        }
    }
}
