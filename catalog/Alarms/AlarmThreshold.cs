using System.Globalization;

namespace TechCorp.PgInfra.Catalog;

/// <summary>A fact of an instance that a relative threshold is a share of.</summary>
public enum ThresholdBasis
{
    /// <summary>Allocated storage, bytes.</summary>
    AllocatedStorage,

    /// <summary>vCPUs of the instance class.</summary>
    VirtualCpus,

    /// <summary>max_slot_wal_keep_size, bytes; the allocated storage where that is unlimited.</summary>
    SlotWalLimit,
}

/// <summary>A threshold in CloudWatch's unit, or a share of a fact of the instance.</summary>
/// <param name="Value">In the metric's unit; with a basis, a fraction (0.2 for <c>20%</c>).</param>
/// <param name="Basis">What the fraction is of; null for a fixed value.</param>
public readonly record struct AlarmThreshold(double Value, ThresholdBasis? Basis)
{
    /// <summary>Reads <c>80%</c>, <c>20ms</c>, <c>1GB</c> or <c>400</c> for a metric of this unit.</summary>
    public static bool TryParse(string text, AlarmUnit unit, ThresholdBasis? shareOf, out AlarmThreshold threshold)
    {
        ArgumentNullException.ThrowIfNull(text);
        threshold = default;
        if (shareOf is not null && text.EndsWith('%'))
        {
            if (!Number(text[..^1], out var share) || share is <= 0 or > 1000) return false;
            threshold = new((double)share / 100, shareOf);
            return true;
        }

        // Sizes and times as in the parameter table: the source's 1GB is 1024 MB, as its 8GB of shared_buffers is.
        decimal? value = unit switch
        {
            AlarmUnit.Percent => text.EndsWith('%') && Number(text[..^1], out var percent) && percent <= 100 ? percent : null,
            AlarmUnit.Bytes => Quantity.ToEngine(text, ParameterUnit.Bytes, out _),
            AlarmUnit.Seconds => Quantity.ToEngine(text, ParameterUnit.Milliseconds, out _) / 1000,
            _ => Number(text, out var count) ? count : null,
        };
        if (value is not >= 0) return false;
        threshold = new((double)value, null);
        return true;
    }

    /// <summary>The notation <see cref="TryParse"/> takes, for an error message.</summary>
    public static string Allowed(AlarmUnit unit, ThresholdBasis? shareOf)
    {
        var absolute = unit switch
        {
            AlarmUnit.Percent => "a percentage from 0% to 100%",
            AlarmUnit.Bytes => $"a size in {Quantity.UnitNames(ParameterUnit.Bytes)} (1 kB is 1024 bytes)",
            AlarmUnit.Seconds => $"a time in {Quantity.UnitNames(ParameterUnit.Milliseconds)}",
            _ => "a plain number",
        };
        return shareOf switch
        {
            null => absolute,
            ThresholdBasis.AllocatedStorage => $"a percentage of the allocated storage, or {absolute}",
            ThresholdBasis.VirtualCpus => $"a percentage of the vCPUs, or {absolute}",
            _ => $"a percentage of max_slot_wal_keep_size, or {absolute}",
        };
    }

    /// <summary>The value on one instance; bytes are whole.</summary>
    public double For(AlarmSubject subject)
    {
        ArgumentNullException.ThrowIfNull(subject);
        return Basis switch
        {
            null => Value,
            ThresholdBasis.VirtualCpus => Value * subject.Class.VirtualCpus,
            ThresholdBasis.AllocatedStorage => Math.Floor(Value * subject.AllocatedStorageBytes),
            _ => Math.Floor(Value * (subject.SlotWalLimitBytes ?? subject.AllocatedStorageBytes)),
        };
    }

    // Digits only: the styles of a number would also take "1e3", " 5" and "+5", which nobody means in a configuration file.
    private static bool Number(string text, out decimal value)
    {
        value = 0;
        return text.Length > 0 && char.IsAsciiDigit(text[0]) && char.IsAsciiDigit(text[^1])
            && decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out value);
    }
}
