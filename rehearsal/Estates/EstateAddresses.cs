using System.Collections.Immutable;
using System.Globalization;
using TechCorp.PgInfra.Processes;

namespace TechCorp.PgInfra.Rehearsal.Estates;

/// <summary>
/// Where everything listens: a loopback address for each server and pooler, one port for all servers and one for all poolers, as
/// on RDS, where hosts differ and the port does not. An entry of pgbouncer.ini names several hosts and a single port, so servers
/// that differed in their port alone could not stand in for the declared ones.
/// </summary>
/// <param name="Network">First three numbers of the addresses, in 127.0.0.0/8, which is loopback as a whole on Linux.</param>
/// <param name="DatabasePort">Port of every server.</param>
/// <param name="PoolerPort">Port of every pooler.</param>
public sealed record EstateAddresses(string Network, int DatabasePort, int PoolerPort)
{
    private const int FirstServer = 11;
    private const int FirstPooler = 101;
    private const int FirstTemporary = 151;
    private const int LastTemporary = 158;

    /// <summary>An address of 127.0.0.0/8 and two ports that are free now.</summary>
    public static EstateAddresses Choose(int servers, int poolers)
    {
        var network = string.Create(CultureInfo.InvariantCulture, $"127.{Random.Shared.Next(1, 255)}.{Random.Shared.Next(1, 255)}");
        var addresses = new EstateAddresses(network, 0, 0);
        return addresses with
        {
            DatabasePort = LoopbackPorts.Next([.. Enumerable.Range(0, servers).Select(addresses.Server)]),
            PoolerPort = LoopbackPorts.Next([.. Enumerable.Range(0, Math.Max(1, poolers)).Select(addresses.Pooler)]),
        };
    }

    /// <summary>Address of the topology's n-th server, from 0.</summary>
    public string Server(int index) => At(FirstServer + index);

    /// <summary>Address of the n-th pooler, from 0.</summary>
    public string Pooler(int index) => At(FirstPooler + index);

    /// <summary>Addresses for servers that are restored and go again.</summary>
    public ImmutableArray<string> Temporary => [.. Enumerable.Range(FirstTemporary, LastTemporary - FirstTemporary + 1).Select(At)];

    private string At(int last) => string.Create(CultureInfo.InvariantCulture, $"{Network}.{last}");
}
