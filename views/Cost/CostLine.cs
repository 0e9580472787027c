namespace TechCorp.PgInfra.Views.Cost;

/// <summary>What a line of an estimate pays for.</summary>
public enum CostArea
{
    /// <summary>Instance hours.</summary>
    Instances,

    /// <summary>Provisioned storage.</summary>
    Storage,

    /// <summary>Backups beyond the free share, and their copies.</summary>
    Backups,

    /// <summary>Bytes between zones and regions.</summary>
    Transfer,

    /// <summary>PgBouncer's tasks and their load balancer.</summary>
    Pooler,

    /// <summary>Logs, metrics, alarms, insights.</summary>
    Monitoring,

    /// <summary>Keys and secrets.</summary>
    Keys,
}

/// <summary>One amount of an estimate.</summary>
/// <param name="Subject">What it is charged for in every stack alike: <c>primary</c>, <c>replica 1</c>, else the short resource type.</param>
/// <param name="Type">Type token of the resource.</param>
/// <param name="Resource">Logical name.</param>
/// <param name="Area">What it pays for.</param>
/// <param name="Item">What is billed, for example <c>gp3 storage</c>.</param>
/// <param name="Formula">The arithmetic, price included.</param>
/// <param name="Usd">USD a month, to the cent.</param>
/// <param name="IsInferred">True when its price is inferred.</param>
public sealed record CostLine(string Subject, string Type, string Resource, CostArea Area, string Item, string Formula, decimal Usd, bool IsInferred);

/// <summary>Resources that cost nothing by themselves.</summary>
/// <param name="Type">Type token.</param>
/// <param name="Count">How many the plan has.</param>
/// <param name="Reason">Why.</param>
public sealed record FreeType(string Type, int Count, string Reason);

/// <summary>A factor of a formula: <c>730 h</c>, <c>67 % to another zone</c>.</summary>
/// <param name="Value">What is multiplied.</param>
/// <param name="Text">How it reads.</param>
internal sealed record Factor(decimal Value, string Text)
{
    /// <summary>Hours of a month as AWS reckons it: 8760 / 12.</summary>
    public static readonly Factor Hours = new(730, "730 h");

    /// <summary>Days of such a month.</summary>
    public static readonly Factor Days = new(730m / 24, "30.4 days");

    public static Factor Count(decimal count, string what) => new(count, $"{Money.Number(count)} {what}");
}
