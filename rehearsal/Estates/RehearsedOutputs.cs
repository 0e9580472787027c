using System.Text.Json.Nodes;
using TechCorp.PgInfra.Catalog;

namespace TechCorp.PgInfra.Rehearsal.Estates;

/// <summary>
/// The stack outputs of a running rehearsal, as <c>pulumi stack output --json</c> prints them for a deployed stack (names:
/// <see cref="StackOutputs"/>): what reads those reads these.
/// </summary>
public static class RehearsedOutputs
{
    private const string Masked = "[secret]";

    /// <param name="estate">Its addresses and secrets stand where the cloud's would; everything else is the plan's.</param>
    /// <param name="showSecrets">False masks secrets as the Pulumi CLI does without <c>--show-secrets</c>.</param>
    public static JsonObject Of(RunningEstate estate, bool showSecrets)
    {
        ArgumentNullException.ThrowIfNull(estate);
        var outputs = new JsonObject
        {
            [StackOutputs.PrimaryIdentifier] = estate.Writer.Identifier,
            [StackOutputs.PrimaryAddress] = estate.Writer.Host,
            [StackOutputs.ReplicaAddresses] = new JsonObject(estate.Nodes
                .Where(n => n.Declared.Kind == Topology.NodeKind.Replica)
                .Select(n => KeyValuePair.Create(n.Identifier, (JsonNode?)n.Host))),
            [StackOutputs.Port] = estate.Writer.Port,
            [StackOutputs.DatabaseName] = estate.DatabaseName,
            [StackOutputs.MasterUsername] = estate.MasterUsername,
            [StackOutputs.MasterPassword] = showSecrets ? estate.Secrets.MasterPassword : Masked,
            [StackOutputs.Logins] = showSecrets
                ? new JsonObject(estate.Secrets.Logins.Select(l => KeyValuePair.Create(
                    l.Key, (JsonNode?)new JsonObject { ["password"] = l.Value.Password, ["verifier"] = l.Value.Verifier })))
                : Masked,
        };
        if (estate.Poolers is [var pooler, ..])
        {
            outputs[StackOutputs.PoolerAddress] = pooler.Host;
            outputs[StackOutputs.PoolerPort] = pooler.Port;
        }

        foreach (var name in (string[])[StackOutputs.EngineVersion, StackOutputs.MaxConnections, StackOutputs.PooledLoginLimit])
        {
            if (estate.Plans.Estate.Outputs[name] is { } declared) outputs[name] = declared.DeepClone();
        }

        return outputs;
    }
}
