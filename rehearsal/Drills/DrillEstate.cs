using System.Collections.Immutable;
using TechCorp.PgInfra.Planning.Parameters;
using TechCorp.PgInfra.Planning.Projects;
using TechCorp.PgInfra.Rehearsal.Alarms;
using TechCorp.PgInfra.Rehearsal.Estates;

namespace TechCorp.PgInfra.Rehearsal.Drills;

/// <summary>What goes wrong when changes are made in the given order; see <see cref="StandbyOrder.Problems"/>.</summary>
public delegate ImmutableArray<string> ParameterOrderCheck(
    IReadOnlyDictionary<string, string?> sources, IReadOnlyDictionary<(string Instance, string Parameter), long> inForce, IEnumerable<ParameterChange> changes);

/// <summary>An estate to be drilled, with what is declared for it.</summary>
/// <param name="Estate">Its processes, deployed into.</param>
/// <param name="Alarms">The alarms and log filters of its plans.</param>
/// <param name="Project">The project, for plans that a drill captures with one value changed.</param>
public sealed record DrillEstate(RunningEstate Estate, DeclaredAlarms Alarms, PulumiProject Project)
{
    /// <summary>What refuses a wrong order of parameter changes; <c>./pg effects</c> plans with the same.</summary>
    public ParameterOrderCheck OrderCheck { get; init; } = StandbyOrder.Problems;

    /// <summary>The estate with the alarms its own plans declare.</summary>
    public static DrillEstate Of(RunningEstate estate, PulumiProject project)
    {
        ArgumentNullException.ThrowIfNull(estate);
        return new(estate, DeclaredAlarms.From([estate.Plans.Estate, .. estate.Plans.DisasterRecovery is { } recovery ? [recovery] : Array.Empty<Planning.Plan>()]), project);
    }
}
