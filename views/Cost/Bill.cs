using System.Collections.Immutable;
using TechCorp.PgInfra.Catalog;
using TechCorp.PgInfra.Planning;
using TechCorp.PgInfra.Review.Laws;

namespace TechCorp.PgInfra.Views.Cost;

/// <summary>Collects the lines of one stack, and the prices it had to ask for in vain.</summary>
internal sealed class Bill
{
    private readonly ImmutableArray<CostLine>.Builder _lines = ImmutableArray.CreateBuilder<CostLine>();
    private readonly List<MissingPrice> _missing = [];
    private readonly List<Price> _used = [];
    private readonly Dictionary<string, string> _subjects = [];
    private readonly PriceTable _prices;

    public Bill(JudgedEstate estate, PriceTable prices, Assumptions assumptions)
    {
        (Estate, _prices, Assume) = (estate, prices, assumptions);
        foreach (var role in estate.Instances.GroupBy(i => i.Role))
        {
            foreach (var (index, instance) in role.Index())
            {
                _subjects[instance.Name] = Word(role.Key) + (role.Key == InstanceRole.Replica ? $" {index + 1}" : index > 0 ? $" {index + 1}" : "");
            }
        }
    }

    public JudgedEstate Estate { get; }

    public Plan Plan => Estate.Plan;

    public Assumptions Assume { get; }

    public ImmutableArray<CostLine> Lines => _lines.ToImmutable();

    /// <summary>Every price it found.</summary>
    public IReadOnlyList<Price> Used => _used;

    public ImmutableArray<MissingPrice> Missing => [.. _missing.DistinctBy(m => (m.Service, m.Region, m.Dimension))];

    /// <summary>The major version whose support dates it had to ask for in vain; null for none.</summary>
    public int? MajorWithoutDates { get; private set; }

    /// <summary>Notes that nobody knows until when RDS supports a major version.</summary>
    public void MissSupportDates(int major) => MajorWithoutDates = major;

    /// <summary>The factors times a price; the price's region is the resource's own unless another's is billed.</summary>
    public void Add(PlannedResource resource, CostArea area, string item, string service, string dimension, ImmutableArray<Factor> factors, string? region = null)
    {
        if (Find(resource, service, dimension, region) is { } price)
        {
            var usd = Math.Round(factors.Aggregate(price.Usd, (product, f) => product * f.Value), 2, MidpointRounding.AwayFromZero);
            var formula = string.Join(" × ", factors.Select(f => f.Text).Append(Money.Price(price.Usd)));
            _lines.Add(new(Subject(resource), resource.Type, resource.Name, area, item, formula, usd, price.IsInferred));
        }
    }

    /// <summary>Something that is not billed, with the reason in place of a formula.</summary>
    public void AddFree(PlannedResource resource, CostArea area, string item, string reason) =>
        _lines.Add(new(Subject(resource), resource.Type, resource.Name, area, item, reason, 0, false));

    /// <summary>The price, or null after noting that it is unknown.</summary>
    public Price? Find(PlannedResource resource, string service, string dimension, string? region = null)
    {
        var where = region ?? resource.Region ?? Estate.Settings.Region;
        var price = _prices.Find(service, where, dimension);
        if (price is null)
        {
            _missing.Add(new(service, where, dimension, resource.Name));
        }
        else
        {
            _used.Add(price);
        }

        return price;
    }

    public string Subject(PlannedResource resource) =>
        resource.Type == AwsTypes.Instance && _subjects.TryGetValue(resource.Name, out var subject) ? subject : ShortType(resource.Type);

    public static string ShortType(string type) => type.Split(':') is [var package, var module, var name] && package != "techcorp" ? $"{module.Split('/')[0]}:{name}" : type;

    public static string Word(InstanceRole role) => role switch
    {
        InstanceRole.Primary => "primary",
        InstanceRole.Replica => "replica",
        InstanceRole.Analytics => "analytics",
        _ => "dr copy",
    };
}
