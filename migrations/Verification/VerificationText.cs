using System.Globalization;

namespace TechCorp.PgInfra.Migrations.Verification;

/// <summary>The report for people.</summary>
public static class VerificationText
{
    // Above this a table of logins and schemas is wider than any terminal; the JSON has it all.
    private const int WidestTable = 12;

    /// <summary>The matrix, what is wrong with the statement that shows it, and one line that sums up.</summary>
    public static void Write(VerificationReport report, TextWriter writer)
    {
        ArgumentNullException.ThrowIfNull(report);
        ArgumentNullException.ThrowIfNull(writer);
        WriteMatrix(report, writer);
        foreach (var exception in report.IsolationExceptions)
            writer.WriteLine($"exception  {exception}");

        foreach (var v in report.Violations)
        {
            var where = v.Schema is null ? "" : $" in {v.Schema}";
            var which = v.Objects.IsEmpty ? "" : $" ({string.Join(", ", v.Objects.Take(5))}{(v.Objects.Length > 5 ? $" and {v.Objects.Length - 5} more" : "")})";
            writer.WriteLine($"{Word(v.Finding)}  {v.Role}{where}: {v.What}{which}");
            writer.WriteLine($"           {v.Statement}  -- {v.Answer}");
        }

        var opened = report.LoginsOpened == 0
            ? "no login opened (no passwords given)"
            : $"{report.LoginsOpened} logins opened over TLS with their own passwords, one without TLS and one with a wrong password refused";
        var proof = string.Create(CultureInfo.InvariantCulture, $"{report.Statements} statements tried as the roles themselves, {report.Asked} answered by the catalogue; {opened}; {report.Took.TotalSeconds:0.0} s");
        writer.WriteLine(report.AsDeclared ? $"as declared: {proof}" : $"{report.Violations.Length} wrong: {proof}");
    }

    private static void WriteMatrix(VerificationReport report, TextWriter writer)
    {
        var shown = report.Matrix.Select(r => r.Schema).ToHashSet(StringComparer.Ordinal);
        var schemas = report.Schemas.Where(shown.Contains).ToList();
        if (schemas.Count is 0 or > WidestTable)
            return;
        var logins = report.Logins.Concat(report.Matrix.Select(r => r.Role)).Distinct().ToList();
        var cells = report.Matrix.ToDictionary(r => (r.Role, r.Schema));
        var wrong = report.Violations.Select(v => (v.Role, v.Schema)).ToHashSet();
        var width = logins.Max(l => l.Length) + 2;
        writer.WriteLine(("".PadRight(width) + string.Concat(schemas.Select(s => s.PadRight(s.Length + 2)))).TrimEnd());
        foreach (var login in logins)
            writer.WriteLine((login.PadRight(width) + string.Concat(schemas.Select(s => Letters(cells.GetValueOrDefault((login, s)), wrong).PadRight(s.Length + 2)))).TrimEnd());
    }

    // r and w as everywhere; ! is explained below the table.
    private static string Letters(MatrixRow? row, HashSet<(string, string?)> wrong)
    {
        if (row is null)
            return "-";
        var possible = row.Existing.Union(row.Future);
        var word = possible.Contains(Privilege.Insert) ? "rw" : possible.Contains(Privilege.Select) ? "r" : possible.Contains(Privilege.Execute) ? "x"
            : possible.Contains(Privilege.Usage) ? "u" : "-";
        return wrong.Contains((row.Role, row.Schema)) ? word + "!" : word;
    }

    private static string Word(Finding finding) => finding switch
    {
        Finding.Extra => "more     ",
        Finding.Missing => "less     ",
        _ => "unclear  ",
    };
}
