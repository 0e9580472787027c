using System.Collections.Immutable;

namespace TechCorp.PgInfra.Operations.Checks;

/// <summary>S51: replica lag, from both sides. A replica that has replayed all it was sent is not late, however old its last commit.</summary>
internal static class Lag
{
    private const string Followers = "followers";
    private const string Slots = "slots";
    private const string Replicas = "replicas";
    private const string Position = "position";

    public static Check Check { get; } = new(
        "lag", "How far the replicas are behind, and what the writer keeps for them",
        [
            new(Position, "position of the writer") { Asked = Asked.Every, Shown = false },
            new(Replicas, "as the replicas see it") { Asked = Asked.Every, Need = Need.EverySession },
            new(Followers, "as the sending servers see it") { Asked = Asked.Every, Need = Need.EverySession },
            new(Slots, "replication slots") { Asked = Asked.Every },
        ],
        answers => answers.Rows(Replicas).SelectMany(row => OfReplica(answers, row)).Concat(answers.Rows(Followers).SelectMany(row => OfFollower(answers, row)))
            .Concat(answers.Rows(Slots).SelectMany(row => OfSlot(answers, row))))
    {
        Fine = answers => answers.Rows(Replicas) is { Length: > 0 } rows
            ? $"{rows.Length} replica{(rows.Length == 1 ? "" : "s")}, at most {Amount.Bytes(rows.Max(row => Behind(answers, row) ?? row.Whole("unreplayed_bytes")))} and {Amount.Seconds(rows.Max(row => Late(answers, row)) ?? 0)} behind"
            : $"{answers.Rows(Followers).Length} followers, at most {Amount.Bytes(answers.Rows(Followers).Select(row => row.Number("unreplayed_bytes") ?? 0).DefaultIfEmpty(0).Max())} behind",
        Present = (answers, table) => table.Name switch
        {
            Replicas => Measured(answers, table),
            Followers => table.Without("slot").Without("sender_s"),
            _ => table,
        },
    };

    // The writer's position is the only one that also counts what a replica was never sent.
    private static long? Behind(Answers answers, Row replica) =>
        answers.Rows(Position) is [var writer] && replica["position"] is long replayed ? Math.Max(0, writer.Whole("position") - replayed) : null;

    // Until the first commit of a burst is replayed, a replica knows only how old the last one before it is. The server that sends to it
    // times every piece of the log it sends; what was replayed when the replica last replied is late by no more than the time since.
    // Only if it was connected before that commit: what a replica was away for it sends, and times, when the replica is back.
    private static double? Late(Answers answers, Row replica)
    {
        var own = replica.Number("lag_s");
        var atMost = answers.Rows(Followers).Where(f => f.Text("state") == "streaming" && f.Text("slot") is { Length: > 0 } slot && slot == replica.Text("slot") && f.Number("sender_s") > own)
            .Select(f => f.Number("last_reply_s") + (f.Number("replay_lag_s") ?? 0)).Min();
        return atMost < own ? Math.Max(0, atMost.Value) : own;
    }

    private static AnswerTable Measured(Answers answers, AnswerTable table)
    {
        ImmutableArray<string> shown = [.. table.Columns.Skip(1).Where(c => c is not ("position" or "slot"))];
        ImmutableArray<string> columns = [table.Columns[0], "behind_bytes", .. shown];
        return table with
        {
            Columns = columns,
            Rows = [.. table.Rows.Select(row => new Row(columns, [row.Values[0], Behind(answers, row), .. shown.Select(c => c == "lag_s" ? Late(answers, row) : row[c])]))],
        };
    }

    private static IEnumerable<Finding> OfReplica(Answers answers, Row row)
    {
        var (limit, seconds) = (answers.Limits[row.Node].LagSeconds, Late(answers, row) ?? 0);
        var behind = Behind(answers, row) is { } bytes ? $", {Amount.Bytes(bytes)} behind the writer" : "";
        if (row.Text("receiver") != "streaming")
            yield return Finding.Critical($"{row.Node} receives nothing ({row.Text("receiver")}{behind}): its reads grow older, and the writer keeps log for it", answers.Command("lag", row.Node));
        if (row.Text("replay") != "not paused")
            yield return Finding.Critical($"{row.Node}: replay was stopped by hand ({row.Text("replay")}{behind})", "SELECT pg_wal_replay_resume()");
        if (row.Number("declared_delay_s") is > 0 and var delay)
            yield return Finding.Warning($"{row.Node}: recovery_min_apply_delay keeps it {Amount.Seconds(delay)} behind on purpose{behind}", "set recovery_min_apply_delay to 0 unless it is wanted");
        else if (seconds > limit)
            yield return Finding.Critical($"{row.Node} is {Amount.Seconds(seconds)} late{behind}; PostgresReplicaLagHigh fires at {Amount.Seconds(limit)}", answers.Command("slow-queries", row.Node));
        else if (seconds > limit / 2)
            yield return Finding.Warning($"{row.Node} is {Amount.Seconds(seconds)} late{behind}; PostgresReplicaLagHigh fires at {Amount.Seconds(limit)}", answers.Command("slow-queries", row.Node));
    }

    private static IEnumerable<Finding> OfFollower(Answers answers, Row row)
    {
        if (row.Text("state") != "streaming")
            yield return Finding.Warning($"{row.Node}: {row.Text("follower")} does not stream yet ({row.Text("state")}, {Amount.Bytes(row.Number("unreplayed_bytes") ?? 0)} to replay)");
        // Seen from the writer alone; a replica that was asked itself has said so already.
        else if (row.Number("replay_lag_s") > answers.Limits[row.Node].LagSeconds && answers.Rows(Replicas).All(r => r.Node.Replace('-', '_') != row.Text("follower")))
            yield return Finding.Critical($"{row.Text("follower")} is {Amount.Seconds(row.Number("replay_lag_s") ?? 0)} late, {Amount.Bytes(row.Number("unreplayed_bytes") ?? 0)} behind");
    }

    private static IEnumerable<Finding> OfSlot(Answers answers, Row row)
    {
        var (name, retained) = (row.Text("slot"), row.Number("retained_bytes") ?? 0);
        if (row.Text("wal_status") is "lost" or "unreserved")
            yield return Finding.Critical($"{row.Node}: slot {name} is {row.Text("wal_status")}: {(row.Text("wal_status") == "lost" ? "its replica can never catch up and must be made anew" : "the next checkpoint removes what its replica still needs")}", answers.Command("lag"));
        else if (!row.Flag("active"))
            yield return Finding.Warning($"{row.Node}: nobody uses slot {name}{(row.Number("inactive_s") is { } idle ? $" for {Amount.Seconds(idle)}" : "")}; it keeps {Amount.Bytes(retained)} of log{(row.Number("limit_bytes") is { } most ? $" and is given up at {Amount.Bytes(most)}" : ", without a limit")}", $"bring its replica back, or SELECT pg_drop_replication_slot('{name}')");
        if (row.Number("limit_bytes") is { } limit && retained > limit * answers.Limits[row.Node].SlotShare)
            yield return Finding.Critical($"{row.Node}: slot {name} keeps {Amount.Bytes(retained)} of log; it is given up at {Amount.Bytes(limit)}", answers.Command("sizes"));
    }
}
