using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using TechCorp.PgInfra.Infra.Configuration;
using TechCorp.PgInfra.Operations.Targets;
using TechCorp.PgInfra.Planning;

namespace TechCorp.PgInfra.Operations.Runbooks.Instances;

/// <summary>A DB instance as the stack's plan declares it.</summary>
/// <param name="Plan">The stack's plan.</param>
/// <param name="Resource">Its resource.</param>
public sealed record DeclaredInstance(Plan Plan, PlannedResource Resource)
{
    private const string InstanceType = "aws:rds/instance:Instance";

    /// <summary>Every instance of a stack, the writer first.</summary>
    public static ImmutableArray<DeclaredInstance> All(Plan plan) =>
        [.. plan.OfType(InstanceType).Select(r => new DeclaredInstance(plan, r)).OrderBy(i => i.IsReplica).ThenBy(i => i.Identifier, StringComparer.Ordinal)];

    /// <summary>The instance of that identifier; null is the stack's writer, or its copy of another region's.</summary>
    /// <exception cref="RunbookException">The stack declares no instance at all.</exception>
    /// <exception cref="TargetException">It declares none of that identifier.</exception>
    public static DeclaredInstance Find(Plan plan, string? identifier)
    {
        var all = All(plan);
        return identifier is null
            ? all.FirstOrDefault(i => !i.IsReplica) ?? all.FirstOrDefault() ?? throw new RunbookException($"stack {plan.Stack} declares no instance.")
            : all.FirstOrDefault(i => i.Identifier == identifier)
                ?? throw new TargetException($"stack {plan.Stack} declares no instance {identifier}.{Nearest.Hint(identifier, all.Select(i => i.Identifier))} It declares: {string.Join(", ", all.Select(i => i.Identifier))}.");
    }

    /// <summary>DB instance identifier.</summary>
    public string Identifier => Text("identifier") ?? Resource.Name;

    /// <summary>URN, by which Pulumi's state knows it.</summary>
    public string Urn => Resource.Urn;

    /// <summary>True for a replica, in this region or of another one.</summary>
    public bool IsReplica => Resource.Inputs["replicateSourceDb"] is not null;

    /// <summary>True for the copy of another region's writer.</summary>
    public bool IsCrossRegionCopy => Resource.Inputs["replicateSourceDb"]?.ToString().Contains(PlanReference.StackReferenceType, StringComparison.Ordinal) == true;

    /// <summary>For example <c>db.r6g.2xlarge</c>.</summary>
    public string Class => Text("instanceClass")!;

    /// <summary>True with a synchronous standby.</summary>
    public bool MultiAz => Resource.Flag("multiAz") ?? false;

    /// <summary>Listening port: the writer's, which a replica inherits.</summary>
    public int Port => (int)(Resource.Number("port") ?? Catalog.Database.Port);

    /// <summary>A text of its inputs, resolved.</summary>
    public string? Text(string property) => Plan.Text(Resource, property);

    /// <summary>A whole number of its inputs as text.</summary>
    public string? Number(string property) => Resource.Number(property)?.ToString("0", CultureInfo.InvariantCulture);

    /// <summary>A flag of its inputs.</summary>
    public bool Flag(string property) => Resource.Flag(property) ?? false;

    /// <summary>Exported logs.</summary>
    public ImmutableArray<string> Logs => [.. (Resource.Inputs["enabledCloudwatchLogsExports"] as JsonArray ?? []).Select(v => v!.GetValue<string>())];

    /// <summary>Its parameter group; the physical name is the logical one and what Pulumi puts behind it.</summary>
    public PlannedResource? ParameterGroup => Plan.Referent(Resource, "parameterGroupName");

    /// <summary>Its security groups.</summary>
    public ImmutableArray<PlannedResource> SecurityGroups =>
    [
        .. (Resource.Inputs["vpcSecurityGroupIds"] as JsonArray ?? [])
            .Select(v => PlanReference.TryParse(v!.GetValue<string>()) is { } reference ? Plan.Find(reference) : null).OfType<PlannedResource>(),
    ];

    /// <summary>Name of the subnet group; a replica is in its source's.</summary>
    public string? SubnetGroup => Text("dbSubnetGroupName") ?? All(Plan).Select(i => i.Text("dbSubnetGroupName")).FirstOrDefault(n => n is not null);

    /// <summary>Alias of the customer key its storage is encrypted with.</summary>
    public string? KeyAlias => Plan.Referent(Resource, "performanceInsightsKmsKeyId") is { } key
        ? Plan.OfType("aws:kms/alias:Alias").Where(a => a.Name == key.Name).Select(a => Plan.Text(a, "name")).FirstOrDefault()
        : null;

    /// <summary>Its own tags and those the provider puts on everything, by key.</summary>
    public ImmutableSortedDictionary<string, string> Tags
    {
        get
        {
            var tags = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
            if (Plan.OfType("pulumi:providers:aws").FirstOrDefault(p => p.Urn == Resource.Provider)?.Inputs["defaultTags"] is JsonValue text
                && JsonNode.Parse(text.GetValue<string>()) is JsonObject provider)
                Add(provider["tags"] as JsonObject);
            Add(Resource.Inputs["tags"] as JsonObject);
            return tags.ToImmutable();

            void Add(JsonObject? from)
            {
                foreach (var (key, value) in from ?? [])
                    if (value?.GetValueKind() == JsonValueKind.String) tags[key] = value.GetValue<string>();
            }
        }
    }
}
