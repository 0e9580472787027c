using System.Collections.Immutable;

namespace TechCorp.PgInfra.Operations.Checks;

/// <summary>What one check came to.</summary>
/// <param name="Check">Which.</param>
/// <param name="Findings">Worst first.</param>
/// <param name="Skips">Parts without an answer.</param>
/// <param name="Tables">For reading.</param>
/// <param name="Notes">What to know when reading them.</param>
/// <param name="Fine">What it came to, for when nothing was found.</param>
public sealed record CheckResult(Check Check, ImmutableArray<Finding> Findings, ImmutableArray<Skip> Skips, ImmutableArray<AnswerTable> Tables, ImmutableArray<string> Notes, string Fine)
{
    /// <summary>The worst of it. A part that was not answered makes the whole skipped, unless another part found something.</summary>
    public Level Level => Findings.IsEmpty ? Skips.IsEmpty ? Level.Ok : Level.Skipped : Findings.Min(f => f.Level);
}
