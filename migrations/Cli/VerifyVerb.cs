using Npgsql;
using TechCorp.PgInfra.Migrations.Connection;
using TechCorp.PgInfra.Migrations.Validation;
using TechCorp.PgInfra.Migrations.Verification;

namespace TechCorp.PgInfra.Migrations.Cli;

/// <summary>Proves it.</summary>
public sealed class VerifyVerb() : StepVerb("verify", "Acts out what each login may do and compares it with the catalogue; exit code 0 as declared, 3 a cell is wrong.")
{
    /// <inheritdoc/>
    protected override async Task<int> WorkAsync(StepRun run, CancellationToken cancellation)
    {
        var input = run.Input;
        CatalogValidation.Demand(input.Catalog);
        await using var session = await MigrationSession.OpenAsync(input.Target, input.Session, cancellation);
        VerificationReport report;
        try
        {
            report = await new Verifier(input.Catalog).RunAsync(session.Connection, Logins(run), cancellation);
        }
        catch (NpgsqlException e)
        {
            throw ServerProblem.Explain(e, input.Target);
        }

        if (run.Json)
        {
            run.Output.WriteLine(VerificationJson.Write(report));
        }
        else
        {
            VerificationText.Write(report, run.Output);
        }

        return report.AsDeclared ? ExitCode.Done : ExitCode.Difference;
    }

    private static LoginVerifier? Logins(StepRun run)
    {
        var target = run.Input.Target;
        if (target.Host.StartsWith('/'))
        {
            run.Progress("a Unix socket has no TLS: the logins are not opened; name the host to have them opened too");
            return null;
        }

        // Encrypted whatever this machine's own address would leave to chance, and checked where the target says so.
        var tls = target.EffectiveTls > TlsMode.Require ? target.EffectiveTls : TlsMode.Require;
        return new LoginVerifier(
            (login, password, encrypted) => DataSource.Create(
                target with { Username = login, Password = password, Certificate = null, CertificateKey = null, Tls = encrypted ? tls : TlsMode.Disable },
                run.Input.Session.ApplicationName).CreateConnection(),
            run.Input.Secrets.Where(s => s.Value.Password is not null).ToDictionary(s => s.Key, s => s.Value.Password!));
    }
}
