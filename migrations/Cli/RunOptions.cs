using System.Collections.Immutable;
using System.CommandLine;
using TechCorp.PgInfra.Catalog;
using TechCorp.PgInfra.Migrations.Apply;
using TechCorp.PgInfra.Migrations.Baseline;
using TechCorp.PgInfra.Migrations.Connection;
using TechCorp.PgInfra.Migrations.Credentials;

namespace TechCorp.PgInfra.Migrations.Cli;

/// <summary>The options every verb of the step takes, and what they come to.</summary>
public sealed class RunOptions
{
    private readonly Option<string?> _stack = new("--stack") { Description = "Stack the server belongs to; named in reports and to the server.", HelpName = "S" };

    private readonly Option<string?> _outputs = new("--outputs")
    {
        Description = "What `pulumi stack output --json --show-secrets` prints, a file or - for standard input.", HelpName = "FILE|-",
    };

    private readonly Option<string?> _connect = new("--connect")
    {
        Description = "Where to connect: \"host=... dbname=... user=...\" or postgresql://...; what it says wins over --outputs.", HelpName = "CONNINFO",
    };

    private readonly Option<string?> _secrets = new("--secrets")
    {
        Description = "Secrets to go with --connect: {\"masterPassword\": ..., \"logins\": {login: {\"password\", \"verifier\"}}}, a file or -.", HelpName = "FILE|-",
    };

    private readonly Option<string?> _files = new("--baseline")
    {
        Description = "Folder of further files, laid out as SCHEMA/NNNN_name.sql.", HelpName = "FOLDER",
    };

    private readonly Option<bool> _timing = new("--timing") { Description = "End with where the time went, on standard error." };

    private readonly Option<double> _lockTimeout = new("--lock-timeout")
    {
        Description = "Seconds to wait for one lock, 0.1 to 60.", HelpName = "SECONDS", DefaultValueFactory = _ => 3,
    };

    private readonly Option<int> _attempts = new("--attempts")
    {
        Description = "Times to try a transaction that lost a lock, 1 to 100.", HelpName = "N", DefaultValueFactory = _ => 5,
    };

    private readonly Option<double> _wait = new("--wait")
    {
        Description = "Seconds to wait for another run to end, 0 to 3600.", HelpName = "SECONDS", DefaultValueFactory = _ => 30,
    };

    /// <summary>Adds the options to a verb.</summary>
    public void AddTo(Command verb)
    {
        foreach (var option in new Option[] { _stack, _outputs, _connect, _secrets, _files, _timing, _lockTimeout, _attempts, _wait })
        {
            verb.Options.Add(option);
        }
    }

    /// <summary>The stack's name, for reports; null where none was given.</summary>
    public string? Stack(ParseResult parsed) => parsed.GetValue(_stack);

    /// <summary>True to end with where the time went.</summary>
    public bool Timing(ParseResult parsed) => parsed.GetValue(_timing);

    /// <summary>Reads the documents the options name.</summary>
    /// <exception cref="PostDeployException">Bad usage, all of it at once; exit 2.</exception>
    public RunInput Read(ParseResult parsed, string verb)
    {
        var (outputs, connect, secrets) = (parsed.GetValue(_outputs), parsed.GetValue(_connect), parsed.GetValue(_secrets));
        var stack = Stack(parsed);
        Check(parsed, verb, outputs, connect, secrets, stack);

        var document = outputs is not null ? SecretsDocument.Read(SecretsFile.Read(outputs, "--outputs"), "--outputs")
            : secrets is not null ? SecretsDocument.Read(SecretsFile.Read(secrets, "--secrets"), "--secrets")
            : SecretsDocument.Empty;
        if (outputs is not null && document.Target is null && connect is null)
        {
            throw new PostDeployException(ExitCode.BadUsage,
                $"--outputs: there is no {StackOutputs.PrimaryAddress} in it; is it the output of the right stack, after `pulumi up`?");
        }

        var target = connect is null ? document.Target! : ConnInfo.Parse(connect, document.Target);
        if (target.Password is null && target.PasswordFile is null && document.MasterPassword is { } password)
        {
            target = target with { Password = password };
        }

        var catalog = ServiceCatalog.TechCorp;
        return new RunInput(catalog, document.Logins, target, new SessionOptions
        {
            ApplicationName = $"techcorp-pg-infra post-deploy {verb}{(stack is null ? "" : " " + stack)}",
            LockTimeout = TimeSpan.FromSeconds(parsed.GetValue(_lockTimeout)),
            Attempts = parsed.GetValue(_attempts),
            RunLockWait = TimeSpan.FromSeconds(parsed.GetValue(_wait)),
        })
        {
            PooledLoginLimit = document.PooledLoginLimit,
            Baseline = Files(catalog, parsed.GetValue(_files)),
        };
    }

    private static ImmutableArray<BaselineFile> Files(ServiceCatalog catalog, string? folder)
    {
        try
        {
            return BaselineFiles.Load(catalog, folder);
        }
        catch (BaselineException e)
        {
            throw new PostDeployException(ExitCode.BadUsage, e.Problems, e);
        }
    }

    private void Check(ParseResult parsed, string verb, string? outputs, string? connect, string? secrets, string? stack)
    {
        var problems = new List<string>();
        if (outputs is null && connect is null)
        {
            var name = stack ?? "S";
            problems.Add($"where to connect? Pipe the stack's outputs in: pulumi stack output --stack {name} --json --show-secrets | ./pg post-deploy {verb} --stack {name} --outputs -");
            problems.Add($"or name the server: --connect \"host=HOST dbname={Database.Name} user={Database.MasterUsername} sslmode=verify-full sslrootcert=FILE\" --secrets FILE");
        }

        if (outputs is not null && secrets is not null)
        {
            problems.Add("--outputs holds the secrets already: leave --secrets away, or use --connect with --secrets");
        }

        Within("--lock-timeout", parsed.GetValue(_lockTimeout), 0.1, 60);
        Within("--attempts", parsed.GetValue(_attempts), 1, 100);
        Within("--wait", parsed.GetValue(_wait), 0, 3600);
        if (problems.Count > 0)
        {
            throw new PostDeployException(ExitCode.BadUsage, [.. problems]);
        }

        void Within(string option, double value, double least, double most)
        {
            if (!(value >= least && value <= most))
            {
                problems.Add(FormattableString.Invariant($"{option} is {value}; it is {least} to {most}"));
            }
        }
    }
}
