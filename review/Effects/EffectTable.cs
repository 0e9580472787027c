using System.Collections.Frozen;

namespace TechCorp.PgInfra.Review.Effects;

/// <summary>What changing an input does.</summary>
/// <param name="Kind">What happens to the resource.</param>
/// <param name="Clients">What clients notice.</param>
/// <param name="AtReboot">It counts after a reboot, which RDS does not do by itself, not even in the maintenance window.</param>
internal readonly record struct EffectRow(EffectKind Kind, string Clients, bool AtReboot = false);

/// <summary>What changing an input does, from <c>effects.tsv</c>.</summary>
internal static class EffectTable
{
    private static readonly FrozenDictionary<(string Type, string Property), EffectRow> Rows = Read();

    /// <summary>The row of a property, else that of every other property of its type, else an update in place.</summary>
    public static EffectRow Of(string type, string property) =>
        Rows.TryGetValue((type, property), out var row) || Rows.TryGetValue((type, "*"), out row) ? row : new(EffectKind.InPlace, "nothing");

    /// <summary>Every type and property the table names.</summary>
    public static IEnumerable<(string Type, string Property)> Keys => Rows.Keys;

    private static FrozenDictionary<(string, string), EffectRow> Read()
    {
        using var stream = typeof(EffectTable).Assembly.GetManifestResourceStream("effects.tsv")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().Split('\n').Where(l => l.Length > 0 && l[0] != '#').Select(l => l.Split('\t'))
            .ToFrozenDictionary(c => (c[0], c[1]), c => new EffectRow(Kind(c[2]), c[3], c[2] == "reboot"));
    }

    private static EffectKind Kind(string word) => word switch
    {
        "replace" => EffectKind.Replace,
        "restart" or "reboot" => EffectKind.Restart,
        "refused" => EffectKind.Refused,
        "in-place" => EffectKind.InPlace,
        "none" => EffectKind.None,
        _ => throw new InvalidDataException($"effects.tsv: '{word}' is no effect"),
    };
}
