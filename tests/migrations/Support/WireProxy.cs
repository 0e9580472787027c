using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace TechCorp.PgInfra.Migrations.Tests;

/// <summary>
/// Stands between the step and the server and understands the protocol's frames (PostgreSQL manual, chapter 55): counts round
/// trips, and can die at any statement boundary. To the server that is the step being killed: no goodbye, mid-transaction.
/// </summary>
public sealed class WireProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly int _serverPort;
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource _atBoundary = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _mayCut = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _roundTrips;
    private int _executed;
    private int _completed;

    public WireProxy(int serverPort, int? cutAfter = null, bool holdAtBoundary = false)
    {
        (_serverPort, CutAfter) = (serverPort, cutAfter);
        if (!holdAtBoundary)
        {
            _mayCut.SetResult();
        }

        _listener.Start();
        _ = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Statements that reach the server before the connection is cut; null never cuts.</summary>
    public int? CutAfter { get; }

    /// <summary>
    /// How often the server said on the first connection that it is ready for the next query: the round trips, the login
    /// included. A second connection is the watch over a long wait, which comes and goes with the machine's load.
    /// </summary>
    public int RoundTrips => _roundTrips;

    /// <summary>Done when the statement before the cut has run and nothing more will reach the server.</summary>
    public Task AtBoundary => _atBoundary.Task;

    /// <summary>Lets the cut happen that <c>holdAtBoundary</c> held back.</summary>
    public void Cut() => _mayCut.TrySetResult();

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            for (var first = true; ; first = false)
            {
                _ = ServeAsync(await _listener.AcceptTcpClientAsync(_stop.Token), first);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task ServeAsync(TcpClient client, bool first)
    {
        using var toClient = client;
        using var toServer = new TcpClient { NoDelay = true };
        toClient.NoDelay = true;
        try
        {
            await toServer.ConnectAsync(IPAddress.Loopback, _serverPort, _stop.Token);
            await Task.WhenAny(ForwardAsync(toClient.GetStream(), toServer.GetStream(), first), AnswerAsync(toServer.GetStream(), toClient.GetStream(), first));
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or SocketException or ObjectDisposedException)
        {
            // One side hung up; the other learns it by the streams being closed.
        }
    }

    private async Task ForwardAsync(NetworkStream from, NetworkStream to, bool first)
    {
        // The first message has no type.
        var frame = await ReadAsync(from, 4, 0);
        await to.WriteAsync(frame, _stop.Token);
        while (true)
        {
            frame = await ReadAsync(from, 5, 1);
            await to.WriteAsync(frame, _stop.Token);
            if (first && frame[0] == 'E' && Interlocked.Increment(ref _executed) == CutAfter)
            {
                // Flush: the statements sent so far answer without waiting for the end of the pipeline.
                await to.WriteAsync(new byte[] { (byte)'H', 0, 0, 0, 4 }, _stop.Token);
                while (Volatile.Read(ref _completed) < CutAfter)
                {
                    await Task.Delay(1, _stop.Token);
                }

                _atBoundary.TrySetResult();
                await _mayCut.Task;
                return;
            }
        }
    }

    private async Task AnswerAsync(NetworkStream from, NetworkStream to, bool first)
    {
        while (true)
        {
            var frame = await ReadAsync(from, 5, 1);
            if (first && frame[0] == 'Z')
            {
                Interlocked.Increment(ref _roundTrips);
            }
            else if (first && frame[0] is (byte)'C' or (byte)'I' or (byte)'E')
            {
                Interlocked.Increment(ref _completed);
            }

            await to.WriteAsync(frame, _stop.Token);
        }
    }

    private async Task<byte[]> ReadAsync(NetworkStream stream, int header, int lengthAt)
    {
        var head = new byte[header];
        await stream.ReadExactlyAsync(head, _stop.Token);
        var frame = new byte[lengthAt + BinaryPrimitives.ReadInt32BigEndian(head.AsSpan(lengthAt))];
        head.CopyTo(frame, 0);
        await stream.ReadExactlyAsync(frame.AsMemory(header), _stop.Token);
        return frame;
    }
}
