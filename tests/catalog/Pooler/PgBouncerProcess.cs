using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace TechCorp.PgInfra.Catalog.Tests.Pooler;

/// <summary>A real PgBouncer on a free loopback port with the rendered file, a throw-away certificate and no server behind it.</summary>
internal sealed class PgBouncerProcess : IAsyncDisposable
{
    private const string Password = "only for this test";

    private readonly DirectoryInfo _directory;
    private readonly Process _process;
    private readonly StringBuilder _log = new();

    private PgBouncerProcess(DirectoryInfo directory, Process process, int port)
    {
        (_directory, _process, Port) = (directory, process, port);
        process.ErrorDataReceived += (_, line) =>
        {
            lock (_log) _log.AppendLine(line.Data);
        };
    }

    public int Port { get; }

    public string Log
    {
        get
        {
            lock (_log) return _log.ToString();
        }
    }

    public static async Task<PgBouncerProcess> StartAsync()
    {
        var program = Program("pgbouncer", "/usr/sbin/pgbouncer", "apt-get install pgbouncer");
        var directory = Directory.CreateTempSubdirectory("pgbouncer-test-");
        // PgBouncer does not run as root, so the files must be readable by whoever it runs as; nothing in them is worth keeping.
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(directory.FullName, (UnixFileMode)0b111_101_101);
        var port = FreePort();
        var files = new PgBouncerFiles(
            Path.Combine(directory.FullName, "userlist.txt"), Path.Combine(directory.FullName, "server.crt"),
            Path.Combine(directory.FullName, "server.key"), Path.Combine(directory.FullName, "server.crt"));
        WriteCertificate(files);
        await File.WriteAllTextAsync(files.UserList, PgBouncerUserList.Render("never used", Verifier(Password)));
        var ini = Path.Combine(directory.FullName, "pgbouncer.ini");
        await File.WriteAllTextAsync(ini, PgBouncerIni.Render(new(
            "primary.invalid", Database.Port, ["replica-1.invalid", "replica-2.invalid"], Database.Port,
            "127.0.0.1", port, PoolerSettings.MaxDbConnections, files, new(1, 18))));

        string[] command = Environment.UserName == "root"
            ? ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", program, ini]
            : [program, ini];
        var process = Process.Start(new ProcessStartInfo(command[0], command[1..]) { RedirectStandardError = true })!;
        var pgbouncer = new PgBouncerProcess(directory, process, port);
        process.BeginErrorReadLine();
        for (var wait = Stopwatch.StartNew(); !pgbouncer.Log.Contains("process up", StringComparison.Ordinal); await Task.Delay(20))
        {
            if (!process.HasExited && wait.Elapsed < TimeSpan.FromSeconds(10)) continue;
            await pgbouncer.DisposeAsync();
            throw new InvalidOperationException($"PgBouncer did not start:\n{pgbouncer.Log}");
        }

        return pgbouncer;
    }

    /// <summary>Rows of a console command, asked as the statistics login with its password over TLS.</summary>
    public async Task<string[][]> ConsoleAsync(string command, string sslmode = "require")
    {
        var psql = Program("psql", "/usr/bin/psql", "apt-get install postgresql-client");
        var connection = $"host=127.0.0.1 port={Port} dbname=pgbouncer user={PoolerAuthentication.StatsLogin} sslmode={sslmode}";
        using var process = Process.Start(new ProcessStartInfo(psql, ["-X", "-At", "-F", "\t", "-c", command, connection])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["PGPASSWORD"] = Password },
        })!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return process.ExitCode == 0
            ? [.. (await output).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('\t'))]
            : throw new InvalidOperationException(await error);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _directory.Delete(recursive: true);
    }

    private static string Program(string name, string path, string install) =>
        File.Exists(path) ? path : throw new InvalidOperationException($"{name} is not at {path}; install it with: {install}");

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static void WriteCertificate(PgBouncerFiles files)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddHours(-1), DateTimeOffset.UtcNow.AddHours(1));
        File.WriteAllText(files.Certificate, certificate.ExportCertificatePem());
        File.WriteAllText(files.PrivateKey, key.ExportPkcs8PrivateKeyPem());
    }

    // RFC 5803 as PostgreSQL stores it.
    private static string Verifier(string password)
    {
        var salt = RandomNumberGenerator.GetBytes(16);
        var salted = Rfc2898DeriveBytes.Pbkdf2(password, salt, 4096, HashAlgorithmName.SHA256, 32);
        var stored = SHA256.HashData(HMACSHA256.HashData(salted, "Client Key"u8));
        var server = HMACSHA256.HashData(salted, "Server Key"u8);
        return string.Create(CultureInfo.InvariantCulture, $"SCRAM-SHA-256$4096:{Convert.ToBase64String(salt)}${Convert.ToBase64String(stored)}:{Convert.ToBase64String(server)}");
    }
}
