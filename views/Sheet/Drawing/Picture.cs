using System.Collections.Immutable;

namespace TechCorp.PgInfra.Views.Sheet.Drawing;

/// <summary>What there is to draw of an estate.</summary>
/// <param name="Stack">The stack the sheet is about; the others' parts are muted.</param>
/// <param name="Main">The region with the writer.</param>
/// <param name="Remotes">Regions that copy it.</param>
/// <param name="Services">Names of the services that come through the pooler.</param>
/// <param name="Clients">Who else may connect, each with the letter that marks what it reaches.</param>
internal sealed record Picture(string Stack, PictureRegion Main, ImmutableArray<PictureRegion> Remotes, ImmutableArray<string> Services, ImmutableArray<PictureClient> Clients)
{
    /// <summary>Every server drawn.</summary>
    public IEnumerable<PictureNode> Nodes => [.. Main.Nodes, .. Remotes.SelectMany(r => r.Nodes)];
}

/// <summary>One region.</summary>
/// <param name="Name">AWS region.</param>
/// <param name="Stack">Stack that declares it.</param>
/// <param name="IsOwn">True when that is the sheet's stack.</param>
/// <param name="Pooler">PgBouncer; null where none is.</param>
/// <param name="Root">The writer, or the copy of another region's.</param>
/// <param name="Zones">In-region replicas by zone.</param>
/// <param name="Backups">Automated backups of the root, or their copy; null without.</param>
internal sealed record PictureRegion(
    string Name, string Stack, bool IsOwn, PicturePooler? Pooler, PictureNode Root, ImmutableArray<PictureZone> Zones, string? Backups)
{
    public IEnumerable<PictureNode> Nodes => [Root, .. Zones.SelectMany(z => z.Replicas)];
}

/// <summary>An availability zone with the replicas in it.</summary>
internal sealed record PictureZone(string Name, ImmutableArray<PictureNode> Replicas);

/// <summary>A server.</summary>
/// <param name="Identifier">DB instance identifier.</param>
/// <param name="Role">What it is.</param>
/// <param name="Class">Instance class with what it has.</param>
/// <param name="Storage">Storage.</param>
/// <param name="HasStandby">Multi-AZ.</param>
/// <param name="IsPooled">Reads reach it through the pooler.</param>
/// <param name="Marks">Letters of the clients that its security group lets in.</param>
internal sealed record PictureNode(
    string Identifier, string Role, string Class, string Storage, bool HasStandby, bool IsPooled, ImmutableArray<char> Marks);

/// <summary>PgBouncer.</summary>
/// <param name="Entrance">Host name and port clients use, in lines.</param>
/// <param name="Tasks">Processes.</param>
/// <param name="Size">Of each.</param>
/// <param name="Limit">Server connections.</param>
internal sealed record PicturePooler(ImmutableArray<string> Entrance, int Tasks, string Size, string Limit);

/// <summary>Someone who connects without the pooler.</summary>
internal sealed record PictureClient(char Mark, string Name);
