namespace TechCorp.PgInfra.Catalog;

/// <summary>
/// When RDS applies a parameter. The API refuses <see cref="Immediate"/> for a static parameter, and only when the change is applied.
/// </summary>
public enum ApplyMethod
{
    /// <summary>Dynamic parameters: without a restart.</summary>
    Immediate,

    /// <summary>Static parameters (context <c>postmaster</c>): at the next reboot of each instance.</summary>
    PendingReboot,
}

/// <summary>The RDS API's spelling.</summary>
public static class ApplyMethods
{
    /// <summary><c>immediate</c> or <c>pending-reboot</c>.</summary>
    public static string WireName(this ApplyMethod method) => method == ApplyMethod.Immediate ? "immediate" : "pending-reboot";
}
