using Npgsql;
using TechCorp.PgInfra.Catalog;
using TechCorp.PgInfra.Migrations.Apply;
using TechCorp.PgInfra.Migrations.Baseline;
using TechCorp.PgInfra.Migrations.Connection;
using TechCorp.PgInfra.Migrations.Verification;
using TechCorp.PgInfra.Rehearsal.Connections;
using TechCorp.PgInfra.Rehearsal.Estates;

namespace TechCorp.PgInfra.Rehearsal.Deployment;

/// <summary>The real post-deploy step, run on a rehearsed estate as the master and with the catalogue of the company.</summary>
public static class PostDeployStep
{
    /// <summary>What the step is told: the writer with its certificate checked, and the estate's secrets.</summary>
    public static RunInput InputFor(RunningEstate estate)
    {
        ArgumentNullException.ThrowIfNull(estate);
        var target = new ConnectionTarget
        {
            Host = estate.Writer.Host,
            Port = estate.Writer.Port,
            Database = estate.DatabaseName,
            Username = estate.MasterUsername,
            Password = estate.Secrets.MasterPassword,
            Tls = TlsMode.VerifyFull,
            RootCertificate = estate.RootCertificateFile,
        };
        var secrets = estate.Secrets.Logins.ToDictionary(l => l.Key, l => new Migrations.Credentials.LoginSecret(l.Value.Password, l.Value.Verifier), StringComparer.Ordinal);
        return new RunInput(ServiceCatalog.TechCorp, secrets, target, new SessionOptions()) 
        {
            Baseline = BaselineFiles.Load(ServiceCatalog.TechCorp),
            // A smaller pooler gives each login fewer sessions; the plan says how many.
            PooledLoginLimit = (int?)estate.Plans.Estate.Outputs[StackOutputs.PooledLoginLimit]?.GetValue<double>(),
        };
    }

    /// <summary>Applies it.</summary>
    /// <exception cref="Migrations.PostDeployException">It failed; nothing is half done.</exception>
    public static Task<RunResult> ApplyAsync(RunningEstate estate, Action<string>? progress = null, CancellationToken cancellation = default) =>
        PostDeployRun.ApplyAsync(InputFor(estate), progress ?? (_ => { }), cancellation);

    /// <summary>Acts every declared privilege out, and opens every login with its password.</summary>
    public static async Task<VerificationReport> VerifyAsync(RunningEstate estate, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(estate);
        var logins = new LoginVerifier(
            (login, password, tls) => Session.To(new NpgsqlConnectionStringBuilder(estate.ConnectionTo(estate.Writer, login).ConnectionString)
            {
                Password = password,
                SslMode = tls ? SslMode.VerifyFull : SslMode.Disable,
                RootCertificate = tls ? estate.RootCertificateFile : null,
            }),
            estate.Secrets.Logins.ToDictionary(l => l.Key, l => l.Value.Password, StringComparer.Ordinal));
        await using var connection = Session.To(estate.ConnectionTo(estate.Writer, estate.MasterUsername));
        await connection.OpenAsync(cancellation);
        return await new Verifier(ServiceCatalog.TechCorp).RunAsync(connection, logins, cancellation);
    }
}
