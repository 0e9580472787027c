using System.Text.Json.Nodes;
using TechCorp.PgInfra.Operations.Runbooks;

namespace TechCorp.PgInfra.Cli.Ops;

/// <summary>A runbook's plan for a program.</summary>
internal static class RunbookJson
{
    public static JsonObject Of(RunbookPlan plan, bool executed) => new()
    {
        ["title"] = plan.Title,
        ["stack"] = plan.Stack,
        ["region"] = plan.Region,
        ["mayExecute"] = plan.MayExecute,
        ["executed"] = executed,
        ["checks"] = new JsonArray([.. plan.Checks.Select(c => (JsonNode)new JsonObject
        {
            ["state"] = c.State.ToString().ToLowerInvariant(), ["subject"] = c.Subject, ["found"] = c.Found,
        })]),
        ["costs"] = new JsonObject(plan.Costs.Select(c => KeyValuePair.Create(c.Of, (JsonNode?)c.Amount))),
        ["steps"] = new JsonArray([.. plan.Steps.Select(s => (JsonNode)new JsonObject
        {
            ["title"] = s.Title, ["command"] = s.Text, ["done"] = s.IsDone, ["manual"] = s.IsManual,
        })]),
        ["afterwards"] = new JsonArray([.. plan.Afterwards.Select(a => (JsonNode)a)]),
    };
}
