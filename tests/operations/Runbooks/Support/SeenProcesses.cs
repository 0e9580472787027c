namespace TechCorp.PgInfra.Operations.Tests.Runbooks;

/// <summary>Every command line that could be read on this machine while it looks, as anybody who is logged in could.</summary>
internal sealed class SeenProcesses : IAsyncDisposable
{
    private readonly HashSet<string> _lines = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _end = new();
    private readonly Task _looking;

    // A thread of its own: a look that waits for one of the pool's, which other tests block, misses what lives for a second.
    public SeenProcesses() => _looking = Task.Factory.StartNew(Look, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

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

    private void Look()
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

            Thread.Sleep(5);
        }
    }
}
