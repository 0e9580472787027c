using System.Globalization;

namespace TechCorp.PgInfra.Views.Sheet;

/// <summary>Counted things.</summary>
internal static class Plural
{
    /// <summary><c>1 day</c>, <c>7 days</c>.</summary>
    public static string Of(double count, string one) => string.Create(CultureInfo.InvariantCulture, $"{count:#,0} {one}{(count == 1 ? "" : "s")}");
}
