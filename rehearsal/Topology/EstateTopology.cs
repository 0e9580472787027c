using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using TechCorp.PgInfra.Planning;

namespace TechCorp.PgInfra.Rehearsal.Topology;

/// <summary>The servers that one estate's plans declare, writer first, each after the node it streams from.</summary>
/// <param name="Nodes">Writer, its standby, its replicas, the remote ones.</param>
public sealed record EstateTopology(ImmutableArray<Node> Nodes)
{
    private const string InstanceType = "aws:rds/instance:Instance";
    private const string ParameterGroupType = "aws:rds/parameterGroup:ParameterGroup";

    /// <summary>The node that accepts writes.</summary>
    public Node Writer => Nodes[0];

    /// <summary>Nodes that stream from another.</summary>
    public IEnumerable<Node> Followers => Nodes.Where(n => n.Source is not null);

    /// <summary>Reads the topology from an estate's plan and, when there is one, from the plan of its cross-region copy.</summary>
    /// <exception cref="TopologyException">The plans do not describe one writer and nodes that all lead back to it; every finding at once.</exception>
    public static EstateTopology From(Plan estate, Plan? disasterRecovery = null)
    {
        ArgumentNullException.ThrowIfNull(estate);
        var problems = new List<string>();
        var declared = Declared(estate, null, problems).Concat(disasterRecovery is null ? [] : Declared(disasterRecovery, estate, problems)).ToList();

        var writers = declared.Where(n => n.Kind == NodeKind.Writer).ToList();
        if (writers.Count != 1)
        {
            problems.Add($"an estate has one writer; these plans declare {writers.Count}{(writers.Count == 0 ? "" : $" ({string.Join(", ", writers.Select(w => w.Identifier))})")}");
        }

        var known = declared.Select(n => n.Identifier).ToHashSet(StringComparer.Ordinal);
        problems.AddRange(declared.Where(n => n.Source is not null && !known.Contains(n.Source))
            .Select(n => $"{n.Identifier} replicates {n.Source}, which no plan declares"));
        if (problems.Count > 0) throw new TopologyException(problems);

        return new(SourcesFirst(declared));
    }

    private static IEnumerable<Node> Declared(Plan plan, Plan? referenced, List<string> problems)
    {
        foreach (var instance in plan.OfType(InstanceType))
        {
            var identifier = plan.Text(instance, "identifier") ?? instance.Name;
            var source = Source(plan, referenced, instance);
            var group = plan.Referent(instance, "parameterGroupName");
            if (group?.Type != ParameterGroupType)
            {
                problems.Add($"{identifier} names no parameter group of its own plan, so its parameters are not known");
                continue;
            }

            var node = new Node(
                identifier,
                source is null ? NodeKind.Writer : referenced is null ? NodeKind.Replica : NodeKind.RemoteReplica,
                source,
                plan.Stack,
                instance.Region,
                plan.Text(instance, "instanceClass") ?? "",
                plan.Text(instance, "dbName"),
                plan.Text(instance, "username"),
                (int)(instance.Number("backupRetentionPeriod") ?? 0),
                Parameters(plan, group));
            yield return node;

            // A replica's Multi-AZ standby protects only that replica; the writer's is the one that must lose nothing.
            if (node.Kind == NodeKind.Writer && instance.Flag("multiAz") == true)
            {
                yield return node with
                {
                    Identifier = identifier + "-standby", Kind = NodeKind.Standby, Source = identifier, DatabaseName = null, MasterUsername = null,
                };
            }
        }
    }

    private static string? Source(Plan plan, Plan? referenced, PlannedResource instance)
    {
        if (plan.Text(instance, "replicateSourceDb") is not { } source) return null;
        if (PlanReference.TryParse(source) is not { Type: PlanReference.StackReferenceType } reference) return source;

        // Across stacks the source is an ARN that the other stack exports; there it is a reference to the instance itself.
        var exported = (referenced?.Outputs[reference.Output] as JsonValue)?.GetValue<string>();
        return exported is not null && PlanReference.TryParse(exported) is { } target && referenced!.Find(target) is { } found
            ? referenced.Text(found, "identifier") ?? found.Name
            : source;
    }

    private static ImmutableSortedDictionary<string, string> Parameters(Plan plan, PlannedResource group) =>
        (group.Inputs["parameters"] as JsonArray ?? [])
            .OfType<JsonObject>()
            .ToImmutableSortedDictionary(
                p => p["name"]!.GetValue<string>(),
                p => p["value"] is JsonValue value && value.GetValueKind() == JsonValueKind.String ? plan.Resolve(value.GetValue<string>()) : p["value"]!.ToJsonString(),
                StringComparer.Ordinal);

    private static ImmutableArray<Node> SourcesFirst(List<Node> declared)
    {
        var placed = ImmutableArray.CreateBuilder<Node>(declared.Count);
        var names = new HashSet<string>(StringComparer.Ordinal);
        while (placed.Count < declared.Count)
        {
            var next = declared.Where(n => !names.Contains(n.Identifier) && (n.Source is null || names.Contains(n.Source)))
                .OrderBy(n => n.Kind).ThenBy(n => n.Identifier, StringComparer.Ordinal).ToList();
            if (next.Count == 0)
            {
                throw new TopologyException([$"{string.Join(", ", declared.Select(n => n.Identifier).Where(n => !names.Contains(n)))} replicate each other and lead to no writer"]);
            }

            placed.AddRange(next);
            names.UnionWith(next.Select(n => n.Identifier));
        }

        return placed.ToImmutable();
    }
}
