using System.Collections.Immutable;
using Npgsql;
using TechCorp.PgInfra.Migrations;
using TechCorp.PgInfra.Operations.Targets;

namespace TechCorp.PgInfra.Operations.Checks;

/// <summary>Asks the servers of a target, check after check, on one session each that is opened again when it was lost.</summary>
public sealed class CheckRunner(Target target, CheckOptions options) : IAsyncDisposable
{
    private readonly Dictionary<string, ServerSession> _sessions = new(StringComparer.Ordinal);

    /// <summary>Limits by node; the catalogue's and the stack's unless replaced.</summary>
    public Func<TargetNode, Limits> LimitsFor { get; init; } = node => Limits.For(target, node);

    /// <summary>Longest silence of a server.</summary>
    public TimeSpan Patience { get; init; } = ServerSession.StandardPatience;

    /// <summary>Runs one check.</summary>
    /// <exception cref="PostDeployException">The chosen server does not answer; others that do not are findings.</exception>
    public async Task<CheckResult> RunAsync(Check check, CancellationToken cancellation) => (await RunAsync([check], cancellation))[0];

    /// <summary>Runs one after the other. A server that is silent is said to be so once, by the first that asks it, and left out by the others.</summary>
    /// <exception cref="PostDeployException">The chosen server does not answer; others that do not are findings.</exception>
    public async Task<ImmutableArray<CheckResult>> RunAsync(ImmutableArray<Check> checks, CancellationToken cancellation)
    {
        var results = ImmutableArray.CreateBuilder<CheckResult>(checks.Length);
        ImmutableHashSet<string> silent = [];
        foreach (var check in checks)
        {
            var (result, found) = await RunAsync(check, silent, cancellation);
            results.Add(result);
            silent = silent.Union(found);
        }

        return results.MoveToImmutable();
    }

    private async Task<(CheckResult Result, IEnumerable<string> Silent)> RunAsync(Check check, ImmutableHashSet<string> known, CancellationToken cancellation)
    {
        var everybody = check.Queries.Any(q => q.Asked == Asked.Every);
        var nodes = everybody ? target.Nodes : [target.Chosen];
        var limits = target.Nodes.ToImmutableDictionary(n => n.Identifier, LimitsFor);
        var parts = await Task.WhenAll(nodes.Where(n => !known.Contains(n.Identifier)).Select(n => AskAsync(check, n, limits[n.Identifier], cancellation)));
        IEnumerable<Skip> left = nodes.Where(n => known.Contains(n.Identifier)).Select(n => new Skip(n.Identifier, "not asked again: it does not answer"));

        var answers = new Answers
        {
            Target = target, Options = options, Limits = limits,
            Facts = parts.Where(p => p.Facts is not null).ToImmutableDictionary(p => p.Node.Identifier, p => p.Facts!),
            Silent = [.. parts.Where(p => p.Silence is not null).Select(p => (p.Node, p.Silence!))],
            Tables = check.Queries.Select(q => Merge(q, parts)).OfType<AnswerTable>().ToImmutableDictionary(t => t.Name),
        };
        ImmutableArray<AnswerTable> beyond = [];
        ImmutableArray<Skip> unread = [];
        if (check.Beyond is { } ask)
        {
            try
            {
                beyond = await ask(answers, cancellation);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                unread = [new Skip("log", $"it cannot be read: {e.Message}")];
            }

            answers = answers with { Tables = answers.Tables.AddRange(beyond.Select(t => KeyValuePair.Create(t.Name, t))) };
        }

        ImmutableArray<Finding> silent = [.. answers.Silent.Select(s => Finding.Critical($"{s.Node.Identifier} does not answer: {s.Why}"))];
        return (new CheckResult(
            check,
            [.. silent.Concat(check.Judge(answers)).OrderBy(f => f.Level)],
            [.. left, .. parts.SelectMany(p => p.Skips).Distinct(), .. unread, .. check.Unseen(answers)],
            [.. check.Queries.Where(q => q.Shown && answers.Has(q.Name)).Select(q => check.Present(answers, answers.Tables[q.Name])), .. beyond],
            [.. check.Notes(answers)],
            check.Fine(answers)), answers.Silent.Select(s => s.Node.Identifier));
    }

