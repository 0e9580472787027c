namespace TechCorp.PgInfra.Operations.Checks;

/// <summary>What the command line may say to a check.</summary>
public sealed record CheckOptions
{
    /// <summary>Rows of a table.</summary>
    /// <value>Default 20; 1 to 1000.</value>
    public int Rows { get; init; } = 20;

    /// <summary>Seconds after which a running statement is shown.</summary>
    /// <value>Default 5; from 0.</value>
    public double RunningLongerThan { get; init; } = 5;
}
