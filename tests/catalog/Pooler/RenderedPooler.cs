using System.Diagnostics;
using TechCorp.PgInfra.Processes;

namespace TechCorp.PgInfra.Catalog.Tests.Pooler;

/// <summary>A real PgBouncer with the rendered file, a throw-away certificate and no server behind it.</summary>
internal sealed class RenderedPooler : IAsyncDisposable
{
    private const string Password = "only for this test";

    private readonly RunDirectory run;
    private readonly PgBouncer pooler;

    private RenderedPooler(RunDirectory run, PgBouncer pooler) => (this.run, this.pooler) = (run, pooler);

    public int Port => pooler.Port;

    public string Log => pooler.LogTail(100);

    public static async Task<RenderedPooler> StartAsync()
    {
        var run = RunDirectory.Create();
        using var authority = CertificateAuthority.Create(run);
        var certificate = authority.Issue("pooler");
        var version = PgBouncerBinary.VersionOf(PgBouncerBinary.Find());
        var pooler = PgBouncer.Create(run, "pooler", port => PgBouncerIni.Render(new(
            "primary.invalid", Database.Port, ["replica-1.invalid", "replica-2.invalid"], Database.Port,
            "127.0.0.1", port, PoolerSettings.MaxDbConnections,
            new(Path.Combine(run.Path, "pooler", "userlist.txt"), certificate.CertificateFile, certificate.KeyFile, authority.RootCertificateFile), version)));
        pooler.WriteFile("userlist.txt", PgBouncerUserList.Render("never used", ScramVerifier.Create(Password)));
        var started = new RenderedPooler(run, pooler);
        try
        {
            await pooler.StartAsync();
            return started;
        }
        catch
        {
            await started.DisposeAsync();
            throw;
        }
    }

    /// <summary>Rows of a console command, asked as the statistics login with its password over TLS.</summary>
    /// <remarks>Through psql: the console speaks the simple protocol only, and Npgsql the extended one.</remarks>
    public async Task<string[][]> ConsoleAsync(string command, string sslmode = "require")
    {
        var connection = $"host=127.0.0.1 port={Port} dbname=pgbouncer user={PoolerAuthentication.StatsLogin} sslmode={sslmode}";
        using var psql = Process.Start(new ProcessStartInfo("psql", ["-X", "-At", "-F", "\t", "-c", command, connection])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["PGPASSWORD"] = Password },
        })!;
        var (output, error) = (psql.StandardOutput.ReadToEndAsync(), psql.StandardError.ReadToEndAsync());
        await psql.WaitForExitAsync();
        return psql.ExitCode == 0
            ? [.. (await output).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('\t'))]
            : throw new InvalidOperationException(await error);
    }

    public ValueTask DisposeAsync() => run.DisposeAsync();
}
