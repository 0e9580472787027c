using System.Globalization;
using TechCorp.PgInfra.Catalog;
using TechCorp.PgInfra.Planning;

namespace TechCorp.PgInfra.Review.Promotion.Records;

/// <summary>What a promotion wants of a record.</summary>
/// <param name="Kind"><see cref="RehearsalRecord.Rehearsal"/> or <see cref="RehearsalRecord.Drills"/>.</param>
/// <param name="Stack">The stack that is promoted to.</param>
/// <param name="Digest">Of its plan, as it would be deployed now.</param>
/// <param name="Writer">The stack that is rehearsed to rehearse it: itself, or the one it copies.</param>
/// <param name="Major">PostgreSQL major the stack declares: on another one nothing was tried that will be deployed.</param>
/// <param name="MaxAge">How old it may be.</param>
public sealed record RecordDemand(string Kind, string Stack, string Digest, string Writer, int Major, TimeSpan MaxAge)
{
    private static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(5);

    /// <summary>The command that makes a fresh one.</summary>
    /// <param name="ran">Version the record was made on; null when there is no record.</param>
    public string Command(string? ran)
    {
        var command = Kind == RehearsalRecord.Drills ? $"./pg drill all --stack {Writer} --record" : $"./pg rehearse --stack {Writer} --once --record";
        // The same command once more would find the same servers.
        return ran is null || RanOnDeclared(ran) ? command : $"PG_BINDIR=/usr/lib/postgresql/{Major}/bin {command}";
    }

    /// <summary>Everything that speaks against promoting on this checkout with this record; none when nothing does.</summary>
    /// <param name="record">The record.</param>
    /// <param name="checkout">What would be deployed from.</param>
    /// <param name="now">Now.</param>
    public IEnumerable<string> Refusals(RehearsalRecord record, GitCheckout checkout, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(record);
        ArgumentNullException.ThrowIfNull(checkout);
        if (record.Kind != Kind)
        {
            yield return $"it is a record of {(record.Kind == RehearsalRecord.Drills ? "drills" : "a rehearsal")}, which is something else";
        }

        if (record.Commit != checkout.Commit)
        {
            yield return $"it is one of commit {Short(record.Commit)}, and HEAD is {Short(checkout.Commit)}";
        }

        if (!record.Changes.IsEmpty)
        {
            yield return $"it was made with changes that are in no commit: {Files(record.Changes)}";
        }

        if (record.Plans.FirstOrDefault(p => p.Stack == Stack).Digest is not { } digest)
        {
            yield return $"stack {Stack} did not take part in it; {string.Join(", ", record.Plans.Select(p => p.Stack))} did";
        }
        else if (digest != Digest)
        {
            yield return $"it is one of another plan of stack {Stack} ({PlanDigest.Abbreviate(digest)}…, now {PlanDigest.Abbreviate(Digest)}…)";
        }

        if (!RanOnDeclared(record.PostgreSql))
        {
            yield return $"it ran on {(record.PostgreSql.Length == 0 ? "a PostgreSQL it does not name" : record.PostgreSql)}, and stack {Stack} declares {Major}, of which it shows nothing; "
                + $"install postgresql-{Major}, or name its servers with PG_BINDIR";
        }

        if (record.Checks.IsEmpty)
        {
            yield return "nothing was checked in it";
        }

        foreach (var failed in record.Checks.Where(c => !c.Passed))
        {
            yield return $"this failed in it: {failed.What}: {failed.Failures[0]}";
        }

        if (record.At > now + ClockSkew)
        {
            yield return $"it is of {Time(record.At)}, which is yet to come; one of the two clocks is wrong";
        }
        else if (now - record.At > MaxAge)
        {
            yield return $"it is of {Time(record.At)}, {Age(now - record.At)} ago, and may be {Age(MaxAge)} old";
        }
    }

    private bool RanOnDeclared(string version) => EngineVersions.MajorOf(version) == Major;

    internal static string Short(string commit) => commit[..Math.Min(12, commit.Length)];

    internal static string Files(IReadOnlyCollection<string> files) => files.Count <= 5 ? string.Join(", ", files) : $"{string.Join(", ", files.Take(5))} and {files.Count - 5} more";

    private static string Time(DateTimeOffset at) => at.ToUniversalTime().ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);

    private static string Age(TimeSpan age) => age switch
    {
        { TotalHours: >= 48 } => FormattableString.Invariant($"{age.TotalDays:0} days"),
        { TotalMinutes: >= 120 } => FormattableString.Invariant($"{age.TotalHours:0} hours"),
        _ => FormattableString.Invariant($"{age.TotalMinutes:0} minutes"),
    };
}
