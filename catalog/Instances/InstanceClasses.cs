using System.Collections.Frozen;
using System.Globalization;

namespace TechCorp.PgInfra.Catalog;

/// <summary>The instance classes this program knows, from <c>instance-classes.tsv</c>. An unknown class is refused before the cloud refuses it.</summary>
public static class InstanceClasses
{
    private static readonly FrozenDictionary<string, InstanceClass> ByName = DataTable.Rows("instance-classes.tsv")
        .Select(row => new InstanceClass(row[0], Int(row[1]), Int(row[2]), Int(row[3]), Int(row[4]), Int(row[5]), Int(row[6]), Int(row[7])))
        .ToFrozenDictionary(c => c.Name, StringComparer.Ordinal);

    /// <summary>Every known class.</summary>
    public static IEnumerable<InstanceClass> All => ByName.Values.OrderBy(c => c.Name, StringComparer.Ordinal);

    /// <summary>The class of that name, or null.</summary>
    public static InstanceClass? Find(string name) => ByName.GetValueOrDefault(name);

    private static int Int(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
