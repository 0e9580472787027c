namespace TechCorp.PgInfra.Migrations.Sql;

/// <summary>
/// Identifiers and literals as SQL text. Every identifier is quoted, also the harmless ones: whether a word needs quotes
/// depends on the server's keyword list, and a schema called <c>order</c> must not be the day that is found out.
/// </summary>
public static class Identifier
{
    /// <summary>Longest identifier in bytes; PostgreSQL cuts longer ones silently (NAMEDATALEN - 1).</summary>
    public const int MaxBytes = 63;

    /// <summary><c>"name"</c>, with quotes inside doubled.</summary>
    public static string Quote(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    /// <summary><c>"schema"."name"</c>.</summary>
    public static string Quote(string schema, string name) => $"{Quote(schema)}.{Quote(name)}";

    /// <summary>A comma-separated list of quoted names, for the statements that take several.</summary>
    public static string List(IEnumerable<string> names) => string.Join(", ", names.Select(Quote));

    /// <summary>A grantee: the key word PUBLIC must not be quoted, everything else must.</summary>
    public static string Grantee(string role) => role.Length == 0 ? "PUBLIC" : Quote(role);

    /// <summary>A string literal that reads the same whatever standard_conforming_strings says.</summary>
    public static string Literal(string value)
    {
        var quoted = value.Replace("'", "''", StringComparison.Ordinal);
        return value.Contains('\\', StringComparison.Ordinal)
            ? $" E'{quoted.Replace("\\", "\\\\", StringComparison.Ordinal)}'"
            : $"'{quoted}'";
    }

    /// <summary>A name as people read it: bare where it is plain, quoted where it is not.</summary>
    public static string Show(string name) =>
        name.Length == 0 ? "PUBLIC"
        : name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '_') ? name
        : Quote(name);

    /// <summary><c>schema.name</c> as people read it.</summary>
    public static string Show(string schema, string name) => $"{Show(schema)}.{Show(name)}";
}
