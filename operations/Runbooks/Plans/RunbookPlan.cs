using System.Collections.Immutable;

namespace TechCorp.PgInfra.Operations.Runbooks;

/// <summary>What a runbook is about to do, and what it found before: nothing is changed by making one.</summary>
/// <param name="Title">One line, for example <c>restore techcorp-primary to 2026-01-15T14:25:00Z as techcorp-primary-restored</c>.</param>
/// <param name="Stack">Stack it is about.</param>
/// <param name="Region">Region of the stack.</param>
/// <param name="Checks">What was looked at first.</param>
/// <param name="Costs">What it costs in time, data and money.</param>
/// <param name="Steps">In order; those an earlier run has done are marked.</param>
/// <param name="Afterwards">What must change in configuration and state so that the next <c>pulumi preview</c> is clean.</param>
public sealed record RunbookPlan(
    string Title,
    string Stack,
    string Region,
    ImmutableArray<RunbookCheck> Checks,
    ImmutableArray<RunbookCost> Costs,
    ImmutableArray<RunbookStep> Steps,
    ImmutableArray<string> Afterwards)
{
    /// <summary>False when a check forbids to go on.</summary>
    public bool MayExecute => Checks.All(c => c.State != CheckState.Failed);

    /// <summary>True when nothing is left to do.</summary>
    public bool IsDone => Steps.All(s => s.IsDone);
}

/// <summary>Outcome of a check.</summary>
public enum CheckState
{
    /// <summary>As it should be.</summary>
    Ok,

    /// <summary>To be weighed by a person; does not forbid.</summary>
    Warning,

    /// <summary>Forbids to go on; the text gives the way out.</summary>
    Failed,
}

/// <summary>One thing that was looked at before.</summary>
/// <param name="State">Outcome.</param>
/// <param name="Subject">What was looked at.</param>
/// <param name="Found">What was found and, where that is not good, the way out.</param>
public sealed record RunbookCheck(CheckState State, string Subject, string Found)
{
    internal static RunbookCheck Of(bool ok, string subject, string found, string otherwise) =>
        new(ok ? CheckState.Ok : CheckState.Failed, subject, ok ? found : otherwise);

    internal static RunbookCheck Ok(string subject, string found) => new(CheckState.Ok, subject, found);

    internal static RunbookCheck Warn(string subject, string found) => new(CheckState.Warning, subject, found);

    internal static RunbookCheck Fail(string subject, string found) => new(CheckState.Failed, subject, found);
}

/// <summary>One price of it.</summary>
/// <param name="Of">For example <c>downtime</c>, <c>data</c>, <c>time</c>, <c>money</c>, <c>way back</c>.</param>
/// <param name="Amount">How much.</param>
public sealed record RunbookCost(string Of, string Amount);

/// <summary>One step.</summary>
/// <param name="Title">What it does.</param>
/// <param name="Text">The exact command, ready to paste.</param>
/// <param name="Execute">Does it, and returns when it is done.</param>
public sealed record RunbookStep(string Title, string Text, Func<StepRun, CancellationToken, Task> Execute)
{
    /// <summary>True when an earlier run has done it.</summary>
    public bool IsDone { get; init; }

    /// <summary>Asked just before it; false leaves it out.</summary>
    /// <value>Default: always needed.</value>
    public Func<CancellationToken, Task<bool>>? IsNeeded { get; init; }

    /// <summary>What is the case when this step is interrupted.</summary>
    /// <value>Default: nothing has changed, or all of the step has.</value>
    public string IfInterrupted { get; init; } = "";

    /// <summary>What the same command has to be told besides, to go on with what this step began.</summary>
    /// <value>Default: nothing; it finds that by itself.</value>
    public string GoesOnWith { get; init; } = "";

    /// <summary>True for what the person does, not the command: it is printed and left.</summary>
    public bool IsManual { get; init; }
}

/// <summary>What a step works with.</summary>
/// <param name="Say">A line of progress.</param>
public sealed record StepRun(Action<string> Say);
