using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace TechCorp.PgInfra.Migrations.Baseline;

/// <summary>One versioned SQL file of a schema.</summary>
/// <param name="Schema">Schema it belongs to; the file runs as the owner of that schema and with it as search_path.</param>
/// <param name="Version">Number its name begins with; files run in this order within their schema.</param>
/// <param name="Name">The rest of its name, without <c>.sql</c>.</param>
/// <param name="Source">Where it was read, for messages.</param>
/// <param name="Sql">Its text.</param>
public sealed record BaselineFile(string Schema, int Version, string Name, string Source, string Sql)
{
    /// <summary>SHA-256 of the text, in hexadecimal; a byte order mark and Windows line ends do not count, git adds them by itself.</summary>
    public string Checksum { get; } = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(
        Sql.TrimStart('\uFEFF').ReplaceLineEndings("\n"))));

    /// <summary>Its statements.</summary>
    public ImmutableArray<SqlStatement> Statements { get; } = SqlStatement.Split(Sql.TrimStart('\uFEFF'));

    /// <summary><c>orders/0001_baseline.sql</c>.</summary>
    public string Path => $"{Schema}/{Label(Version, Name)}";

    /// <summary>The path: a record would print the whole text.</summary>
    public override string ToString() => Path;

    internal static string Label(int version, string name) => string.Create(CultureInfo.InvariantCulture, $"{version:0000}_{name}.sql");
}
