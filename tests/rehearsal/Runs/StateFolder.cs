namespace TechCorp.PgInfra.Rehearsal.Tests.Runs;

/// <summary>A state folder of its own for the command, whose name means something to a shell and to the server's own commands.</summary>
internal sealed class StateFolder
{
    public string Path { get; } = Directory.CreateTempSubdirectory("pg $t %p's ").FullName;

    public StateFolder()
    {
        // Under root the servers' user has to get through.
        File.SetUnixFileMode(Path, File.GetUnixFileMode(Path) | UnixFileMode.OtherExecute);
    }

    /// <summary>Starts the command.</summary>
    public Command Start(params string[] arguments) => new(Path, arguments);

    /// <summary>Folders of estates, whole or left behind.</summary>
    public IReadOnlyList<string> Runs() => [.. Directory.EnumerateFiles(Path, "run.json", SearchOption.AllDirectories).Select(f => System.IO.Path.GetDirectoryName(f)!)];

    /// <summary>Processes that work inside a folder.</summary>
    /// <param name="folder">Null takes the whole state folder.</param>
    public IReadOnlyList<string> Servers(string? folder = null) =>
        [.. Directory.EnumerateDirectories("/proc").Where(p => int.TryParse(System.IO.Path.GetFileName(p), out _)).Where(p =>
        {
            try
            {
                return new FileInfo(System.IO.Path.Combine(p, "cwd")).LinkTarget?.StartsWith(folder ?? Path, StringComparison.Ordinal) == true;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                return false;
            }
        })];

    /// <summary>Nothing of any estate is left, neither a process nor a file.</summary>
    public void AssertEmpty()
    {
        Assert.Empty(Servers());
        Assert.Equal([], Directory.GetFiles(Path, "*", SearchOption.AllDirectories));
    }

    public async Task RemoveAsync()
    {
        // A test that failed halfway must not leave what it accuses the command of.
        await Start("rehearse", "down").EndAsync();
        Directory.Delete(Path, recursive: true);
    }
}
