using System.Collections.Immutable;
using TechCorp.PgInfra.Migrations.Baseline;
using TechCorp.PgInfra.Migrations.Connection;
using TechCorp.PgInfra.Migrations.Desired;
using TechCorp.PgInfra.Migrations.Diff;

namespace TechCorp.PgInfra.Migrations.Apply;

/// <summary>What a run found or did.</summary>
/// <param name="Plan">Differences that are, or were, to be removed.</param>
/// <param name="Files">Files that are to be, or were, applied.</param>
/// <param name="ExitCode">3 when something is left: of a plan everything it names, of an apply what this login cannot remove.</param>
public sealed record RunOutcome(Plan Plan, ImmutableArray<BaselineFile> Files, int ExitCode);

/// <summary>A run with what it was about and what it cost.</summary>
public sealed record RunResult(RunOutcome Outcome, ServerFacts Server, DesiredState Desired, RunTiming Timing)
{
    /// <inheritdoc cref="RunOutcome.Plan"/>
    public Plan Plan => Outcome.Plan;

    /// <inheritdoc cref="RunOutcome.Files"/>
    public ImmutableArray<BaselineFile> Files => Outcome.Files;

    /// <inheritdoc cref="RunOutcome.ExitCode"/>
    public int ExitCode => Outcome.ExitCode;
}

/// <summary>Where the time of a run went.</summary>
/// <param name="Connect">Until the session was ready.</param>
/// <param name="Server">Waiting for answers about roles, schemas and grants; the connection and the baseline aside.</param>
/// <param name="Total">From the first line of the run to its last.</param>
/// <param name="RoundTrips">Batches sent after connecting, the baseline's aside.</param>
public sealed record RunTiming(TimeSpan Connect, TimeSpan Server, TimeSpan Total, int RoundTrips);
