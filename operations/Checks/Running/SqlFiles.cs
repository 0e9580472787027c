using System.Collections.Frozen;
using System.Globalization;
using System.Text.RegularExpressions;

namespace TechCorp.PgInfra.Operations.Checks;

/// <summary>
/// The texts of the queries. <c>name.sql</c> is for PostgreSQL 15; <c>name.v17.sql</c> replaces it from 17 on, where a column was renamed
/// or the server knows more.
/// </summary>
public static partial class SqlFiles
{
    private const string Prefix = "checks/";

    private static readonly FrozenSet<string> Names = typeof(SqlFiles).Assembly.GetManifestResourceNames()
        .Where(n => n.StartsWith(Prefix, StringComparison.Ordinal)).Select(n => n[Prefix.Length..]).ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Every file, for example <c>lag/slots.v17.sql</c>.</summary>
    public static IEnumerable<string> All => Names.Order(StringComparer.Ordinal);

    /// <summary>Name of the file for a server of that major version: the newest that is not newer than the server.</summary>
    public static string NameFor(string query, int major)
    {
        for (var version = major; version > Catalog.Database.MajorVersion; version--)
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"{query}.v{version}.sql");
            if (Names.Contains(name)) return name;
        }

        return $"{query}.sql";
    }

    /// <summary>The text as it is sent; marked, so that the statements of these commands can be told from the estate's.</summary>
    public static string TextFor(string query, ServerFacts facts) =>
        Marked(NameFor(query, facts.Major)).Replace("{statements}", facts.StatementsSchema, StringComparison.Ordinal);

    /// <summary>A text with its mark behind the first word: 18 keeps no comment that stands before a statement in pg_stat_statements.</summary>
    internal static string Marked(string name) => FirstWord().Replace(Read(name), "$0 /* pg ops */", 1);

    [GeneratedRegex("^(SELECT|WITH)\\b", RegexOptions.Multiline)]
    private static partial Regex FirstWord();

    private static string Read(string name)
    {
        using var stream = typeof(SqlFiles).Assembly.GetManifestResourceStream(Prefix + name)
            ?? throw new ArgumentException($"there is no text {name}", nameof(name));
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
