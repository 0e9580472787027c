namespace TechCorp.PgInfra.Migrations.Verification;

/// <summary>Compares one role in one schema.</summary>
internal static class CellComparison
{
    /// <param name="trials">What was tried.</param>
    /// <param name="open">The role has USAGE.</param>
    /// <param name="acted">The role was tried in this schema at all.</param>
    /// <param name="latent">Grants on the schema's objects that count for the role.</param>
    public static IEnumerable<Violation> Of(Subject subject, string schema, List<Trial> trials, bool open, bool acted, IEnumerable<Trial> latent)
    {
        var declared = subject.In(schema);
        foreach (var cell in trials.Where(t => t.Privilege is not null).GroupBy(t => (t.Privilege!.Value, t.Scope)))
        {
            var privilege = cell.Key.Value;
            var wanted = declared.Contains(privilege);
            var unclear = cell.Where(t => t.Outcome == "unclear").ToList();
            var wrong = cell.Where(t => t.Outcome != "unclear" && t.Outcome != (wanted ? "whole" : "none")).ToList();
            if (unclear.Count > 0)
                yield return Found(Finding.Unclear, cell.Key.Scope, privilege, unclear, "");
            if (wrong.Count > 0)
                yield return Found(wanted ? Finding.Missing : Finding.Extra, cell.Key.Scope, privilege, wrong, wrong.All(t => t.Outcome == "part") ? " (some columns)" : "");
        }

        // Without the schema nothing in it can be reached: each declared cell is wrong, and one statement shows them all.
        if (acted && !open && trials.Find(t => t.Privilege == Privilege.Usage) is { } closed)
        {
            foreach (var privilege in declared.Where(p => p is not (Privilege.Usage or Privilege.Create)))
                yield return new Violation(Finding.Missing, subject.Role, schema, Words(privilege, Scope.Schema), [], Comparison.AsRole(closed), Comparison.Answer(closed), true);
        }

        foreach (var cell in latent.Where(t => !declared.Contains(t.Privilege!.Value)).GroupBy(t => (t.Privilege!.Value, t.Scope)))
        {
            yield return new Violation(Finding.Extra, subject.Role, schema, Words(cell.Key.Value, cell.Key.Scope),
                [.. cell.Select(t => t.Object).OfType<string>().Distinct().Order(StringComparer.Ordinal)],
                cell.Key.Scope == Scope.Schema ? $"\\dn+ {schema}" : $"\\dp {schema}.*",
                $"{cell.First().Message}{(cell.Key.Scope == Scope.Schema ? "" : "; without effect while the schema is closed to it")}", false);
        }

        Violation Found(Finding finding, Scope scope, Privilege privilege, List<Trial> shown, string note) => new(
            finding, subject.Role, schema, Words(privilege, scope) + note,
            [.. shown.Select(t => t.Object).OfType<string>().Distinct().Order(StringComparer.Ordinal)],
            Comparison.AsRole(shown[0]), Comparison.Answer(shown[0]), shown[0].Acted);
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
