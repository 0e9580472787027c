using System.Collections.Immutable;
using TechCorp.PgInfra.Migrations.Verification;
using TechCorp.PgInfra.Rehearsal.Checks;
using TechCorp.PgInfra.Rehearsal.Estates;

namespace TechCorp.PgInfra.Rehearsal.Rehearsals;

/// <summary>What a rehearsal showed.</summary>
/// <param name="Estate">The estate, running.</param>
/// <param name="PostgreSqlVersion">Of the servers, e.g. <c>15.18</c>.</param>
/// <param name="Parameters">Every parameter on every node, as asked and in force.</param>
/// <param name="Replication">How every follower stands with its source.</param>
/// <param name="Verification">The privilege matrix, acted out.</param>
/// <param name="Checks">What was proved, and what not.</param>
/// <param name="NotRehearsed">What the plans declare and this machine does not show.</param>
/// <param name="Took">From the start of the first process to the last check.</param>
public sealed record RehearsalReport(
    RunningEstate Estate,
    string PostgreSqlVersion,
    ImmutableArray<ParameterReading> Parameters,
    ImmutableArray<ReplicationReading> Replication,
    VerificationReport Verification,
    ImmutableArray<Check> Checks,
    ImmutableArray<NotRehearsed> NotRehearsed,
    TimeSpan Took)
{
    /// <summary>True when everything is proved.</summary>
    public bool Passed => Checks.All(c => c.Passed);
}
