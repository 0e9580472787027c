using TechCorp.PgInfra.Rehearsal.Estates;

namespace TechCorp.PgInfra.Rehearsal.Metrics;

/// <summary>The lag of the replica that is furthest behind, five times a second, as long as any can be asked.</summary>
internal sealed class LagSampler : IAsyncDisposable
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(200);
    private readonly CancellationTokenSource _end = new();
    private readonly List<NodeReader> _readers;
    private readonly Task _loop;

    private LagSampler(RunningEstate estate, Action<double> told)
    {
        _readers = [.. estate.Nodes.Select(n => new NodeReader(n))];
        _loop = Task.Run(() => LoopAsync(told));
    }

    /// <param name="estate">The estate.</param>
    /// <param name="told">Told seconds, by the wall's clock.</param>
    public static LagSampler Start(RunningEstate estate, Action<double> told) => new(estate, told);

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _loop;
        foreach (var reader in _readers)
            await reader.DisposeAsync();
        _end.Dispose();
    }

    private async Task LoopAsync(Action<double> told)
    {
        try
        {
            while (true)
            {
                var readings = await Task.WhenAll(_readers.Select(r => r.ReadAsync(false, _end.Token)));
                if (readings.Max(r => r?.ReplaySeconds) is { } seconds) told(seconds);
                await Task.Delay(Tick, _end.Token);
            }
        }
        catch (OperationCanceledException) when (_end.IsCancellationRequested)
        {
            // The drill has ended.
        }
    }
}
