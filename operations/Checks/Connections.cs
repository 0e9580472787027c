using System.Collections.Immutable;
using TechCorp.PgInfra.Catalog;

namespace TechCorp.PgInfra.Operations.Checks;

/// <summary>S51: exhausted connections. Against max_connections, the alarm, and what each login is declared to hold at most.</summary>
internal static class Connections
{
    private const string Limited = "limits";
    private const string LoginRows = "logins";
    private const string Resting = "idle-in-transaction";

    // Where the next burst of a service no longer finds room.
    private const double CriticalPercent = 90;

    private const string Declared = "declared";

    public static Check Check { get; } = new(
        "connections", "Who holds how many connections, and how far it is to the limit",
        [
            new(Limited, "limits") { Asked = Asked.Every },
            new(LoginRows, "by login") { Asked = Asked.Every, Need = Need.EverySession },
            new(Resting, "idle in transaction") { Asked = Asked.Every, Need = Need.EverySession, Parameters = (options, _) => [options.Rows] },
        ],
        answers => answers.Rows(Limited).SelectMany(row => OfServer(answers, row))
            .Concat(answers.Rows(LoginRows).SelectMany(row => OfLogin(answers, row)))
            .Concat(answers.Rows(Resting).Where(row => row.Number("idle_s") >= Patience(answers, row)).Select(row => Finding.Warning(
                $"{row.Node}: pid {row.Whole("pid")} of {row.Text("login")} ({row.Text("application")}) rests in a transaction for {Amount.Seconds(row.Number("idle_s") ?? 0)}, longer than its {Amount.Seconds(Patience(answers, row))}; it holds its locks, and vacuum back",
                // terminate-idle leaves alone what may be the pooler's own.
                Find(row.Text("login")) is { Pooled: true }
                    ? $"SELECT pg_terminate_backend({row.Whole("pid")})"
                    : answers.Command($"terminate-idle --in-transaction --older-than {Patience(answers, row):0}s", row.Node)))))
    {
        Fine = answers => string.Join(", ", answers.Rows(Limited).Select(row => $"{row.Node} {row.Whole("used")} of {row.Whole("max_connections")}")),
        Present = (answers, table) => table.Name switch
        {
            Limited => WithColumns(table, ["alarm_at", "declared_at_most"], row => [(long)answers.Limits[row.Node].Connections, (long?)answers.Limits[row.Node].Budget?.Total]),
            LoginRows => WithColumns(table, [Declared], row => [Words(answers, row)]),
            _ => table,
        },
    };

    private static IEnumerable<Finding> OfServer(Answers answers, Row row)
    {
        var (limits, used, most) = (answers.Limits[row.Node], row.Whole("used"), row.Whole("max_connections"));
        var next = Relief(answers, row.Node, [.. answers.Rows(LoginRows).Where(login => login.Node == row.Node)]);
        if (row.Number("used_percent") >= CriticalPercent || row.Whole("left_over") <= ConnectionBudget.ReservedConnections)
            yield return Finding.Critical($"{row.Node}: {used} of {most} connections are taken, {row.Whole("left_over")} are left for logins", next);
        else if (used > limits.Connections)
            yield return Finding.Critical($"{row.Node}: {used} connections, more than the {limits.Connections:0} that PostgresConnectionsHigh fires at", next);
        else if (limits.Budget is { } budget && used > budget.Total)
            yield return Finding.Warning($"{row.Node}: {used} connections, more than the {budget.Total} the estate is declared to open ({budget.Explanation}): somebody goes around the pooler", next);
    }

    private static IEnumerable<Finding> OfLogin(Answers answers, Row row)
    {
        var (name, sessions) = (row.Text("login"), row.Whole("sessions"));
        var next = Relief(answers, row.Node, [row]);
        if (row["connection_limit"] is long limit && sessions >= limit)
            yield return Finding.Critical($"{row.Node}: {name} holds {sessions} connections and may hold {limit}; its next one is refused", next);
        else if (Find(name)?.DirectConnections is { } direct && sessions > direct)
            yield return Finding.Warning($"{row.Node}: {name} holds {sessions} connections and is declared with {direct}", next);
    }

    // Ending who rests frees nothing where they are at work: a queue for a lock, or slow statements, fill a server too.
    private static string Relief(Answers answers, string node, ImmutableArray<Row> logins)
    {
        var sessions = Sum("sessions");
        return Sum("waiting_for_lock") * 2 > sessions ? answers.Command("locks", node)
            : Sum("active") * 2 > sessions ? answers.Command("slow-queries", node)
            // Of a login that goes through the pooler it ends nobody unless it can tell the pooler's own.
            : answers.Command(logins is [var only] && Find(only.Text("login")) is { Pooled: true } ? "terminate-idle --pooler ADDRESS" : "terminate-idle", node);

        long Sum(string column) => logins.Sum(login => login.Whole(column));
    }

    // What the login is pinned to, else the server's own parameter.
    private static double Patience(Answers answers, Row row) =>
        Math.Min(answers.Limits[row.Node].IdleInTransactionSeconds, Find(row.Text("login"))?.Settings.IdleInTransactionSessionTimeout is { } text
            && Quantity.ToEngine(text, ParameterUnit.Milliseconds, out _) is { } pinned ? (double)pinned / 1000 : double.MaxValue);

    private static string Words(Answers answers, Row row) => Find(row.Text("login")) switch
    {
        { DirectConnections: { } direct } => $"direct, at most {direct}",
        { Pooled: true } => $"through the pooler, at most {answers.Limits[row.Node].PooledLoginLimit}",
        _ => "",
    };

    private static Login? Find(string name) => ServiceCatalog.TechCorp.Logins.FirstOrDefault(l => l.Name == name);

    private static AnswerTable WithColumns(AnswerTable table, ImmutableArray<string> names, Func<Row, ImmutableArray<object?>> values)
    {
        ImmutableArray<string> columns = [.. table.Columns, .. names];
        return table with { Columns = columns, Rows = [.. table.Rows.Select(row => new Row(columns, [.. row.Values, .. values(row)]))] };
    }
}
