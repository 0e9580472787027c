using System.Globalization;
using TechCorp.PgInfra.Planning;

namespace TechCorp.PgInfra.Review.Promotion.Records;

/// <summary>Finds the record a promotion demands, and judges it.</summary>
public static class RecordReview
{
    /// <summary>The demand, met or not.</summary>
    /// <param name="demand">What is wanted.</param>
    /// <param name="path">Where it should lie.</param>
    /// <param name="checkout">What would be deployed from.</param>
    /// <param name="now">Now.</param>
    public static Demand Judge(RecordDemand demand, string path, GitCheckout checkout, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(demand);
        ArgumentNullException.ThrowIfNull(checkout);
        var wayOut = demand.Command(ran: null);
        string text;
        try
        {
            text = File.ReadAllText(path);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return new(demand.Kind, null, [$"there is no record {path} of a {(demand.Kind == RehearsalRecord.Drills ? "drill" : "rehearsal")} of this plan ({PlanDigest.Abbreviate(demand.Digest)}…)"], wayOut);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new(demand.Kind, null, [$"{path} cannot be read: {e.Message}"], wayOut);
        }

        try
        {
            var record = RecordFile.Read(text);
            var refusals = demand.Refusals(record, checkout, now).Select(r => $"{path}: {r}").ToList();
            return refusals.Count > 0
                ? new(demand.Kind, null, [.. refusals], demand.Command(record.PostgreSql))
                : new(demand.Kind, string.Create(CultureInfo.InvariantCulture,
                    $"{record.Checks.Length} checks passed at {RecordDemand.Short(record.Commit)} on {record.At.ToUniversalTime():yyyy-MM-dd HH:mm} UTC, by {record.By}, on PostgreSQL {record.PostgreSql}"), [], wayOut);
        }
        catch (RecordException e)
        {
            return new(demand.Kind, null, [$"{path}: {e.Message}"], wayOut);
        }
    }
}
