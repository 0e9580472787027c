using System.Collections.Immutable;

namespace TechCorp.PgInfra.Catalog;

/// <summary>A tab-separated table kept beside the code that reads it; lines starting with <c>#</c> are comments.</summary>
internal static class DataTable
{
    public static ImmutableArray<string[]> Rows(string name)
    {
        using var stream = typeof(DataTable).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The assembly was built without its table '{name}'.");
        using var reader = new StreamReader(stream);
        var rows = ImmutableArray.CreateBuilder<string[]>();
        while (reader.ReadLine() is { } line)
        {
            if (line.Length > 0 && line[0] != '#')
            {
                rows.Add(line.Split('\t'));
            }
        }

        return rows.ToImmutable();
    }
}
