namespace TechCorp.PgInfra.Rehearsal.Metrics;

/// <summary>
/// The transaction ids of this machine: a small autovacuum_freeze_max_age that stands for the one in force. Nobody burns a billion ids for
/// a drill.
/// </summary>
/// <param name="FreezeAge">Ids after which autovacuum freezes by force here.</param>
/// <param name="DeclaredFreezeAge">Ids after which it does where it is deployed.</param>
public sealed record IdArea(long FreezeAge, long DeclaredFreezeAge)
{
    /// <summary>The least autovacuum_freeze_max_age that PostgreSQL takes (pg_settings.min_val).</summary>
    public const long LeastFreezeAge = 100_000;

    /// <summary>Age at which the server refuses to assign another id: three million before 2^31 (manual 25.1.5).</summary>
    public const long WritesStop = (1L << 31) - 3_000_000;

    /// <summary>The least that PostgreSQL takes, for any other.</summary>
    public static IdArea For(long declaredFreezeAge) => new(Math.Min(declaredFreezeAge, LeastFreezeAge), declaredFreezeAge);

    /// <summary>Declared ids one local id stands for.</summary>
    public double Scale => (double)DeclaredFreezeAge / Math.Max(1, FreezeAge);
}
