using System.Globalization;
using TechCorp.PgInfra.Review.Conformance;

namespace TechCorp.PgInfra.Cli.Conform;

/// <summary>The provider's word for a person.</summary>
internal static class ConformText
{
    public static void Write(ConformanceReport report, TextWriter output)
    {
        foreach (var finding in report.Findings)
        {
            Write("refused", finding, output);
        }

        foreach (var warning in report.Warnings)
        {
            Write("warning", warning, output);
        }

        foreach (var note in report.Notes)
        {
            output.WriteLine($"note: {note}");
        }

        var verdict = (report.Findings.Length, report.IsClean) switch
        {
            (_, true) => $"all {report.Resources} AWS resources planned",
            (0, false) => $"only {report.Planned} of {report.Resources} AWS resources planned, without a word about the others",
            var (places, _) => $"refused in {places} place{(places == 1 ? "" : "s")}; Terraform stops at what depends on them, so run it again when they are mended",
        };
        output.WriteLine($"stack {report.Stack}: {verdict} (hashicorp/aws {report.Provider}, terraform {report.Terraform})");
        output.WriteLine($"time: {string.Join(", ", report.Phases.Select(p => string.Create(CultureInfo.InvariantCulture, $"{p.Name} {p.Duration.TotalSeconds:0.0} s")))}");
    }

    private static void Write(string kind, ConformanceFinding finding, TextWriter output)
    {
        output.WriteLine($"{kind}: {finding}");
        if (finding.Urn is not null)
        {
            output.WriteLine($"  {finding.Urn}");
        }
    }
}
