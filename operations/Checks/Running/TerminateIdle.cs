using System.Collections.Immutable;
using TechCorp.PgInfra.Catalog;

namespace TechCorp.PgInfra.Operations.Checks;

/// <summary>A session at rest that somebody may want ended.</summary>
/// <param name="Pid">Process of the server.</param>
/// <param name="BackendStart">When it was started, microseconds since 1970: with the pid, one session and no other.</param>
/// <param name="StateChange">Since when it rests, likewise.</param>
/// <param name="Login">Whose it is.</param>
/// <param name="Application">What it calls itself.</param>
/// <param name="Client">Address it comes from; empty for a socket.</param>
/// <param name="State"><c>idle</c> or <c>idle in transaction</c>.</param>
/// <param name="IdleSeconds">How long it rests.</param>
/// <param name="LastStatement">Kind of its last statement.</param>
/// <param name="Spared">Why it is left alone; null when it may be ended.</param>
/// <param name="IsForbidden">True when only a privilege is missing.</param>
public sealed record IdleSession(
    long Pid, long BackendStart, long StateChange, string Login, string Application, string Client, string State, double IdleSeconds,
    string LastStatement, string? Spared, bool IsForbidden);

/// <summary>Which resting sessions.</summary>
/// <param name="OlderThan">At rest for longer.</param>
/// <param name="InTransactionOnly">Leaves alone whoever rests outside a transaction and holds nothing but a connection.</param>
/// <param name="PoolerAddresses">
/// Addresses PgBouncer connects from. Known, a pooled login's sessions from elsewhere are leaks; unknown, each may be the pooler's.
/// </param>
public sealed record IdleRequest(TimeSpan OlderThan, bool InTransactionOnly, ImmutableArray<string> PoolerAddresses);

/// <summary>Ends sessions that hold a connection, or worse a transaction, and do nothing (S51).</summary>
public static class TerminateIdle
{
    private static readonly string[] InTransaction = ["idle in transaction", "idle in transaction (aborted)"];

    /// <summary>Every session at rest for that long, with the reason where it is left alone.</summary>
    public static async Task<ImmutableArray<IdleSession>> FindAsync(ServerSession session, IdleRequest request, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(session);
        ArgumentNullException.ThrowIfNull(request);
        string[] states = request.InTransactionOnly ? InTransaction : ["idle", .. InTransaction];
        var (columns, rows) = await session.AskAsync("terminate-idle/sessions", [request.OlderThan.TotalSeconds, states], cancellation);
        return
        [
            .. rows.Select(values => new Row(columns, values)).Select(row => new IdleSession(
                row.Whole("pid"), row.Whole("backend_start"), row.Whole("state_change"), row.Text("login"), row.Text("application"), row.Text("client"),
                row.Text("state"), row.Number("idle_s") ?? 0, StatementText.Kind(row.Text("last_statement")),
                Spared(row, request) ?? Forbidden(row, session.Facts), Spared(row, request) is null && Forbidden(row, session.Facts) is not null)),
        ];
    }

    /// <summary>
    /// Ends them, each only if it is still the same session in the same rest; the numbers of those that were ended. Whoever was at work
    /// meanwhile is left alone.
    /// </summary>
    public static async Task<ImmutableArray<long>> TerminateAsync(ServerSession session, IEnumerable<IdleSession> chosen, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(session);
        var sessions = chosen.Where(s => s.Spared is null).ToList();
        var (columns, rows) = await session.AskAsync("terminate-idle/terminate",
            [sessions.Select(s => (int)s.Pid).ToArray(), sessions.Select(s => s.BackendStart).ToArray(), sessions.Select(s => s.StateChange).ToArray()], cancellation);
        return [.. rows.Select(values => new Row(columns, values)).Where(row => row.Flag("terminated")).Select(row => row.Whole("pid"))];
    }

    private static string? Spared(Row row, IdleRequest request)
    {
        var login = row.Text("login");
        if (login.StartsWith("rds", StringComparison.Ordinal)) return "the provider's";
        if (row.Flag("is_superuser")) return "a superuser's; nobody else may end it";
        if (row.Flag("is_replication")) return "replication";
        if (row.Text("application").StartsWith(ServerSession.ApplicationName, StringComparison.Ordinal) || row.Text("application").StartsWith("techcorp-pg-infra", StringComparison.Ordinal))
            return "one of these commands";
        var pooled = ServiceCatalog.TechCorp.Logins.Any(l => l.Name == login && (l.Pooled || l.Purpose == LoginPurpose.PoolerLookup));
        if (pooled && request.PoolerAddresses.IsEmpty) return "may be the pooler's own connection; --pooler ADDRESS tells them apart";
        if (pooled && request.PoolerAddresses.Contains(row.Text("client"))) return "the pooler's own connection";
        return null;
    }

    private static string? Forbidden(Row row, ServerFacts facts) =>
        row.Flag("may_signal") ? null : $"{facts.Login} may not end it: GRANT pg_signal_backend TO {facts.Login}";
}
