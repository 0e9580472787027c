using System.Collections.Immutable;
using System.Text.Json.Nodes;
using TechCorp.PgInfra.Catalog;
using TechCorp.PgInfra.Infra.Configuration;
using TechCorp.PgInfra.Planning;

namespace TechCorp.PgInfra.Review.Laws;

/// <summary>One stack's plan with what it is judged against: its settings, the catalogue, and the stacks it is one estate with.</summary>
/// <param name="Plan">What is declared.</param>
/// <param name="Settings">What the stack's file asks for; gives names to what a plan has by id only.</param>
/// <param name="Catalog">Logins and services.</param>
public sealed record JudgedEstate(Plan Plan, EstateSettings Settings, ServiceCatalog Catalog)
{
    /// <summary>The estate whose writer this one copies; null unless the stack is a cross-region copy.</summary>
    public JudgedEstate? Source { get; init; }

    /// <summary>The stacks that copy this one's writer.</summary>
    public ImmutableArray<JudgedEstate> Copies { get; init; } = [];

    /// <summary>Every instance, the writer first.</summary>
    public IEnumerable<JudgedInstance> Instances =>
        Plan.OfType(AwsTypes.Instance).Select(r => new JudgedInstance(this, r)).OrderBy(i => i.FollowsInRegion);

    /// <summary>The instance at the root: the primary, or the copy of another region's.</summary>
    public JudgedInstance? Writer => Instances.FirstOrDefault(i => !i.FollowsInRegion);

    /// <summary>The instances that take writes: a warm copy has none.</summary>
    public IEnumerable<JudgedInstance> Writers => Instances.Where(i => i.IsWriter);

    /// <summary>A source and its follower, within the stack and over the regions, with the name the follower's report line carries.</summary>
    public IEnumerable<(JudgedInstance Source, JudgedInstance Follower)> Replication =>
    [
        .. Instances.Where(i => i.SourceInstance is not null).Select(i => (i.SourceInstance!, i)),
        .. Source?.Writer is { } source ? Instances.Where(i => i.IsCrossRegionCopy).Select(i => (source, i)) : [],
        .. Writer is { } writer ? Copies.SelectMany(c => c.Instances).Where(i => i.IsCrossRegionCopy).Select(i => (writer, i)) : [],
    ];

    /// <summary>A resource's name in this estate's report.</summary>
    public string NameOf(PlannedResource resource, JudgedEstate owner) => ReferenceEquals(owner, this) ? resource.Name : $"{owner.Plan.Stack}/{resource.Name}";

    /// <summary>The PgBouncers this plan declares.</summary>
    public IEnumerable<JudgedPooler> Poolers => Plan.OfType(AwsTypes.Service).Select(service => JudgedPooler.From(this, service)).OfType<JudgedPooler>();

    /// <summary>A finding about an input of a resource.</summary>
    internal static Finding About(PlannedResource resource, string property) =>
        new(resource.Name, property, Text(resource.Inputs[property]));

    /// <summary>An input as a report shows it.</summary>
    internal static string Text(JsonNode? node) => node?.ToJsonString(ReportJson.Line) ?? "not set";
}
