using System.Globalization;
using System.Text.Json.Nodes;

namespace TechCorp.PgInfra.Operations.Runbooks.Instances;

/// <summary>How far a replica was behind when CloudWatch last heard of it.</summary>
internal static class ReplicaLag
{
    /// <summary>The newest figure of the last half hour, in seconds, and when; null when there is none.</summary>
    public static async Task<(double Seconds, DateTimeOffset At)?> LastAsync(RdsApi rds, string identifier, CancellationToken cancellation)
    {
        var now = DateTimeOffset.UtcNow;
        var answer = await rds.Aws.CallAsync(rds.Command("cloudwatch", "get-metric-statistics",
            "--namespace", "AWS/RDS", "--metric-name", "ReplicaLag", "--dimensions", $"Name=DBInstanceIdentifier,Value={identifier}",
            "--start-time", PointInTime.Iso(now.AddMinutes(-30)), "--end-time", PointInTime.Iso(now), "--period", "60", "--statistics", "Maximum"), cancellation);
        var points = (answer["Datapoints"] as JsonArray ?? [])
            .Select(p => (p!["Maximum"]!.GetValue<double>(), DateTimeOffset.Parse(p["Timestamp"]!.GetValue<string>(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal)))
            .OrderBy(p => p.Item2).ToList();
        return points is [.., var last] ? last : null;
    }

    /// <summary>As a check: what a promotion would lose.</summary>
    public static RunbookCheck Check((double Seconds, DateTimeOffset At)? lag) => lag switch
    {
        null => RunbookCheck.Warn("lag", "CloudWatch has no ReplicaLag of the last 30 minutes: how much is lost is not known"),
        // -1 is what RDS reports of a replica that is not streaming.
        { Seconds: < 0 } broken => RunbookCheck.Warn("lag", $"replication was not running at {PointInTime.Iso(broken.At)}: what was committed since it stopped is lost"),
        { Seconds: > 60 } far => RunbookCheck.Warn("lag", FormattableString.Invariant($"{far.Seconds:0} s behind at {PointInTime.Iso(far.At)}: as much is lost, unless it catches up before")),
        { } near => RunbookCheck.Ok("lag", FormattableString.Invariant($"{near.Seconds:0} s behind at {PointInTime.Iso(near.At)}")),
    };

    /// <summary>As a price.</summary>
    public static string Loss((double Seconds, DateTimeOffset At)? lag) => lag is { Seconds: >= 0 } known
        ? FormattableString.Invariant($"what had not been replayed: about the last {Math.Max(1, known.Seconds):0} s of commits before the source stopped")
        : "what had not been replayed; how much is not known";
}
