using System.Collections.Immutable;
using System.Globalization;

namespace TechCorp.PgInfra.Catalog;

/// <summary>pg_settings.vartype.</summary>
public enum ParameterType
{
    /// <summary><c>bool</c>; RDS takes 1 and 0.</summary>
    Flag,

    /// <summary><c>integer</c>.</summary>
    WholeNumber,

    /// <summary><c>real</c>.</summary>
    Real,

    /// <summary><c>enum</c>: one of a few words.</summary>
    Word,

    /// <summary><c>string</c>.</summary>
    Text,
}

/// <summary>What PostgreSQL says about one parameter.</summary>
/// <param name="Name">Parameter name.</param>
/// <param name="IsStatic">Context <c>postmaster</c>: needs a restart.</param>
/// <param name="Type">pg_settings.vartype.</param>
/// <param name="Unit">Unit of the engine's value, of <paramref name="Minimum"/> and of <paramref name="Maximum"/>.</param>
/// <param name="Minimum">Smallest value, engine unit; null when the type has none.</param>
/// <param name="Maximum">Largest value, engine unit; null when the type has none.</param>
/// <param name="Values">Allowed words of an enum.</param>
public sealed record ParameterDefinition(
    string Name,
    bool IsStatic,
    ParameterType Type,
    ParameterUnit Unit,
    decimal? Minimum,
    decimal? Maximum,
    ImmutableArray<string> Values)
{
    /// <summary>First major that no longer has it; null while none is known.</summary>
    public int? RemovedIn { get; init; }

    /// <summary>True when that major has it.</summary>
    public bool ExistsIn(int major) => RemovedIn is not { } removed || major < removed;

    /// <summary>Static parameters wait for a reboot; the API refuses them with <c>immediate</c>.</summary>
    public ApplyMethod ApplyMethod => IsStatic ? ApplyMethod.PendingReboot : ApplyMethod.Immediate;

    /// <summary>What may be written, as one phrase.</summary>
    public string Allowed => Type switch
    {
        ParameterType.Flag => "on or off",
        ParameterType.Word => string.Join(", ", Values),
        ParameterType.Text => "text",
        _ when Minimum is { } minimum && Maximum is { } maximum =>
            $"{Quantity.FromEngine(minimum, Unit)} to {Quantity.FromEngine(maximum, Unit)}",
        _ => "a number",
    };

    /// <summary>The value as RDS wants it (engine unit, <c>1</c> and <c>0</c> for booleans), or null with the reason.</summary>
    public string? ToEngine(string value, out string? problem)
    {
        problem = null;
        switch (Type)
        {
            case ParameterType.Flag:
                switch (value.Trim().ToLowerInvariant())
                {
                    case "on" or "true" or "yes" or "1":
                        return "1";
                    case "off" or "false" or "no" or "0":
                        return "0";
                }

                problem = "is neither on nor off";
                return null;

            case ParameterType.Word:
                var word = Values.FirstOrDefault(v => string.Equals(v, value.Trim(), StringComparison.OrdinalIgnoreCase));
                problem = word is null ? "is not one of the parameter's values" : null;
                return word;

            case ParameterType.Text:
                problem = value.Trim().Length == 0 ? "is empty" : null;
                return problem is null ? value.Trim() : null;
        }

        if (Quantity.ToEngine(value, Unit, out problem) is not { } engine)
        {
            return null;
        }

        if (Type == ParameterType.WholeNumber && engine != decimal.Truncate(engine))
        {
            problem = "is not a whole number";
            return null;
        }

        if (engine < Minimum || engine > Maximum)
        {
            problem = "is out of range";
            return null;
        }

        return engine.ToString("0.############", CultureInfo.InvariantCulture);
    }

    /// <summary>The engine's value as a person writes it; the inverse of <see cref="ToEngine"/>.</summary>
    public string FromEngine(string engineValue) => Type switch
    {
        ParameterType.Flag => engineValue is "1" ? "on" : "off",
        ParameterType.WholeNumber or ParameterType.Real
            when decimal.TryParse(engineValue, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) => Quantity.FromEngine(number, Unit),
        _ => engineValue,
    };
}
