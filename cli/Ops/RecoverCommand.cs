using System.CommandLine;
using System.Globalization;
using System.Text.RegularExpressions;
using TechCorp.PgInfra.Catalog;
using TechCorp.PgInfra.Cli.Frame;
using TechCorp.PgInfra.Migrations.Connection;
using TechCorp.PgInfra.Migrations.Recovery;
using TechCorp.PgInfra.Operations.Runbooks;
using TechCorp.PgInfra.Operations.Runbooks.Instances;
using TechCorp.PgInfra.Planning;

namespace TechCorp.PgInfra.Cli.Ops;

/// <summary><c>./pg ops recover point-in-time</c> and <c>./pg ops recover table</c>.</summary>
internal sealed partial class RecoverCommand() : RunbookCommand("recover", "Restores what was lost: an instance to a moment, or one table out of it")
{
    private readonly Option<string?> _time = new("--time") { Description = "The moment, with its zone: 2026-01-15T14:25:00Z or 2026-01-15T11:25:00-03:00.", HelpName = "TIME" };

    private readonly Option<bool> _latest = new("--latest") { Description = "The last moment that can be restored, about five minutes ago." };

    private readonly Option<string?> _instance = new("--instance") { Description = "The instance to restore; the stack's writer unless said otherwise.", HelpName = "IDENTIFIER" };

    private readonly Option<string?> _target = new("--target") { Description = "Identifier of the restored instance; the source's with -restored (for a table: -recovery) behind it unless said otherwise.", HelpName = "IDENTIFIER" };

    private readonly Option<bool> _takeOver = new("--take-over") { Description = "Give the restored instance the source's identifier, and so its host name; the source is renamed to ...-replaced." };

    private readonly Option<string> _table = new("--table") { Description = "The table, SCHEMA.TABLE.", HelpName = "NAME", Required = true };

    private readonly Option<string?> _restoredConnect = new("--restored-connect") { Description = "How the temporary instance is reached, over what its endpoint says, for example \"hostaddr=127.0.0.1 port=15433\".", HelpName = "CONNINFO" };

    private readonly Option<bool> _keep = new("--keep") { Description = "Leave the temporary instance when the rows are back, for another table of the same moment: a parent before its children." };

    private readonly OutputsOptions _server = new();

    public override void Describe(Command command)
    {
        var instance = new Command("point-in-time", "Restores an instance to a moment, with everything a bare restore leaves out.") { _time, _latest, _instance, _target, _takeOver };
        Options.AddTo(instance);
        command.Add(instance);
        var table = new Command("table", "Brings back the lost rows of one table, by a temporary restored instance.") { _table, _time, _latest, _target, _restoredConnect, _keep };
        _server.AddTo(table);
        Options.AddTo(table);
        command.Add(table);
    }

    protected override Task<RunbookPlan> PlanAsync(VerbRun run, Plan plan, RdsApi rds, CancellationToken cancellation)
    {
        var moment = new PointInTimeOptions(Moment(run)) { Target = run.ValueOrDefault(_target) };
        return run.Command == "table"
            ? RecoverTable.PlanAsync(rds, DeclaredInstance.Find(plan, null), new RecoverTableOptions(TableMerge.Parse(run.Value(_table)), moment)
            {
                Writer = Writer(run), RestoredConnect = run.ValueOrDefault(_restoredConnect), Keep = run.ValueOrDefault(_keep),
            }, cancellation)
            : PointInTime.PlanAsync(rds, DeclaredInstance.Find(plan, run.ValueOrDefault(_instance)), moment with { TakeOver = run.ValueOrDefault(_takeOver) }, cancellation);
    }

    // The migrator can act as every schema's owner, and as nothing more.
    private ConnectionTarget? Writer(VerbRun run) =>
        _server.Read(run) is not { } server ? null
        : server.Document.Logins.GetValueOrDefault(Logins.Migrator)?.Password is { } password ? server.Target with { Username = Logins.Migrator, Password = password }
        : throw new InputException($"--outputs hold no password of {Logins.Migrator}; print them with `pulumi stack output --json --show-secrets`.");

    private DateTimeOffset? Moment(VerbRun run)
    {
        var (text, latest) = (run.ValueOrDefault(_time), run.ValueOrDefault(_latest));
        if (text is null == !latest) throw new InputException("say which moment: --time 2026-01-15T14:25:00Z, or --latest, and not both.");
        if (latest) return null;
        // Without a zone it would be the zone of whoever is on call, or of the server: hours of data lie between.
        if (!WithZone().IsMatch(text!) || !DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time))
            throw new InputException($"--time is '{text}'; it is a moment with its zone, such as 2026-01-15T14:25:00Z or 2026-01-15T11:25:00-03:00, in whole seconds.");
        return time;
    }

    [GeneratedRegex(@"^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d)? ?(Z|[+-]\d\d:?\d\d)$", RegexOptions.CultureInvariant)]
    private static partial Regex WithZone();
}
