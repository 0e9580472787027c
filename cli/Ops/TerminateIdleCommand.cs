using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Spectre.Console;
using TechCorp.PgInfra.Catalog;
using TechCorp.PgInfra.Cli.Frame;
using TechCorp.PgInfra.Operations.Checks;

namespace TechCorp.PgInfra.Cli.Ops;

/// <summary>The one question here that changes something: it shows whom it would end, asks, and ends them if they are still at rest.</summary>
internal sealed class TerminateIdleCommand() : OpsCommand("terminate-idle", "Ends sessions that have been idle, or idle in a transaction, for too long; shows them and asks first")
{
    private readonly TargetOptions _target = new();
    private readonly Option<string> _older = new("--older-than") { Description = "At rest for longer, for example 30s, 10min, 1h.", HelpName = "TIME", DefaultValueFactory = _ => "1h" };
    private readonly Option<bool> _inTransaction = new("--in-transaction") { Description = "Only those that rest inside a transaction: they hold locks, and vacuum back." };
    private readonly Option<string[]> _poolers = new("--pooler")
    {
        Description = "Address that PgBouncer connects from; may be repeated. Without it every session of a login that goes through the pooler is left alone.", HelpName = "ADDRESS", DefaultValueFactory = _ => [],
    };

    private readonly Option<bool> _yes = new("--yes") { Description = "Do not ask. Without a terminal to ask on, nothing is ended unless this is given." };

    public override void Describe(Command command)
    {
        command.Description += " Never its own session, replication, autovacuum, the pooler's, the provider's or a superuser's. Exit codes: 0 done or nobody to end, 1 not permitted, 2 bad usage or nobody to ask.";
        foreach (var option in (Option[])[_older, _inTransaction, _poolers, _yes])
            command.Add(option);
        _target.AddTo(command);
    }

    public override async Task<int> RunAsync(VerbRun run, CancellationToken cancellation)
    {
        var problems = new List<string>();
        var older = Times.Read("--older-than", run.ValueOrDefault(_older), problems);
        ImmutableArray<string> poolers = [.. run.ValueOrDefault(_poolers) ?? []];
        problems.AddRange(poolers.Where(p => !System.Net.IPAddress.TryParse(p, out _)).Select(p => $"--pooler: '{p}' is no IP address; pg_stat_activity.client_addr shows them."));
        if (problems.Count > 0) throw new InputException([.. problems]);

        // monitor may look, and end nobody.
        var target = _target.Read(run, Database.MasterUsername);
        await using var session = await ServerSession.OpenAsync(target.Chosen, cancellation);
        var found = await TerminateIdle.FindAsync(session, new IdleRequest(older!.Value, run.ValueOrDefault(_inTransaction), poolers), cancellation);
        var chosen = found.Where(s => s.Spared is null).ToList();
        var forbidden = found.Count(s => s.IsForbidden);
        if (!run.Json) Show(run, $"terminate-idle: {target.Chosen.Identifier}, as {target.Login}, at rest for over {Amount.Seconds(older.Value.TotalSeconds)}", found);
        if (chosen.Count == 0)
        {
            if (run.Json) Json(run, found, []);
            else run.Out.WriteLine(forbidden > 0 ? $"{forbidden} not permitted, nobody ended" : "nobody to end");
            return forbidden > 0 ? ExitCodes.Failed : ExitCodes.Done;
        }

        if (!run.ValueOrDefault(_yes) && !await ConfirmedAsync(run, chosen.Count, cancellation))
        {
            if (run.Json) Json(run, found, []);
            else run.Out.WriteLine("nobody ended");
            return ExitCodes.Done;
        }

        var ended = await TerminateIdle.TerminateAsync(session, chosen, cancellation);
        if (run.Json)
            Json(run, found, ended);
        else
            run.Out.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"ended {ended.Length} of {chosen.Count}{(ended.Length == chosen.Count ? "" : "; the others had gone, or were at work again")}{(forbidden > 0 ? $"; {forbidden} not permitted" : "")}"));
        return forbidden > 0 ? ExitCodes.Failed : ExitCodes.Done;
    }

    private static async Task<bool> ConfirmedAsync(VerbRun run, int count, CancellationToken cancellation)
    {
        if (run.Json || Console.IsInputRedirected || Console.IsOutputRedirected)
            throw new InputException($"{count} session{(count == 1 ? "" : "s")} would be ended, and there is no terminal to ask on: run it again with --yes.");
        return (await Prompt.AskAsync(run, $"End {(count == 1 ? "this session" : $"these {count} sessions")}? [y/N] ", cancellation))?.ToUpperInvariant() is "Y" or "YES";
    }

    private static void Show(VerbRun run, string heading, ImmutableArray<IdleSession> found)
    {
        run.Console.WriteLine(heading);
        if (found.IsEmpty) return;
        ImmutableArray<string> columns = ["decision", "pid", "login", "application", "client", "state", "idle_s", "last_statement", "left_alone_because"];
        TableText.Write(new AnswerTable("sessions", "", columns, [.. found.OrderBy(s => s.Spared is not null).ThenByDescending(s => s.IdleSeconds).Select(s => new Row(columns,
            [s.Spared is null ? "end" : "leave", s.Pid, s.Login, s.Application, s.Client, s.State, s.IdleSeconds, s.LastStatement, s.Spared]))]), run.Console);
    }

    private static void Json(VerbRun run, ImmutableArray<IdleSession> found, ImmutableArray<long> ended) => run.WriteJson(new JsonObject
    {
        ["sessions"] = new JsonArray([.. found.Select(s => (JsonNode)new JsonObject
        {
            ["pid"] = s.Pid, ["login"] = s.Login, ["application"] = s.Application, ["client"] = s.Client, ["state"] = s.State, ["idle_s"] = s.IdleSeconds,
            ["last_statement"] = s.LastStatement, ["left_alone_because"] = s.Spared, ["ended"] = ended.Contains(s.Pid),
        })]),
        ["ended"] = ended.Length,
    });
}
