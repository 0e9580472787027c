using System.Collections.Immutable;
using Npgsql;
using TechCorp.PgInfra.Catalog;
using TechCorp.PgInfra.Processes;
using TechCorp.PgInfra.Rehearsal.Plans;
using TechCorp.PgInfra.Rehearsal.Poolers;
using TechCorp.PgInfra.Rehearsal.Secrets;
using TechCorp.PgInfra.Rehearsal.Topology;

namespace TechCorp.PgInfra.Rehearsal.Estates;

/// <summary>
/// A declared estate as processes on this machine: what <c>./pg rehearse</c> leaves running and what drills break. Brought up by
/// <see cref="StartAsync"/>, or opened by a later command with <see cref="Open"/>.
/// </summary>
public sealed partial class RunningEstate : IAsyncDisposable
{
    private readonly Version _pgBouncerVersion;
    private EstateState _state;

    private RunningEstate(RunDirectory run, EstatePlans plans, EstateState state, string rootCertificateFile)
    {
        (Run, Plans, _state, RootCertificateFile) = (run, plans, state, rootCertificateFile);
        Topology = plans.Topology;
        PoolerDeclaration = PoolerDeclaration.From(plans.Estate);
        _pgBouncerVersion = PoolerDeclaration is null ? new Version(0, 0) : PgBouncerBinary.VersionOf(PgBouncerBinary.Find());
    }

    /// <summary>Folder and processes; deleting it takes everything down.</summary>
    public RunDirectory Run { get; }

    /// <summary>The plans it came from.</summary>
    public EstatePlans Plans { get; }

    /// <summary>The servers they declare.</summary>
    public EstateTopology Topology { get; }

    /// <summary>The declared pooler; null when the plan has none.</summary>
    public PoolerDeclaration? PoolerDeclaration { get; }

    /// <summary>Where everything listens.</summary>
    public EstateAddresses Addresses => _state.Addresses;

    /// <summary>Passwords of the master and of every login.</summary>
    public EstateSecrets Secrets => _state.Secrets;

    /// <summary>Factor memory parameters are divided by; 1 when all fit.</summary>
    public int Scale => _state.Scale;

    /// <summary>True once everything was up and verified.</summary>
    public bool IsComplete => _state.IsComplete;

    /// <summary>The authority that signed every certificate, PEM; clients verify against it.</summary>
    public string RootCertificateFile { get; }

    /// <summary>libpq password file with every login, at every address; mode 0600.</summary>
    public string PasswordFile => Path.Combine(Run.Path, "pgpass");

    /// <summary>Where finished log segments go; null when the plan keeps no backups.</summary>
    public WalArchive? Archive { get; private set; }

    /// <summary>Every server in the topology's order: writer, standby, replicas, remote replicas.</summary>
    public ImmutableArray<RunningNode> Nodes { get; private set; } = [];

    /// <summary>Every pooler task.</summary>
    public ImmutableArray<RunningPooler> Poolers { get; private set; } = [];

    /// <summary>The node the writer endpoint leads to now.</summary>
    public RunningNode Writer => Node(_state.Writer);

    /// <summary>The writer's synchronous standby; null when the plan declares none.</summary>
    public RunningNode? Standby => Nodes.FirstOrDefault(n => n.Declared.Kind == NodeKind.Standby);

    /// <summary>Database of the estate.</summary>
    public string DatabaseName => Topology.Writer.DatabaseName ?? Database.Name;

    /// <summary>RDS master user.</summary>
    public string MasterUsername => Topology.Writer.MasterUsername ?? Database.MasterUsername;

    /// <summary>The node with that DB instance identifier.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public RunningNode Node(string identifier) =>
        Nodes.FirstOrDefault(n => n.Identifier == identifier)
        ?? throw new ArgumentException($"The estate has no node {identifier}; it has {string.Join(", ", Nodes.Select(n => n.Identifier))}.", nameof(identifier));

    /// <summary>Password of a login or of the master.</summary>
    public string PasswordOf(string login) =>
        login == MasterUsername ? Secrets.MasterPassword
        : login == RdsRoles.Replication ? Secrets.ReplicationPassword
        : Secrets.Logins.TryGetValue(login, out var secret) ? secret.Password
        : throw new ArgumentException($"There is no login {login}; there are {MasterUsername}, {string.Join(", ", Secrets.Logins.Keys)}.", nameof(login));

    /// <summary>Npgsql settings for a login straight to a node, TLS with the certificate and name checked.</summary>
    public NpgsqlConnectionStringBuilder ConnectionTo(RunningNode node, string login)
    {
        ArgumentNullException.ThrowIfNull(node);
        return Connection(node.Host, node.Port, DatabaseName, login);
    }

    /// <summary>Npgsql settings for a login through a pooler.</summary>
    /// <param name="pooler">One of <see cref="Poolers"/>.</param>
    /// <param name="login">A pooled login.</param>
    /// <param name="readOnly">True for the entry that leads to the read replicas.</param>
    public NpgsqlConnectionStringBuilder ConnectionThrough(RunningPooler pooler, string login, bool readOnly = false)
    {
        ArgumentNullException.ThrowIfNull(pooler);
        return Connection(pooler.Host, pooler.Port, readOnly ? PoolerSettings.ReadOnlyDatabase : PoolerSettings.Database, login);
    }

    private NpgsqlConnectionStringBuilder Connection(string host, int port, string database, string login) => new()
    {
        Host = host, Port = port, Database = database, Username = login, Password = PasswordOf(login),
        SslMode = SslMode.VerifyFull, RootCertificate = RootCertificateFile,
        // PgBouncer refuses startup parameters it does not know, and a probe must fail rather than hang.
        Timeout = 10, Pooling = false, GssEncryptionMode = GssEncryptionMode.Disable,
    };

    /// <summary>Takes everything down and removes the folder.</summary>
    public ValueTask DisposeAsync() => Run.DisposeAsync();
}
