using System.Globalization;

namespace TechCorp.PgInfra.Review.Conformance;

/// <summary>A folder only its owner can enter, gone when disposed. One that a killed run left is removed by the next.</summary>
internal sealed class WorkFolder : IDisposable
{
    private const string Prefix = "pg-conform-";

    // The provider makes its Unix socket below it, whose path may have 107 bytes; 40 of them are its own names.
    private static string Root => System.IO.Path.GetTempPath() is { Length: <= 40 } usual ? usual : "/tmp";

    /// <exception cref="ConformanceException">Temporary folders cannot be made on this machine.</exception>
    public WorkFolder()
    {
        Path = System.IO.Path.Combine(Root, $"{Prefix}{Environment.ProcessId}-{Guid.NewGuid().ToString("N")[..8]}");
        try
        {
            RemoveLeftovers();
            Directory.CreateDirectory(Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ConformanceException($"no folder can be made in {Root}: {e.Message} Let TMPDIR name one that can be written.");
        }
    }

    public string Path { get; }

    public void Dispose() => Remove(Path);

    private static void RemoveLeftovers()
    {
        foreach (var folder in Directory.GetDirectories(Root, Prefix + "*"))
        {
            var parts = System.IO.Path.GetFileName(folder)[Prefix.Length..].Split('-');
            if (int.TryParse(parts[0], CultureInfo.InvariantCulture, out var process) && !Directory.Exists($"/proc/{process}"))
            {
                Remove(folder);
            }
        }
    }

    // A provider that is just ending may still write; somebody else's folder cannot be removed and is theirs.
    private static void Remove(string folder)
    {
        for (var attempt = 1; attempt <= 5 && Directory.Exists(folder); attempt++)
        {
            try
            {
                Directory.Delete(folder, recursive: true);
            }
            catch (DirectoryNotFoundException)
            {
                return;
            }
            catch (UnauthorizedAccessException)
            {
                return;
            }
            catch (IOException)
            {
                Thread.Sleep(100 * attempt);
            }
        }
    }
}
