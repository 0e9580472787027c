using TechCorp.PgInfra.Planning.Projects;
using TechCorp.PgInfra.Rehearsal.Alarms;
using TechCorp.PgInfra.Rehearsal.Estates;

namespace TechCorp.PgInfra.Rehearsal.Drills;

/// <summary>An estate to be drilled, with what is declared for it.</summary>
/// <param name="Estate">Its processes, deployed into.</param>
/// <param name="Alarms">The alarms and log filters of its plans.</param>
/// <param name="Project">The project, for plans that a drill captures with one value changed.</param>
public sealed record DrillEstate(RunningEstate Estate, DeclaredAlarms Alarms, PulumiProject Project)
{
    /// <summary>The estate with the alarms its own plans declare.</summary>
    public static DrillEstate Of(RunningEstate estate, PulumiProject project)
    {
        ArgumentNullException.ThrowIfNull(estate);
        return new(estate, DeclaredAlarms.From([estate.Plans.Estate, .. estate.Plans.DisasterRecovery is { } recovery ? [recovery] : Array.Empty<Planning.Plan>()]), project);
    }
}
