using System.Collections.Immutable;

namespace TechCorp.PgInfra.Views.Cost;

/// <summary>A stack that can not be priced: an unknown price is an error and never zero.</summary>
public sealed class CostException(string stack, ImmutableArray<string> types, ImmutableArray<MissingPrice> prices, int? majorWithoutDates)
    : Exception($"stack {stack} can not be priced: {types.Length} unknown resource types, {prices.Length} unknown prices{(majorWithoutDates is { } major ? $", unknown support dates of PostgreSQL {major}" : "")}")
{
    /// <summary>Resource types nobody said anything about.</summary>
    public ImmutableArray<string> Types { get; } = types;

    /// <summary>Prices the table does not have.</summary>
    public ImmutableArray<MissingPrice> Prices { get; } = prices;

    /// <summary>The major version nobody knows the end of support of; null for none.</summary>
    public int? MajorWithoutDates { get; } = majorWithoutDates;

    /// <summary>One sentence for each, with the way out.</summary>
    public ImmutableArray<string> Problems =>
    [
        .. Types.Select(t => $"stack {stack} declares {t}, and nothing says what that costs: give it a pricing or a reason in views/Cost/TypePricing.cs."),
        .. Prices.Select(p => $"the price of {p.Dimension} of {p.Service} in {p.Region} is unknown (needed by {p.Resource}); read it in AWS's price list and add to views/Cost/prices.tsv: {p.Row.Replace('\t', ' ')}"),
        .. MajorWithoutDates is { } unsupported
            ? [$"stack {stack} stays on PostgreSQL {unsupported} when standard support ends, which is billed, and from when on is unknown: read the dates in AWS's release calendar of RDS for PostgreSQL and add them to views/Cost/SupportDates.cs."]
            : ImmutableArray<string>.Empty,
    ];
}
