using System.CommandLine;
using TechCorp.PgInfra.Cli.Frame;
using TechCorp.PgInfra.Operations.Targets;

namespace TechCorp.PgInfra.Cli.Ops;

/// <summary>The options that say which server is meant; without any it is the rehearsal of this checkout.</summary>
internal sealed class TargetOptions
{
    private readonly Option<string?> _connect = new("--connect")
    {
        Description = "Ask this server instead of the rehearsal: \"host=... dbname=... user=...\" or postgresql://..., without a password (PGPASSWORD, ~/.pgpass or --secrets hold it).",
        HelpName = "CONNINFO",
    };

    private readonly Option<string?> _outputs = new("--outputs")
    {
        Description = "Ask the stack whose outputs these are: what `pulumi stack output --json --show-secrets` prints, a file or - for standard input.",
        HelpName = "FILE|-",
    };

    private readonly Option<string?> _secrets = new("--secrets")
    {
        Description = "Passwords to go with --connect, in the form of the outputs: {\"logins\": {login: {\"password\": ...}}}, a file or -.", HelpName = "FILE|-",
    };

    private readonly Option<string?> _login = new("--as") { Description = "Login to connect as; monitor where its password is known, else the master.", HelpName = "LOGIN" };

    private readonly Option<string?> _node = new("--node") { Description = "Instance to ask; the one that writes unless said otherwise.", HelpName = "IDENTIFIER" };

    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[_node, _login, _connect, _outputs, _secrets])
            command.Add(option);
    }

    /// <summary>The target the command line names.</summary>
    /// <param name="run">The command line.</param>
    /// <param name="preferredLogin">Login that suits the command when <c>--as</c> is not given.</param>
    public Target Read(VerbRun run, string? preferredLogin = null)
    {
        var request = new TargetRequest
        {
            Connect = run.ValueOrDefault(_connect), Outputs = run.ValueOrDefault(_outputs), Secrets = run.ValueOrDefault(_secrets),
            Login = run.ValueOrDefault(_login), Node = run.ValueOrDefault(_node),
        };
        return TargetReader.Read(preferredLogin is null ? request : request with { PreferredLogin = preferredLogin }, run.Root);
    }
}
