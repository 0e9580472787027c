namespace TechCorp.PgInfra.Processes;

/// <summary>The last lines of a log, for an error that explains itself.</summary>
internal static class LogTail
{
    public static string Last(string text, int lines) =>
        string.Join('\n', text.Split('\n', StringSplitOptions.RemoveEmptyEntries).TakeLast(lines)).Trim();

    /// <summary>Reads at most the last 64 kB of the file; empty when there is none.</summary>
    public static string OfFile(string path, int lines, long from = 0)
    {
        if (!File.Exists(path))
            return "";
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        file.Seek(Math.Max(Math.Min(from, file.Length), file.Length - 65536), SeekOrigin.Begin);
        using var reader = new StreamReader(file);
        return Last(reader.ReadToEnd(), lines);
    }
}
