using System.Security.Cryptography;

namespace TechCorp.PgInfra.Migrations.Apply;

/// <summary>Random pauses: two runs that met once must not meet again in step.</summary>
internal static class Pause
{
    /// <summary>A pause of 1 millisecond up to <paramref name="longest"/>.</summary>
    public static TimeSpan Below(TimeSpan longest) =>
        TimeSpan.FromMilliseconds(RandomNumberGenerator.GetInt32(1, Math.Max(2, (int)longest.TotalMilliseconds)));
}
