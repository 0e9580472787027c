using System.Text.Json;
using System.Text.Json.Serialization;
using TechCorp.PgInfra.Planning;
using TechCorp.PgInfra.Processes;
using TechCorp.PgInfra.Rehearsal.Plans;
using TechCorp.PgInfra.Rehearsal.Secrets;

namespace TechCorp.PgInfra.Rehearsal.Estates;

/// <summary>What another command needs to take over a running estate; kept in its folder, readable by the servers' user alone.</summary>
/// <param name="Addresses">Where everything listens.</param>
/// <param name="Secrets">Every password.</param>
/// <param name="Scale">Factor memory parameters are divided by.</param>
/// <param name="Writer">Identifier of the node the writer endpoint leads to.</param>
/// <param name="IsComplete">True once everything is up and verified.</param>
internal sealed record EstateState(EstateAddresses Addresses, EstateSecrets Secrets, int Scale, string Writer, bool IsComplete)
{
    private const string File = "estate.json";
    private const string EstatePlanFile = "estate.plan.json";
    private const string RecoveryPlanFile = "disaster-recovery.plan.json";

    public void Save(RunDirectory run) => run.User.WriteFile(Path.Combine(run.Path, File), JsonSerializer.Serialize(this, EstateJson.Default.EstateState));

    public static void SavePlans(RunDirectory run, EstatePlans plans)
    {
        run.User.WriteFile(Path.Combine(run.Path, EstatePlanFile), PlanJson.Write(plans.Estate));
        if (plans.DisasterRecovery is { } recovery)
            run.User.WriteFile(Path.Combine(run.Path, RecoveryPlanFile), PlanJson.Write(recovery));
    }

    /// <summary>Null while the estate has not come far enough to have one.</summary>
    public static EstateState? Read(RunDirectory run) =>
        ReadText(run, File) is { } text ? JsonSerializer.Deserialize(text, EstateJson.Default.EstateState) : null;

    public static EstatePlans? ReadPlans(RunDirectory run) =>
        ReadText(run, EstatePlanFile) is { } estate
            ? new(PlanJson.Read(estate), ReadText(run, RecoveryPlanFile) is { } recovery ? PlanJson.Read(recovery) : null)
            : null;

    private static string? ReadText(RunDirectory run, string name)
    {
        var path = Path.Combine(run.Path, name);
        return System.IO.File.Exists(path) ? System.IO.File.ReadAllText(path) : null;
    }
}

/// <summary>How the state is read and written, without the serializer's reflection.</summary>
[JsonSerializable(typeof(EstateState))]
internal sealed partial class EstateJson : JsonSerializerContext;
