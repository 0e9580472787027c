using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using TechCorp.PgInfra.Operations.Tests.Checks;
using TechCorp.PgInfra.Operations.Tests.Runbooks;
using TechCorp.PgInfra.Processes;

namespace TechCorp.PgInfra.Operations.Tests.Connect;

/// <summary>
/// A server behind a bastion. Its certificate is for its RDS name and its address and for nothing else: whoever checks the name
/// 127.0.0.1, where the tunnel begins, is refused.
/// </summary>
public sealed class Reached : IAsyncLifetime
{
    public const string Name = "techcorp-primary.c1abcdefghij.us-east-1.rds.amazonaws.com";
    public const string Login = "order_service";
    public const string Password = "throwaway-of-this-test";

    private readonly RunDirectory _run = RunDirectory.Create();
    private readonly string _address = $"127.{Random.Shared.Next(1, 255)}.{Random.Shared.Next(1, 255)}.11";
    private Cluster _server = null!;

    internal SshServer Bastion { get; private set; } = null!;

    public string RootCertificate => Path.Combine(_run.Path, "root.crt");

    public async Task InitializeAsync()
    {
        var certificate = Issue();
        _server = await Cluster.InitializeAsync(_run, new ClusterSpec("primary")
        {
            Superuser = RdsServer.Superuser, FromTemplate = true, Settings = CheckedServers.Settings, Address = _address, Certificate = certificate,
            HostBasedAuthentication = ["hostssl all all 127.0.0.0/8 scram-sha-256"],
        });
        await _server.StartAsync();
        await SqlAsync("postgres", "CREATE DATABASE techcorp", $"CREATE ROLE {Login} LOGIN PASSWORD '{Password}'");
        Bastion = await SshServer.StartAsync();
    }

    public async Task DisposeAsync()
    {
        await Bastion.DisposeAsync();
        await _run.DisposeAsync();
    }

    /// <summary>Where it listens.</summary>
    public string Address => _address;

    /// <summary>As superuser, on the server itself.</summary>
    internal async Task<string> SqlAsync(string database, params string[] statements)
    {
        var ended = await Command.RunAsync(null, "psql", ["-XAtq", "-v", "ON_ERROR_STOP=1", "-h", _server.SocketDirectory, "-p", $"{_server.Port}", "-U", "rdsadmin", "-d", database, .. statements.SelectMany(s => (string[])["-c", s])]);
        Assert.True(ended.Code == 0, ended.Error);
        return ended.Out;
    }

    /// <summary><c>./pg connect</c> as that login, to the deployed stack whose outputs these are.</summary>
    /// <param name="byName">True where the primary has its RDS name; false where it has its address, which can be reached without DNS.</param>
    internal async Task<Ended> ConnectAsync(bool byName, params string[] words)
    {
        var outputs = Outputs(byName);
        try
        {
            return await Command.PgAsync(Environment, ["connect", "--stack", "prod", "--as", Login, "--to", "primary", "--outputs", outputs, "--sslrootcert", RootCertificate, .. words]);
        }
        finally
        {
            File.Delete(outputs);
        }
    }

    /// <summary>PATH with the ssh that knows the bastion.</summary>
    internal Dictionary<string, string> Environment => new() { ["PATH"] = $"{Bastion.ClientFolder}:{System.Environment.GetEnvironmentVariable("PATH")}" };

    /// <summary>Opens a printed tunnel. The name is one that the bastion's DNS knows and this machine's does not.</summary>
    internal Task<IAsyncDisposable> OpenAsync(string line, int localPort) => Bastion.OpenAsync(line.Replace(Name, _address, StringComparison.Ordinal), localPort);

    internal string Outputs(bool byName)
    {
        var file = Path.Combine(Path.GetTempPath(), $"outputs-{Guid.NewGuid():N}.json");
        using var writer = new StreamWriter(file, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite });
        writer.Write(new JsonObject
        {
            ["primaryIdentifier"] = "techcorp-primary", ["primaryAddress"] = byName ? Name : _address, ["port"] = _server.Port, ["masterUsername"] = "techcorp_admin",
            ["logins"] = new JsonObject { [Login] = new JsonObject { ["password"] = Password }, ["migrator"] = new JsonObject { ["password"] = Password } },
        }.ToJsonString());
        return file;
    }

    private ServerCertificate Issue()
    {
        using var rootKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var authority = new CertificateRequest("CN=throwaway authority", rootKey, HashAlgorithmName.SHA256);
        authority.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        using var root = authority.CreateSelfSigned(DateTimeOffset.UtcNow.AddMinutes(-5), DateTimeOffset.UtcNow.AddDays(1));
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=techcorp-primary", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(Name);
        names.AddIpAddress(IPAddress.Parse(_address));
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.Create(root, root.NotBefore, root.NotAfter, [1, 2, 3, 4]);
        var files = new ServerCertificate(Path.Combine(_run.Path, "server.crt"), Path.Combine(_run.Path, "server.key"));
        _run.User.WriteFile(RootCertificate, root.ExportCertificatePem() + "\n");
        _run.User.WriteFile(files.CertificateFile, certificate.ExportCertificatePem() + "\n");
        _run.User.WriteFile(files.KeyFile, key.ExportPkcs8PrivateKeyPem() + "\n");
        return files;
    }
}
