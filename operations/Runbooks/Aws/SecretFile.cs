namespace TechCorp.PgInfra.Operations.Runbooks.Aws;

/// <summary>A secret on its way to a child process: a file only its owner can read, in memory where the system has such a folder, gone with the call.</summary>
internal sealed class SecretFile : IDisposable
{
    private SecretFile(string path) => Path = path;

    public string Path { get; }

    public static SecretFile Write(string text)
    {
        var folder = Directory.Exists("/dev/shm") ? "/dev/shm" : System.IO.Path.GetTempPath();
        RemoveAbandoned(folder);
        var path = System.IO.Path.Combine(folder, $"{Prefix}{Environment.ProcessId}-{Guid.NewGuid():N}");
        using var file = new StreamWriter(path, new FileStreamOptions
        {
            Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        });
        file.Write(text);
        return new SecretFile(path);
    }

    public void Dispose() => File.Delete(Path);

    private const string Prefix = "pg-ops-";

    // Of a command that was killed between writing and deleting.
    private static void RemoveAbandoned(string folder)
    {
        foreach (var file in Directory.EnumerateFiles(folder, Prefix + "*"))
        {
            var owner = System.IO.Path.GetFileName(file)[Prefix.Length..].Split('-')[0];
            if (Directory.Exists($"/proc/{owner}")) continue;
            try
            {
                File.Delete(file);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // Another user's.
            }
        }
    }
}
