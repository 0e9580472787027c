using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using TechCorp.PgInfra.Catalog;

namespace TechCorp.PgInfra.Migrations.Baseline;

/// <summary>The versioned files of a catalogue's schemas.</summary>
public static partial class BaselineFiles
{
    private const string ResourcePrefix = "schemas/";

    /// <summary>
    /// Reads the files that come with this program and, when given, those of a folder laid out the same way:
    /// <c>FOLDER/&lt;schema&gt;/NNNN_name.sql</c>. Files of schemas the catalogue lacks are left out when they come with the
    /// program and are a problem when they stand in the folder.
    /// </summary>
    /// <exception cref="BaselineException">Wrong names, numbers used twice, statements that would leave the transaction: all at once.</exception>
    public static ImmutableArray<BaselineFile> Load(ServiceCatalog catalog, string? folder = null)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        var schemas = catalog.Services.Select(s => s.Schema).ToHashSet(StringComparer.Ordinal);
        var problems = new List<string>();
        var files = new List<BaselineFile>();

        foreach (var (schema, name, source, text) in Embedded().Where(f => schemas.Contains(f.Schema)).Concat(folder is null ? [] : InFolder(folder, schemas, problems)))
        {
            if (FileName().Match(name) is not { Success: true } match || match.Groups[1].Value == "0000")
                problems.Add($"{source} is not named NNNN_name.sql: four digits from 0001, an underscore, lower-case letters, digits and underscores.");
            else
                files.Add(new BaselineFile(schema, int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture), match.Groups[2].Value, source, text));
        }

        foreach (var twice in files.GroupBy(f => (f.Schema, f.Version)).Where(g => g.Count() > 1))
            problems.Add($"{string.Join(" and ", twice.Select(f => f.Source))} have the same number. Give the newer one the next free number.");
        foreach (var file in files)
        {
            if (file.Statements.IsEmpty)
                problems.Add($"{file.Source} holds no statement.");
            foreach (var statement in file.Statements)
            {
                if (statement.LeavesTransaction() is { } words)
                    problems.Add($"{file.Source} line {statement.Line}: {words} is not allowed. Each file is one transaction of its own, run as {SchemaRoles.Owner(file.Schema)}; remove the statement.");
            }
        }

        return problems.Count == 0
            ? [.. files.OrderBy(f => f.Schema, StringComparer.Ordinal).ThenBy(f => f.Version)]
            : throw new BaselineException([.. problems]);
    }

    private static IEnumerable<(string Schema, string Name, string Source, string Text)> Embedded()
    {
        var assembly = typeof(BaselineFiles).Assembly;
        foreach (var resource in assembly.GetManifestResourceNames().Where(n => n.StartsWith(ResourcePrefix, StringComparison.Ordinal)))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
            var parts = resource[ResourcePrefix.Length..].Split('/', 2);
            yield return (parts[0], parts[1], "migrations/" + resource, reader.ReadToEnd());
        }
    }

    private static IEnumerable<(string Schema, string Name, string Source, string Text)> InFolder(string folder, HashSet<string> schemas, List<string> problems)
    {
        if (!Directory.Exists(folder))
        {
            problems.Add($"{folder} is not a folder. It holds a folder per schema with files NNNN_name.sql.");
            yield break;
        }

        foreach (var schemaFolder in Directory.EnumerateDirectories(folder).Order(StringComparer.Ordinal))
        {
            var schema = Path.GetFileName(schemaFolder);
            var files = Directory.EnumerateFiles(schemaFolder, "*.sql").Order(StringComparer.Ordinal).ToList();
            if (files.Count > 0 && !schemas.Contains(schema))
                problems.Add($"{schemaFolder} holds files for a schema the catalogue does not have. It has: {string.Join(", ", schemas.Order(StringComparer.Ordinal))}.");
            else
            {
                foreach (var file in files)
                    yield return (schema, Path.GetFileName(file), file, File.ReadAllText(file));
            }
        }
    }

    [GeneratedRegex("^([0-9]{4})_([a-z0-9_]{1,100})\\.sql$")]
    private static partial Regex FileName();
}
