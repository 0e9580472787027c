namespace TechCorp.PgInfra.Operations.Tests.Runbooks;

/// <summary>Every command line that could be read on this machine while it looks, as anybody who is logged in could.</summary>
internal sealed class SeenProcesses : IAsyncDisposable
{
    private readonly HashSet<string> _lines = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _end = new();
    private readonly Task _looking;

    public SeenProcesses() => _looking = Task.Run(LookAsync);

    /// <summary>Ends it.</summary>
    public async Task<IReadOnlyCollection<string>> LinesAsync()
    {
        await _end.CancelAsync();
        await _looking;
        return _lines;
    }

    public async ValueTask DisposeAsync()
    {
        await LinesAsync();
        _end.Dispose();
    }

    private async Task LookAsync()
    {
        while (!_end.IsCancellationRequested)
        {
            foreach (var process in Directory.EnumerateDirectories("/proc"))
            {
                if (!char.IsAsciiDigit(Path.GetFileName(process)[0])) continue;
                try
                {
                    _lines.Add(File.ReadAllText(Path.Combine(process, "cmdline")).Replace('\0', ' '));
                }
                catch (Exception e) when (e is IOException or UnauthorizedAccessException)
                {
                    // It has ended meanwhile.
                }
            }

            await Task.Delay(10);
        }
    }
}
