using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace TechCorp.PgInfra.Processes;

/// <summary>Free TCP ports on 127.0.0.1.</summary>
/// <remarks>
/// Taken below the range the kernel gives to outgoing connections: a server that stops for a moment would otherwise find its
/// port in use by any client's socket. Another program can still win the port; whoever binds retries with the next one.
/// </remarks>
public static class LoopbackPorts
{
    private const int First = 15_000;
    private static readonly ConcurrentDictionary<int, bool> Given = new();

    /// <summary>A port that is free now and was not given before by this process.</summary>
    public static int Next() => Next([Cluster.Host]);

    /// <summary>A port that is free on every one of the loopback addresses.</summary>
    public static int Next(IReadOnlyCollection<string> addresses)
    {
        var last = FirstOutgoingPort();
        for (var attempt = 0; attempt < 10_000; attempt++)
        {
            var port = Random.Shared.Next(First, last);
            if (addresses.All(a => IsFree(port, a)) && Given.TryAdd(port, true))
                return port;
        }

        throw new ProcessException($"No free TCP port on {string.Join(", ", addresses)} between {First} and {last}.");
    }

    /// <summary>True when a listener could be opened on the port of the loopback address now.</summary>
    public static bool IsFree(int port, string address = Cluster.Host)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(IPAddress.Parse(address), port));
            socket.Listen(1);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static int FirstOutgoingPort()
    {
        const string Range = "/proc/sys/net/ipv4/ip_local_port_range";
        var first = File.Exists(Range) ? int.Parse(File.ReadAllText(Range).Split('\t', ' ')[0], CultureInfo.InvariantCulture) : 32_768;
        return first > First + 1000 ? first : 32_768;
    }
}
