using System.Globalization;

namespace TechCorp.PgInfra.Views.Cost;

/// <summary>Amounts as people read them, the same in every language of the machine.</summary>
public static class Money
{
    /// <summary><c>1,234.50</c>, to the cent.</summary>
    public static string Cents(decimal usd) => usd.ToString("#,##0.00", CultureInfo.InvariantCulture);

    /// <summary><c>$1.798</c>: a price with the digits it has.</summary>
    public static string Price(decimal usd) => "$" + usd.ToString("#,##0.00######", CultureInfo.InvariantCulture);

    /// <summary><c>2,048</c> or <c>0.27</c>: a quantity with at most two decimals.</summary>
    public static string Number(decimal number) => number.ToString("#,##0.##", CultureInfo.InvariantCulture);

    /// <summary>A difference with its sign.</summary>
    public static string Difference(decimal usd) => usd switch
    {
        > 0 => "+" + Cents(usd),
        0 => "=",
        _ => Cents(usd),
    };

    /// <summary>A saving in percent: <c>30 % less</c>, or <c>5 % more</c> where it is none.</summary>
    public static string Saved(decimal percent) => Math.Round(percent, MidpointRounding.AwayFromZero) switch
    {
        0 => "the same",
        < 0 and var more => string.Create(CultureInfo.InvariantCulture, $"{-more:0} % more"),
        var less => string.Create(CultureInfo.InvariantCulture, $"{less:0} % less"),
    };
}
