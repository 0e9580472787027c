namespace TechCorp.PgInfra.Catalog;

/// <summary>The unit PostgreSQL keeps a parameter in (pg_settings.unit), which RDS wants its value in.</summary>
public enum ParameterUnit
{
    /// <summary>A bare number, a word, or a list.</summary>
    None,
    Bytes,
    Kilobytes,

    /// <summary>Pages of 8192 bytes: shared_buffers and effective_cache_size.</summary>
    Pages8Kb,
    Megabytes,
    Milliseconds,
    Seconds,
    Minutes,
}

/// <summary>What the units are called and how large they are.</summary>
public static class ParameterUnits
{
    /// <summary>pg_settings.unit of each unit; empty for <see cref="ParameterUnit.None"/>.</summary>
    public static string Name(this ParameterUnit unit) => unit switch
    {
        ParameterUnit.Bytes => "B",
        ParameterUnit.Kilobytes => "kB",
        ParameterUnit.Pages8Kb => "8kB",
        ParameterUnit.Megabytes => "MB",
        ParameterUnit.Milliseconds => "ms",
        ParameterUnit.Seconds => "s",
        ParameterUnit.Minutes => "min",
        _ => "",
    };

    /// <summary>The unit pg_settings calls <paramref name="name"/>.</summary>
    public static ParameterUnit Parse(string name) => Enum.GetValues<ParameterUnit>().First(u => u.Name() == name);

    /// <summary>True for units of memory or storage.</summary>
    public static bool IsSize(this ParameterUnit unit) =>
        unit is ParameterUnit.Bytes or ParameterUnit.Kilobytes or ParameterUnit.Pages8Kb or ParameterUnit.Megabytes;

    /// <summary>Size of one unit in bytes, or in microseconds for units of time.</summary>
    internal static long Scale(this ParameterUnit unit) => unit switch
    {
        ParameterUnit.Kilobytes => 1L << 10,
        ParameterUnit.Pages8Kb => 8L << 10,
        ParameterUnit.Megabytes => 1L << 20,
        ParameterUnit.Milliseconds => 1_000,
        ParameterUnit.Seconds => 1_000_000,
        ParameterUnit.Minutes => 60_000_000,
        _ => 1,
    };
}
