namespace TechCorp.PgInfra.Migrations.Verification;

/// <summary>Compares one role in one schema.</summary>
internal static class CellComparison
{
    /// <summary>What was tried on its objects and with the schema itself.</summary>
    public static IEnumerable<Violation> Of(Subject subject, string schema, IEnumerable<Cell> cells)
    {
        foreach (var cell in cells.OrderBy(c => c.Privilege).ThenBy(c => c.Scope))
        {
            if (cell.Unclear.Count > 0)
                yield return Found(Finding.Unclear, cell, cell.Unclear, "");
            if (cell.Wrong.Count > 0)
                yield return Found(cell.Wanted ? Finding.Missing : Finding.Extra, cell, cell.Wrong, cell.Wrong.All(t => t.Outcome == "part") ? " (some columns)" : "");
        }

        Violation Found(Finding finding, Cell cell, List<Trial> shown, string note) => new(
            finding, subject.Role, schema, Words(cell.Privilege, cell.Scope) + note,
            [.. shown.Select(t => t.Object).OfType<string>().Distinct().Order(StringComparer.Ordinal)],
            Comparison.AsRole(shown[0]), Comparison.Answer(shown[0]), shown[0].Acted);
    }

    /// <summary>Without the schema nothing in it can be reached: each declared cell is wrong, and one statement shows them all.</summary>
    public static IEnumerable<Violation> Closed(Subject subject, string schema, Trial closed) =>
        subject.In(schema).Where(p => p is not (Privilege.Usage or Privilege.Create)).Select(privilege =>
            new Violation(Finding.Missing, subject.Role, schema, Words(privilege, Scope.Schema), [], Comparison.AsRole(closed), Comparison.Answer(closed), true));

    /// <summary>Grants on the objects of a closed schema that count for the role.</summary>
    public static IEnumerable<Violation> Latent(Subject subject, string schema, IEnumerable<Trial> latent)
    {
        var declared = subject.In(schema);
        foreach (var cell in latent.Where(t => !declared.Contains(t.Privilege!.Value)).GroupBy(t => (t.Privilege!.Value, t.Scope)))
        {
            yield return new Violation(Finding.Extra, subject.Role, schema, Words(cell.Key.Value, cell.Key.Scope),
                [.. cell.Select(t => t.Object).OfType<string>().Distinct().Order(StringComparer.Ordinal)],
                cell.Key.Scope == Scope.Schema ? $"\\dn+ {schema}" : $"\\dp {schema}.*",
                $"{cell.First().Message}{(cell.Key.Scope == Scope.Schema ? "" : "; without effect while the schema is closed to it")}", false);
        }
    }

    /// <summary>As people say it.</summary>
    internal static string Words(Privilege privilege, Scope scope)
    {
        var when = scope switch { Scope.Existing => "existing ", Scope.Future => "future ", _ => "" };
        return privilege switch
        {
            Privilege.Usage => "usage",
            Privilege.Create => "create",
            Privilege.SequenceUsage => $"nextval on {when}sequences",
            Privilege.SequenceSelect => $"select on {when}sequences",
            Privilege.SequenceUpdate => $"setval on {when}sequences",
            Privilege.Execute => $"execute on {when}functions",
            _ => $"{privilege.ToString().ToLowerInvariant()} on {when}tables",
        };
    }
}
