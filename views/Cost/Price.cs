namespace TechCorp.PgInfra.Views.Cost;

/// <summary>One row of AWS's price list, in USD before tax, discounts and free allowances.</summary>
/// <param name="Service">Service code of the Price List, for example <c>AmazonRDS</c>.</param>
/// <param name="Region">AWS region it was read for.</param>
/// <param name="Dimension">AWS's usage type without the region prefix, for example <c>Multi-AZUsage:db.r6g.2xlarge</c>.</param>
/// <param name="Unit">What one of costs <paramref name="Usd"/>.</param>
/// <param name="Usd">The price.</param>
/// <param name="IsInferred">True when it is another region's or row's price; <paramref name="Source"/> says which and why.</param>
/// <param name="Date">Publication of the price list, else the day the source was read.</param>
/// <param name="Source">Where it was read; <c>prices.tsv</c> explains the short names.</param>
public sealed record Price(string Service, string Region, string Dimension, string Unit, decimal Usd, bool IsInferred, DateOnly Date, string Source);

/// <summary>A price the table does not have.</summary>
/// <param name="Service">Service code.</param>
/// <param name="Region">AWS region.</param>
/// <param name="Dimension">Usage type without the region prefix.</param>
/// <param name="Resource">Logical name of a resource that needs it.</param>
public sealed record MissingPrice(string Service, string Region, string Dimension, string Resource)
{
    /// <summary>The row to add to <c>prices.tsv</c>, tab-separated, with what a person fills in between angle brackets.</summary>
    public string Row => string.Join('\t', Service, Region, Dimension, "<unit>", "<USD>", "list", "<yyyy-mm-dd>", "<source>");
}
