using System.Collections.Immutable;

namespace TechCorp.PgInfra.Operations.Connect;

/// <summary>How one client is told.</summary>
/// <param name="Name">The word of <c>--format</c>.</param>
/// <param name="Title">For a heading.</param>
/// <param name="Render">What to paste.</param>
/// <param name="TunnelNote">How it checks the certificate's name although it connects to 127.0.0.1.</param>
public sealed record ClientFormat(string Name, string Title, Func<Way, string> Render, string TunnelNote);

/// <summary>Every client, in the order they are shown.</summary>
public static class ClientFormats
{
    private const string Hosts = "It has no hostaddr: it finds 127.0.0.1 under the server's name by this line of /etc/hosts (C:\\Windows\\System32\\drivers\\etc\\hosts), while the tunnel is up:";

    private const string Machine = "It has no hostaddr: the Java machine is told by -Djdk.net.hosts.file where the server's name is.";

    /// <summary>The table.</summary>
    public static ImmutableArray<ClientFormat> All { get; } =
    [
        new("psql", "psql", LibpqText.Psql, "hostaddr says where to connect, host what the certificate must say."),
        new("psycopg", "psycopg", LibpqText.Psycopg, "It is libpq: hostaddr says where to connect, host what the certificate must say."),
        new("pgadmin", "pgAdmin (Tools, Import/Export Servers)", LibpqText.PgAdmin, "It is libpq: hostaddr says where to connect. Its own SSH tunnel would check the name 127.0.0.1."),
        new("npgsql", "Npgsql", DriverText.Npgsql, "It has no hostaddr: TargetHost is what the certificate must say, and VerifyFull stays."),
        new("node-postgres", "node-postgres", DriverText.NodePostgres, "It has no hostaddr: servername (for an address, checkServerIdentity) is what the certificate must say."),
        new("jdbc", "JDBC", DriverText.Jdbc, Machine),
        new("datagrip", "DataGrip (New, Data Source from URL)", DriverText.DataGrip, Hosts),
        new("dbeaver", "DBeaver (.dbeaver/data-sources.json of a project)", DriverText.DBeaver, Hosts),
    ];

    /// <summary>The line that lets any client find the tunnel under the server's name; null without a tunnel, or where the server has an address alone.</summary>
    public static string? HostsLine(Way way) => way.Tunnel is null || way.OnlyHost != way.Host ? null : $"{Bastion.LocalAddress} {way.Host}";

    /// <summary>What a person is told above a format; null where there is nothing to tell.</summary>
    public static string? Note(ClientFormat format, Way way) =>
        way.Tunnel is null ? null
        : format.TunnelNote is not Hosts and not Machine ? format.TunnelNote
        : HostsLine(way) is not { } line ? $"It has no hostaddr, and no hosts file leads an address elsewhere: the certificate must be for {Bastion.LocalAddress} too, as a rehearsal's is."
        : format.TunnelNote == Hosts ? $"{Hosts} {line}" : format.TunnelNote;

    /// <summary>True for those that need the line, of which their own text says nothing.</summary>
    public static bool NeedsHostsLine(ClientFormat format) => format.TunnelNote == Hosts;
}
