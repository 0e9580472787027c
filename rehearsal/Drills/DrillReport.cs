using System.Collections.Immutable;
using TechCorp.PgInfra.Rehearsal.Rehearsals;
using TechCorp.PgInfra.Rehearsal.Topology;

namespace TechCorp.PgInfra.Rehearsal.Drills;

/// <summary>What a run of drills showed.</summary>
/// <param name="Stack">Stack with the writer.</param>
/// <param name="CopyStack">Stack that copies it into another region; null when none does.</param>
/// <param name="PostgreSqlVersion">Of the servers.</param>
/// <param name="Nodes">The declared servers.</param>
/// <param name="Poolers">PgBouncer tasks.</param>
/// <param name="Alarms">Alarms the plans declare.</param>
/// <param name="Results">One result a drill, in the order they ran.</param>
/// <param name="NotRehearsed">What this machine does not show.</param>
/// <param name="BringUp">Time until the estate was up and deployed into.</param>
/// <param name="Took">Time in all.</param>
/// <param name="At">When it began.</param>
public sealed record DrillReport(
    string Stack,
    string? CopyStack,
    string PostgreSqlVersion,
    ImmutableArray<Node> Nodes,
    int Poolers,
    int Alarms,
    ImmutableArray<DrillResult> Results,
    ImmutableArray<NotRehearsed> NotRehearsed,
    TimeSpan BringUp,
    TimeSpan Took,
    DateTimeOffset At)
{
    /// <summary>True when every drill passed.</summary>
    public bool Passed => Results.All(r => r.Passed);
}
