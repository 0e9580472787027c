using System.Collections.Immutable;

namespace TechCorp.PgInfra.Review.Laws.Coverage;

/// <summary>A control of AWS Foundational Security Best Practices, or a rule of Checkov or Trivy.</summary>
/// <param name="Id">Its id there.</param>
/// <param name="Asks">What it asks, in a few words.</param>
/// <param name="NotApplicable">Why no law covers it; null when one does.</param>
public sealed record Control(string Id, string Asks, string? NotApplicable)
{
    /// <summary>The controls for the services this program uses, and the rules for the resource types it declares, from <c>controls.tsv</c>.</summary>
    public static ImmutableArray<Control> All { get; } = [.. Rows().Select(row => new Control(row[0], row[1], row.Length > 2 ? row[2] : null))];

    private static IEnumerable<string[]> Rows()
    {
        using var stream = typeof(Control).Assembly.GetManifestResourceStream("controls.tsv")!;
        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is { } line)
        {
            if (line.Length > 0 && line[0] != '#')
            {
                yield return line.Split('\t');
            }
        }
    }
}

/// <summary>How one control stands in one stack.</summary>
/// <param name="Control">The control.</param>
/// <param name="Laws">The laws that cover it; empty when it does not apply.</param>
/// <param name="State">The worst of its laws.</param>
public sealed record CoverageLine(Control Control, ImmutableArray<Law> Laws, ControlState State)
{
    /// <summary>Every control, in the order of the table.</summary>
    public static ImmutableArray<CoverageLine> Of(LawReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        return [.. Control.All.Select(control =>
        {
            var laws = report.Answers.Select(a => a.Law).Where(l => l.Covers.Contains(control.Id)).ToImmutableArray();
            return new CoverageLine(control, laws, control.NotApplicable is not null ? ControlState.NotApplicable : laws.Select(l => StateOf(report, l)).DefaultIfEmpty().Max());
        })];
    }

    /// <summary>How one law stands in a report.</summary>
    public static ControlState StateOf(LawReport report, Law law)
    {
        ArgumentNullException.ThrowIfNull(report);
        return report.Violations.Any(v => v.Law == law) ? ControlState.Violated
            : report.Excused.Any(e => e.Violation.Law == law) ? ControlState.Excused
            : report.Answers.First(a => a.Law == law).Answer.Judged == 0 ? ControlState.NothingToJudge
            : ControlState.Kept;
    }
}

/// <summary>States of a control, the worst last.</summary>
public enum ControlState
{
    /// <summary>It is about something this program can not have.</summary>
    NotApplicable,

    /// <summary>The stack declares nothing of the kind.</summary>
    NothingToJudge,

    /// <summary>Kept everywhere.</summary>
    Kept,

    /// <summary>Not kept, with an exception.</summary>
    Excused,

    /// <summary>Not kept.</summary>
    Violated,
}
