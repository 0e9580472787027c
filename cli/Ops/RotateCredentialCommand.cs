using System.CommandLine;
using TechCorp.PgInfra.Catalog;
using TechCorp.PgInfra.Cli.Frame;
using TechCorp.PgInfra.Migrations.Apply;
using TechCorp.PgInfra.Migrations.Baseline;
using TechCorp.PgInfra.Migrations.Connection;
using TechCorp.PgInfra.Operations.Runbooks;
using TechCorp.PgInfra.Operations.Runbooks.Instances;
using TechCorp.PgInfra.Planning;

namespace TechCorp.PgInfra.Cli.Ops;

/// <summary><c>./pg ops rotate-credential</c>.</summary>
internal sealed class RotateCredentialCommand() : RunbookCommand("rotate-credential", "Replaces a login's password at once, without a failed transaction")
{
    private readonly Option<string> _login = new("--login") { Description = "The login.", HelpName = "LOGIN", Required = true };

    private readonly OutputsOptions _server = new();

    public override void Describe(Command command)
    {
        command.Add(_login);
        _server.AddTo(command);
        base.Describe(command);
    }

    protected override Task<RunbookPlan> PlanAsync(VerbRun run, Plan plan, RdsApi rds, CancellationToken cancellation)
    {
        RunInput? input = null;
        if (_server.Read(run) is { } server)
        {
            input = new RunInput(ServiceCatalog.TechCorp, server.Document.Logins, server.Target with { Password = server.Target.Password ?? server.Document.MasterPassword },
                new SessionOptions { ApplicationName = $"techcorp-pg-infra rotate-credential {plan.Stack}" })
            {
                PooledLoginLimit = server.Document.PooledLoginLimit,
                Baseline = BaselineFiles.Load(ServiceCatalog.TechCorp, null),
            };
        }

        return RotateCredential.PlanAsync(rds, plan, run.Value(_login), input, cancellation);
    }
}
