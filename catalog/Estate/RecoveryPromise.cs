namespace TechCorp.PgInfra.Catalog;

/// <summary>What the company promises about getting data back (S46, S47).</summary>
public static class RecoveryPromise
{
    /// <summary>Days back to which the database can be restored, to any moment but the last five minutes.</summary>
    public const int Days = 7;
}
