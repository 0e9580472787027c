using System.Collections.Immutable;
using TechCorp.PgInfra.Catalog;

namespace TechCorp.PgInfra.Operations.Checks;

/// <summary>S51: deadlocks. The server counts them; which statements they were stands in its log alone.</summary>
internal static class Deadlocks
{
    private const string Counts = "counts";
    private const string Settings = "settings";
    private const string Logged = "log";
    private const double Day = 86_400;

    public static Check Check { get; } = new(
        "deadlocks", "How many transactions ended in a deadlock, and which statements they were",
        [new(Counts, "since the statistics were reset"), new(Settings, "what the server does about waits")],
        answers => answers.Rows(Counts).Where(row => row.Whole("deadlocks") > 0 && IsRecent(answers, row)).Select(row => Finding.Warning(
            $"{row.Text("database")}: {row.Whole("deadlocks")} deadlock{(row.Whole("deadlocks") == 1 ? "" : "s")} in {Amount.Seconds(row.Number("counted_for_s") ?? 0)}; each was a failed transaction",
            answers.Target.Chosen.LogFile is null ? CloudWatch(answers) : "take the rows in the same order in both transactions: DETAIL above names them")))
    {
        Fine = answers => $"{answers.Rows(Counts).Sum(row => row.Whole("deadlocks"))} in {Amount.Seconds(answers.Rows(Counts).Max(row => row.Number("counted_for_s")) ?? 0)}",
        Beyond = async (answers, cancellation) =>
        {
            if (answers.Target.Chosen.LogFile is not { } file) return [];
            var found = await DeadlockLog.ReadAsync(file, answers.Options.Rows, cancellation);
            ImmutableArray<string> columns = ["time", "message"];
            return [new AnswerTable(Logged, "the server's log, newest last", columns, [.. found.Select(line => new Row(columns, [line.Time, line.Message]))])];
        },
        Notes = answers => answers.Target.Chosen.LogFile is null ? [$"The statements stand in the log: {CloudWatch(answers)}"] : [],
    };

    // A count that is older than a day and grows slower than once a day is history.
    private static bool IsRecent(Answers answers, Row row) =>
        row.Number("counted_for_s") is not { } seconds || seconds < Day || row.Whole("deadlocks") >= seconds / Day
        || answers.Rows(Logged).Any(line => DeadlockLog.IsWithin(line.Text("time"), TimeSpan.FromDays(1)));

    private static string CloudWatch(Answers answers)
    {
        var instance = answers.Target.Chosen.Identifier.Split('.')[0];
        return $"aws logs filter-log-events --region {answers.Target.Chosen.Region ?? "REGION"} --log-group-name /aws/rds/instance/{instance}/postgresql --start-time $(date -d '1 day ago' +%s000) --filter-pattern '{DeadlockLogFilter.Pattern}'";
    }
}
