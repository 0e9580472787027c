namespace TechCorp.PgInfra.Migrations.Baseline;

/// <summary>The lexical rules of SQL that decide where a statement ends (PostgreSQL manual, "Lexical Structure").</summary>
internal static class SqlText
{
    /// <summary>Index after the comment that begins at the index; the index itself when none does.</summary>
    public static int SkipComment(string sql, int i)
    {
        if (At(sql, i, "--"))
            return sql.IndexOf('\n', i) is var end && end < 0 ? sql.Length : end;
        if (!At(sql, i, "/*"))
            return i;

        // Comments nest.
        var depth = 0;
        do
        {
            if (At(sql, i, "/*"))
                (depth, i) = (depth + 1, i + 2);
            else if (At(sql, i, "*/"))
                (depth, i) = (depth - 1, i + 2);
            else
                i++;
        }
        while (depth > 0 && i < sql.Length);
        return i;
    }

    /// <summary>Index after the string, quoted name, word or single character that begins at the index.</summary>
    public static int SkipToken(string sql, int i)
    {
        switch (sql[i])
        {
            case '\'':
                return SkipQuoted(sql, i, backslashEscapes: false);
            case '"':
                return SkipQuoted(sql, i, backslashEscapes: false);
            case 'E' or 'e' when i + 1 < sql.Length && sql[i + 1] == '\'':
                return SkipQuoted(sql, i + 1, backslashEscapes: true);
            case '$':
                return SkipDollarQuoted(sql, i);
            case var c when char.IsLetter(c) || c == '_':
                while (i < sql.Length && (char.IsLetterOrDigit(sql[i]) || sql[i] is '_' or '$'))
                    i++;
                return i;
            default:
                return i + 1;
        }
    }

    private static int SkipQuoted(string sql, int i, bool backslashEscapes)
    {
        var quote = sql[i++];
        for (; i < sql.Length; i++)
        {
            if (backslashEscapes && sql[i] == '\\')
                i++;
            else if (sql[i] == quote)
            {
                if (i + 1 >= sql.Length || sql[i + 1] != quote)
                    return i + 1;
                i++;
            }
        }

        return sql.Length;
    }

    private static int SkipDollarQuoted(string sql, int i)
    {
        var tagEnd = i + 1;
        while (tagEnd < sql.Length && (char.IsLetterOrDigit(sql[tagEnd]) || sql[tagEnd] == '_'))
            tagEnd++;
        // $1 is a parameter and no quote.
        if (tagEnd >= sql.Length || sql[tagEnd] != '$' || char.IsDigit(sql[i + 1]))
            return i + 1;
        var tag = sql[i..(tagEnd + 1)];
        var end = sql.IndexOf(tag, tagEnd + 1, StringComparison.Ordinal);
        return end < 0 ? sql.Length : end + tag.Length;
    }

    private static bool At(string sql, int i, string text) => string.CompareOrdinal(sql, i, text, 0, text.Length) == 0;
}
