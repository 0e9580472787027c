using System.CommandLine;
using TechCorp.PgInfra.Catalog;
using TechCorp.PgInfra.Cli.Frame;
using TechCorp.PgInfra.Migrations.Connection;
using TechCorp.PgInfra.Migrations.Credentials;

namespace TechCorp.PgInfra.Cli.Ops;

/// <summary>The options by which a runbook reaches the database of the stack; without them it prints that part.</summary>
internal sealed class OutputsOptions
{
    private readonly Option<string?> _outputs = new("--outputs")
    {
        Description = "What `pulumi stack output --json --show-secrets` prints, a file or - for standard input.", HelpName = "FILE|-",
    };

    private readonly Option<string?> _connect = new("--connect")
    {
        Description = "Goes over what the outputs say, for example \"sslrootcert=global-bundle.pem hostaddr=127.0.0.1 port=15432\".", HelpName = "CONNINFO",
    };

    public void AddTo(Command command)
    {
        command.Add(_outputs);
        command.Add(_connect);
    }

    /// <summary>The server and the document that named it; null when none was named.</summary>
    public (ConnectionTarget Target, SecretsDocument Document)? Read(VerbRun run)
    {
        if (run.ValueOrDefault(_outputs) is not { } outputs)
            return run.ValueOrDefault(_connect) is null ? null : throw new InputException("--connect goes over what --outputs says: give both.");
        // Standard input is read to its end here, and cannot be asked for a yes afterwards.
        var document = SecretsDocument.Read(SecretsFile.Read(outputs, "--outputs"), "--outputs");
        var target = document.Target ?? throw new InputException($"--outputs: there is no {StackOutputs.PrimaryAddress} in it; is it the output of the right stack, after `pulumi up`?");
        return (run.ValueOrDefault(_connect) is { } text ? ConnInfo.Parse(text, target) : target, document);
    }
}
