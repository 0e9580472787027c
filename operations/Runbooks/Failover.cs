using System.Globalization;
using System.Text.Json.Nodes;
using TechCorp.PgInfra.Operations.Runbooks.Instances;

namespace TechCorp.PgInfra.Operations.Runbooks;

/// <summary>The Multi-AZ standby takes over: for a zone in trouble, to make static parameters take effect, or as an exercise.</summary>
public static class Failover
{
    private static readonly TimeSpan Recent = TimeSpan.FromMinutes(15);

    /// <summary>Makes the plan; asks AWS, changes nothing.</summary>
    /// <param name="again">True fails over also shortly after another failover.</param>
    public static async Task<RunbookPlan> PlanAsync(RdsApi rds, DeclaredInstance declared, bool again, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(rds);
        ArgumentNullException.ThrowIfNull(declared);
        var name = declared.Identifier;
        var observed = await rds.FindAsync(name, cancellation);
        var last = observed is null ? null : await LastAsync(rds, name, DateTimeOffset.UtcNow - Recent, cancellation);
        var under = observed is { Status: "rebooting" or "failing-over" or "rebooting-in-progress" };
        var done = under || (last is not null && !again);
        var checks = new List<RunbookCheck>();
        if (observed is null) checks.Add(RunbookCheck.Fail("instance", $"{rds.Region} has no instance {name}. Is this the right account (aws sts get-caller-identity)?"));
        else
        {
            checks.Add(RunbookCheck.Of(observed.MultiAz, "standby", $"{name} runs in {observed.Zone}, its standby in {observed.StandbyZone ?? "another zone"}",
                $"{name} is not Multi-AZ: there is nothing to fail over to, and a reboot would be an outage. Declare multiAz: true and update first"));
            checks.Add(RunbookCheck.Of(observed.Status == "available" || under, "state", $"{name} is {observed.Status}", $"{name} is {observed.Status}; RDS fails over only what is available"));
            if (last is { } event_) checks.Add(RunbookCheck.Warn("events", $"{event_.Message} at {PointInTime.Iso(event_.At)}{(again ? "" : ": this run waits for its end and does not begin another; --again does")}"));
        }

        var reboot = rds.Instance("reboot-db-instance", name);
        reboot = reboot with { Arguments = reboot.Arguments.Add("--force-failover") };
        return new($"fail {name} over to its standby", declared.Plan.Stack, rds.Region, [.. checks],
        [
            new("downtime", "60 to 120 s as AWS gives it: connections break, clients come back by themselves (the az-failover drill measures it)"),
            new("data", "none: every acknowledged commit is on the standby"),
            new("time", "a few minutes until it is available again"),
            new("money", "none"),
            new("way back", "the same command once more"),
        ],
        [
            new($"reboot {name} with failover", reboot.Text(rds.Aws.Endpoint), rds.Do(reboot)) { IsDone = done, IfInterrupted = "A failover that was asked for goes on. " },
            new($"wait until {name} is available in another zone", rds.Instance("describe-db-instances", name).Text(rds.Aws.Endpoint), async (run, c) =>
            {
                var asked = DateTimeOffset.UtcNow;
                // RDS's clock and this machine's may be some seconds apart.
                var began = last is { } earlier && done ? earlier.At : asked.AddMinutes(-1);
                // The status stays available for some seconds, so the zone or an event is the proof.
                while (true)
                {
                    var now = await rds.WaitAsync(name, null, run.Say, c);
                    if (now.Zone != observed?.Zone || await LastAsync(rds, name, began, c) is { IsEnd: true })
                    {
                        run.Say($"{name} runs in {now.Zone}");
                        return;
                    }

                    if (DateTimeOffset.UtcNow - asked > rds.Patience.Limit) throw new RunbookException($"{name} is available in {now.Zone} still, and RDS tells of no failover; `aws rds describe-events --region {rds.Region} --source-identifier {name} --source-type db-instance` tells what it did.");
                    await Task.Delay(rds.Patience.Interval, c);
                }
            }) { IfInterrupted = "RDS goes on without it. " },
        ],
        ["nothing: Pulumi does not declare which zone a Multi-AZ instance runs in, so that the next preview is clean."]);
    }

    private static async Task<(string Message, DateTimeOffset At, bool IsEnd)?> LastAsync(RdsApi rds, string name, DateTimeOffset since, CancellationToken cancellation)
    {
        var answer = await rds.Aws.CallAsync(rds.Command("rds", "describe-events", "--source-identifier", name, "--source-type", "db-instance", "--start-time", PointInTime.Iso(since)), cancellation);
        var events = (answer["Events"] as JsonArray ?? [])
            .Select(e => (Message: e!["Message"]!.GetValue<string>(), At: DateTimeOffset.Parse(e["Date"]!.GetValue<string>(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal)))
            .Where(e => e.At >= since && e.Message.Contains("failover", StringComparison.OrdinalIgnoreCase)).OrderBy(e => e.At).ToList();
        return events is [.., var last] ? (last.Message, last.At, last.Message.Contains("completed", StringComparison.OrdinalIgnoreCase)) : null;
    }
}