    private async Task<Part> AskAsync(Check check, TargetNode node, Limits limits, CancellationToken cancellation)
    {
        try
        {
            var session = await SessionAsync(node, cancellation);
            var part = new Part(node, session.Facts, [], [], null);
            foreach (var query in check.Queries.Where(q => q.Asked == Asked.Every || node == target.Chosen))
            {
                if (query.Need.Missing(session.Facts) is { } missing)
                    part = part with { Skips = part.Skips.Add(new Skip(query.Name, missing)) };
                else
                    part = await AskAsync(check, query, session, limits, part, cancellation);
            }

            return part;
        }
        catch (Exception e) when (e is NpgsqlException or PostDeployException or IOException or InvalidOperationException { InnerException: IOException })
        {
            await DropAsync(node);
            cancellation.ThrowIfCancellationRequested();
            var why = e is NpgsqlException { InnerException: TimeoutException }
                ? $"it was silent for {Patience.TotalSeconds:0} s in the middle of a question; the server hangs, or the network was cut" : e.Message;
            if (node == target.Chosen)
                throw e as PostDeployException ?? new PostDeployException(ExitCode.Failed, $"{node.Identifier} went away while it was being asked: {why}", e);
            return new Part(node, null, [], [], why);
        }
    }

    private async Task<Part> AskAsync(Check check, Query query, ServerSession session, Limits limits, Part part, CancellationToken cancellation)
    {
        try
        {
            var (columns, rows) = await session.AskAsync($"{query.Folder ?? check.Name}/{query.Name}", query.Parameters(options, limits), cancellation);
            return part with { Answers = part.Answers.Add((query.Name, columns, rows)) };
        }
        // Of class 57 the server is going down: that is no answer of one question. 57014 is statement_timeout.
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.QueryCanceled || !e.SqlState.StartsWith("57", StringComparison.Ordinal))
        {
            cancellation.ThrowIfCancellationRequested();
            return part with { Skips = part.Skips.Add(new Skip(query.Name, Why(e, session.Facts, part.Node.Identifier))) };
        }
    }

    private string Why(PostgresException e, ServerFacts facts, string node) => e.SqlState switch
    {
        PostgresErrorCodes.QueryCanceled => $"no answer within {ServerSession.StatementTimeout.TotalSeconds:0} s; the server is busy, ask again",
        PostgresErrorCodes.LockNotAvailable => $"something it looks at is locked; {target.Command("locks", node)} tells by whom",
        PostgresErrorCodes.InsufficientPrivilege => $"{facts.Login} may not ask it ({e.MessageText}); connect as a member of pg_monitor",
        _ => $"the server answered {e.SqlState}: {e.MessageText}",
    };

    private static AnswerTable? Merge(Query query, Part[] parts)
    {
        var answered = parts.SelectMany(p => p.Answers.Where(a => a.Query == query.Name).Select(a => (p.Node, a.Columns, a.Rows))).ToList();
        if (answered.Count == 0) return null;
        var several = query.Asked == Asked.Every;
        var own = answered[0].Columns;
        ImmutableArray<string> columns = several ? [AnswerTable.NodeColumn, .. own] : own;
        return new AnswerTable(query.Name, query.Title, columns,
            [.. from answer in answered from row in answer.Rows select new Row(columns, several ? [answer.Node.Identifier, .. row] : row)]);
    }

    private async Task<ServerSession> SessionAsync(TargetNode node, CancellationToken cancellation)
    {
        lock (_sessions)
            if (_sessions.TryGetValue(node.Identifier, out var open)) return open;
        var session = await ServerSession.OpenAsync(node, cancellation, Patience);
        lock (_sessions) _sessions[node.Identifier] = session;
        return session;
    }

    private async Task DropAsync(TargetNode node)
    {
        ServerSession? lost;
        lock (_sessions) _sessions.Remove(node.Identifier, out lost);
        if (lost is not null) await lost.DisposeAsync();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var session in _sessions.Values)
            await session.DisposeAsync();
        _sessions.Clear();
    }

    private sealed record Part(
        TargetNode Node, ServerFacts? Facts, ImmutableArray<(string Query, ImmutableArray<string> Columns, ImmutableArray<ImmutableArray<object?>> Rows)> Answers,
        ImmutableArray<Skip> Skips, string? Silence);
}
