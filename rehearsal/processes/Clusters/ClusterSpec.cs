using System.Collections.Immutable;

namespace TechCorp.PgInfra.Processes;

/// <summary>What one cluster shall be.</summary>
/// <param name="Name">Folder name inside the run: lower-case letters, digits, <c>-</c> and <c>_</c>.</param>
public sealed record ClusterSpec(string Name)
{
    /// <summary>
    /// Server parameters as they stand in postgresql.conf, in PostgreSQL's own units. Paths, port, listen address and socket
    /// folder are set by the cluster and cannot be given here.
    /// </summary>
    public ImmutableSortedDictionary<string, string> Settings { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>
    /// Lines of pg_hba.conf after the first two, which let the superuser in through the Unix socket without a password: only
    /// the servers' user and root can reach that socket. Default: TLS or not, any login from 127.0.0.1 with SCRAM.
    /// </summary>
    public ImmutableArray<string> HostBasedAuthentication { get; init; } = ["host all all 127.0.0.1/32 scram-sha-256"];

    /// <summary>Certificate of the server; null leaves TLS off.</summary>
    public ServerCertificate? Certificate { get; init; }

    /// <summary>
    /// Loopback address to listen on, 127.0.0.1 unless said otherwise. Several servers share one port when each has its own: an
    /// entry of pgbouncer.ini names several hosts and one port.
    /// </summary>
    public string Address { get; init; } = Cluster.Host;

    /// <summary>Port; null takes a free one.</summary>
    public int? Port { get; init; }

    /// <summary>The bootstrap superuser. RDS calls its own <c>rdsadmin</c>. A copy of another cluster takes that one's.</summary>
    public string Superuser { get; init; } = "postgres";

    /// <summary>
    /// Copies one initialised cluster of the run instead of running initdb for each: 0.1 s instead of 0.5 s. The copies share
    /// their system identifier, so that one could take another for its standby.
    /// </summary>
    public bool FromTemplate { get; init; }
}
