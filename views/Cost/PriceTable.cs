using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;

namespace TechCorp.PgInfra.Views.Cost;

/// <summary>The price table <c>prices.tsv</c>: what is not in it is unknown, and never zero.</summary>
public sealed class PriceTable
{
    private const int Columns = 8;

    private readonly FrozenDictionary<(string, string, string), Price> _prices;

    private PriceTable(ImmutableArray<Price> prices)
    {
        All = prices;
        _prices = prices.ToFrozenDictionary(p => (p.Service, p.Region, p.Dimension));
    }

    /// <summary>The table this program was built with.</summary>
    public static PriceTable Shared { get; } = Load();

    /// <summary>Every row, a region each.</summary>
    public ImmutableArray<Price> All { get; }

    /// <summary>The price, or null when it is unknown.</summary>
    public Price? Find(string service, string region, string dimension) => _prices.GetValueOrDefault((service, region, dimension));

    /// <summary>The table without some rows, for asking what an unknown price does.</summary>
    public PriceTable Without(Func<Price, bool> rows) => new([.. All.Where(p => !rows(p))]);

    /// <summary>Reads a table.</summary>
    /// <exception cref="FormatException">A row is not of the form the header of <c>prices.tsv</c> describes; the message has its number.</exception>
    public static PriceTable Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var prices = ImmutableArray.CreateBuilder<Price>();
        foreach (var (index, line) in text.ReplaceLineEndings("\n").Split('\n').Index())
        {
            if (line.Length > 0 && line[0] != '#')
            {
                prices.AddRange(Row(index + 1, line.Split('\t')));
            }
        }

        return prices.GroupBy(p => (p.Service, p.Region, p.Dimension)).FirstOrDefault(g => g.Count() > 1) is { } twice
            ? throw new FormatException($"prices.tsv has {twice.Key} twice.")
            : new(prices.ToImmutable());
    }

    private static IEnumerable<Price> Row(int number, string[] cells) =>
        cells.Length == Columns
        && decimal.TryParse(cells[4], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var usd) && usd > 0
        && cells[5] is "list" or "inferred"
        && DateOnly.TryParseExact(cells[6], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
        && cells.All(c => c.Trim().Length > 0)
            ? cells[1].Split(' ').Select(region => new Price(cells[0], region, cells[2], cells[3], usd, cells[5] == "inferred", date, cells[7]))
            : throw new FormatException($"prices.tsv line {number}: {Columns} tab-separated columns are wanted, with USD above 0, list or inferred, and a date as yyyy-mm-dd.");

    private static PriceTable Load()
    {
        using var stream = typeof(PriceTable).Assembly.GetManifestResourceStream("prices.tsv")
            ?? throw new InvalidOperationException("The assembly was built without prices.tsv.");
        using var reader = new StreamReader(stream);
        return Parse(reader.ReadToEnd());
    }
}
