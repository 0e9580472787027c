namespace TechCorp.PgInfra.Sdk.Tests.Surface;

/// <summary>What one surface has that another has not.</summary>
internal static class SurfaceComparison
{
    private sealed record TypeSurface(string Header, string[] Bases, HashSet<string> Members);

    /// <summary>Every type, base and member of <paramref name="subset"/> that <paramref name="whole"/> lacks, one a line.</summary>
    public static IReadOnlyList<string> Extra(IEnumerable<string> subset, IEnumerable<string> whole)
    {
        var allowed = Types(whole).ToDictionary(type => type.Header);
        var extra = new List<string>();
        foreach (var type in Types(subset))
        {
            if (!allowed.TryGetValue(type.Header, out var official))
            {
                extra.Add($"{type.Header}: no such type");
                continue;
            }

            extra.AddRange(type.Bases.Except(official.Bases).Select(b => $"{type.Header}: base {b}"));
            extra.AddRange(type.Members.Except(official.Members).Select(m => $"{type.Header}: {m}"));
        }

        return extra;
    }

    private static List<TypeSurface> Types(IEnumerable<string> lines)
    {
        var types = new List<TypeSurface>();
        foreach (var line in lines.Where(line => line.Length > 0))
        {
            if (line.StartsWith("### ", StringComparison.Ordinal))
            {
                var parts = line[4..].Split(" : ", 2);
                types.Add(new TypeSurface(parts[0], parts.Length > 1 ? SplitBases(parts[1]) : [], []));
            }
            else
            {
                types[^1].Members.Add(line);
            }
        }

        return types;
    }

    // Commas inside angle brackets belong to a base, not between bases.
    private static string[] SplitBases(string text)
    {
        var bases = new List<string>();
        var (depth, start) = (0, 0);
        for (var i = 0; i < text.Length; i++)
        {
            depth += text[i] switch { '<' => 1, '>' => -1, _ => 0 };
            if (text[i] != ',' || depth > 0)
                continue;
            bases.Add(text[start..i].Trim());
            start = i + 1;
        }

        return [.. bases, text[start..].Trim()];
    }
}
