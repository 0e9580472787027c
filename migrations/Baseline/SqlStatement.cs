using System.Collections.Immutable;

namespace TechCorp.PgInfra.Migrations.Baseline;

/// <summary>One statement of a file.</summary>
/// <param name="Text">Without the final semicolon.</param>
/// <param name="Line">Line it begins on, counted from 1.</param>
public sealed record SqlStatement(string Text, int Line)
{
    /// <summary>
    /// Cuts a file into statements where psql would: not inside strings, quoted names, dollar quotes, comments, parentheses, or
    /// the body of a function written with BEGIN ATOMIC.
    /// </summary>
    public static ImmutableArray<SqlStatement> Split(string sql)
    {
        var statements = ImmutableArray.CreateBuilder<SqlStatement>();
        var words = new List<string>();
        int start = -1, parentheses = 0, bodies = 0;

        void Finish(int end)
        {
            if (start >= 0)
                statements.Add(new SqlStatement(sql[start..end].TrimEnd(), 1 + sql.AsSpan(0, start).Count('\n')));
            (start, parentheses, bodies) = (-1, 0, 0);
            words.Clear();
        }

        for (var i = 0; i < sql.Length;)
        {
            if (char.IsWhiteSpace(sql[i]))
            {
                i++;
                continue;
            }

            if (SqlText.SkipComment(sql, i) is var after && after > i)
            {
                i = after;
                continue;
            }

            if (sql[i] == ';' && parentheses == 0 && bodies == 0)
            {
                Finish(i++);
                continue;
            }

            if (start < 0)
                start = i;
            var next = SqlText.SkipToken(sql, i);
            var token = sql.AsSpan(i, next - i);
            if (token is "(")
                parentheses++;
            else if (token is ")")
                parentheses--;
            else if (char.IsLetter(sql[i]))
                bodies = Body(words, token.ToString().ToUpperInvariant(), bodies);
            i = next;
        }

        Finish(sql.Length);
        return statements.ToImmutable();
    }

    // psql counts the same way (psqlscan.l): only inside CREATE FUNCTION or PROCEDURE do BEGIN, CASE and END open and close.
    private static int Body(List<string> words, string word, int bodies)
    {
        if (words.Count < 4)
            words.Add(word);
        var routine = words is ["CREATE", "FUNCTION" or "PROCEDURE", ..] or ["CREATE", "OR", "REPLACE", "FUNCTION" or "PROCEDURE", ..];
        return word switch
        {
            "BEGIN" when routine => bodies + 1,
            "CASE" when bodies > 0 => bodies + 1,
            "END" when bodies > 0 => bodies - 1,
            _ => bodies,
        };
    }

    /// <summary>Words that would leave the file's transaction or its role, e.g. <c>COMMIT</c>; null when there are none.</summary>
    public string? LeavesTransaction()
    {
        var words = Text.Split((char[])[' ', '\t', '\r', '\n', '('], 4, StringSplitOptions.RemoveEmptyEntries).Take(3).Select(w => w.ToUpperInvariant()).ToArray();
        return words switch
        {
            ["BEGIN" or "COMMIT" or "END" or "ROLLBACK" or "ABORT" or "DISCARD", ..] when !(words is ["ROLLBACK", "TO", ..]) => words[0],
            ["START" or "PREPARE", "TRANSACTION", ..] => $"{words[0]} {words[1]}",
            ["SET" or "RESET", "ROLE" or "ALL", ..] => $"{words[0]} {words[1]}",
            ["RESET", "SESSION", ..] => "RESET SESSION AUTHORIZATION",
            ["SET", "LOCAL" or "SESSION", "ROLE"] => $"SET {words[1]} ROLE",
            ["SET", "SESSION", "AUTHORIZATION"] or ["SET", "LOCAL", "SESSION"] => "SET SESSION AUTHORIZATION",
            _ => null,
        };
    }
}
