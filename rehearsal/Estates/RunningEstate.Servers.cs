using System.Collections.Immutable;
using System.Globalization;
using TechCorp.PgInfra.Catalog;
using TechCorp.PgInfra.Planning;
using TechCorp.PgInfra.Processes;
using TechCorp.PgInfra.Rehearsal.Parameters;
using TechCorp.PgInfra.Rehearsal.Poolers;
using TechCorp.PgInfra.Rehearsal.Topology;

namespace TechCorp.PgInfra.Rehearsal.Estates;

/// <summary>From what is declared to what a process is started with.</summary>
public sealed partial class RunningEstate
{
    /// <summary>Names that shared_preload_libraries may hold with the packages this program asks for.</summary>
    private static readonly ImmutableHashSet<string> InstalledLibraries = ["pg_stat_statements", "auto_explain", "pg_prewarm", "passwordcheck"];

    /// <summary>Parameters that no parameter group has and every server here runs with, each with the reason.</summary>
    public static ImmutableArray<(string Name, string Value, string Reason)> OwnParameters { get; } =
    [
        ("fsync", "off", "the servers die with this folder, so nothing has to survive the loss of power"),
        ("log_line_prefix", "%t:%r:%u@%d:[%p]:", "what RDS writes; metric filters read it"),
        ("log_destination", "stderr", "the log file RDS exports"),
        ("timezone", "UTC", "RDS's default"),
        ("max_replication_slots", "20", "RDS's default"),
        ("wal_retrieve_retry_interval", "500ms", "a follower looks for its source again at once; RDS waits 5s, which would be most of a drill"),
        ("hot_standby", "on", "replicas answer queries"),
    ];

    private ServerCertificate TemporaryCertificate => CertificateOf("temporary");

    private ServerCertificate CertificateOf(string name)
    {
        var folder = Path.GetDirectoryName(RootCertificateFile)!;
        return new(Path.Combine(folder, name + ".crt"), Path.Combine(folder, name + ".key"));
    }

    private ImmutableArray<RehearsedParameter> Translate(Node node) => ParameterTranslation.Translate(node.Parameters, Scale, InstalledLibraries);

    private string AddressOf(Node node) => Addresses.Server(Topology.Nodes.IndexOf(node));

    private ClusterSpec Specification(Node node, string address, ImmutableArray<RehearsedParameter> parameters, ServerCertificate certificate)
    {
        var settings = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var (name, value, _) in OwnParameters)
            settings[name] = value;
        foreach (var parameter in parameters)
            if (parameter.Rehearsed is { } value)
                settings[parameter.Name] = value;
        // The standby too: it goes on archiving once it is the primary, and keeps quiet until then.
        if (Archive is { } archive && node.Kind is NodeKind.Writer or NodeKind.Standby)
            foreach (var (name, value) in archive.Settings)
                settings[name] = value;
        return new ClusterSpec(node.Identifier)
        {
            Superuser = RdsServer.Superuser,
            Address = address,
            Port = Addresses.DatabasePort,
            Certificate = certificate,
            HostBasedAuthentication = HostBasedAuthentication.For(node),
            Settings = settings.ToImmutable(),
        };
    }

    // What the node was created with; where it streams from is set anew.
    private ImmutableSortedDictionary<string, string> SettingsOf(RunningNode node) =>
        Specification(node.Declared, node.Host, node.Parameters, node.Cluster.Spec.Certificate!).Settings;

    private Upstream UpstreamOf(RunningNode source, Node follower) => new(
        source.Host, source.Port, RdsRoles.Replication, follower.SlotName, follower.SlotName, PasswordFile, "verify-full", RootCertificateFile);

    private string ConfigurationOf(string address, string name)
    {
        var files = CertificateOf(name);
        return PoolerDeclaration!.For(
            new PoolerPlaces(HostsInPlan(), Addresses.DatabasePort, address, Addresses.PoolerPort, new PgBouncerFiles(
                Path.Combine(Run.Path, name, "userlist.txt"), files.CertificateFile, files.KeyFile, RootCertificateFile)),
            _pgBouncerVersion);
    }

    // By the logical names of the plan's resources. The writer's name leads to whichever node has the endpoint now.
    private Dictionary<string, string> HostsInPlan() =>
        Plans.Estate.OfType("aws:rds/instance:Instance").ToDictionary(i => i.Name, i =>
        {
            var identifier = Plans.Estate.Text(i, "identifier") ?? i.Name;
            if (identifier == Topology.Writer.Identifier) identifier = _state.Writer;
            return AddressOf(Topology.Nodes.First(n => n.Identifier == identifier));
        }, StringComparer.Ordinal);

    private string PasswordFileText()
    {
        var logins = Secrets.Logins.Keys.Append(MasterUsername).Append(RdsRoles.Replication);
        // host:port:database:user:password; the generated alphabets hold neither : nor \, which would need escaping.
        return string.Concat(logins.Select(l => string.Create(CultureInfo.InvariantCulture, $"*:*:*:{l}:{Escaped(PasswordOf(l))}\n")));

        static string Escaped(string text) => text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace(":", "\\:", StringComparison.Ordinal);
    }
}
