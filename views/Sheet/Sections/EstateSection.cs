using TechCorp.PgInfra.Views.Sheet.Drawing;

namespace TechCorp.PgInfra.Views.Sheet.Sections;

/// <summary>The drawing, what its lines mean, and its servers as a table for whoever can not see it.</summary>
internal static class EstateSection
{
    /// <summary>What each kind of line means.</summary>
    public static readonly (string Kind, string Meaning)[] Lines =
    [
        ("writes", "through the pooler, to the writer"),
        ("reads", "through the pooler, to the replicas in turn"),
        ("sync", "synchronous replication"),
        ("async", "asynchronous replication"),
        ("backup", "backups"),
    ];

    public static Markup Render(SheetInput input)
    {
        var picture = PictureReader.Read(input.Estate);
        var canvas = PictureLayout.Of(picture);
        var used = canvas.Wires.Select(w => w.Kind).ToHashSet(StringComparer.Ordinal);
        return Markup.Of($"""
            <section class="drawing" id="estate"><h2>Estate</h2>
            <figure tabindex="0" aria-label="Drawing of the estate; the table below says the same">{PictureSvg.Draw(canvas, Describe(picture))}</figure>
            <ul class="legend">{Markup.Each(Lines.Where(l => used.Contains(l.Kind)), l => $"<li>{PictureSvg.Sample(l.Kind)} {l.Meaning}</li>")}</ul>
            {Clients(picture)}
            <div class="wide"><table><caption>Servers</caption><thead><tr><th>instance<th>stack<th>region<th>place<th>role<th>class<th>storage<th>let in directly</thead><tbody>
            {Markup.Join(Regions(picture).Select(r => Rows(r, picture)))}
            </tbody></table></div></section>
            """);
    }

    private static IEnumerable<PictureRegion> Regions(Picture picture) => [picture.Main, .. picture.Remotes];

    private static Markup Clients(Picture picture) => picture.Clients.IsEmpty ? Markup.None : Markup.Of(
        $"""<p class="soft">A letter on a server is a client that its security group lets in without the pooler: {string.Join(", ", picture.Clients.Select(c => $"{c.Mark} {c.Name}"))}.</p>""");

    private static Markup Rows(PictureRegion region, Picture picture) => Markup.Join(
    [
        Row(region, picture, region.Root, region.Root.HasStandby ? "two zones, standby" : "one zone"),
        .. region.Zones.SelectMany(z => z.Replicas.Select(r => Row(region, picture, r, z.Name))),
    ]);

    private static Markup Row(PictureRegion region, Picture picture, PictureNode node, string place) => Markup.Of(
        $"<tr><th scope=\"row\">{node.Identifier}<td>{region.Stack}<td>{region.Name}<td>{place}<td>{node.Role}<td>{node.Class}<td>{node.Storage}<td>{string.Join(", ", picture.Clients.Where(c => node.Marks.Contains(c.Mark)).Select(c => c.Name))}</tr>");

    /// <summary>The drawing in one sentence, for whoever can not see it.</summary>
    public static string Describe(Picture picture)
    {
        var main = picture.Main;
        var replicas = main.Zones.Sum(z => z.Replicas.Length);
        return $"Region {main.Name}: {main.Root.Identifier} ({main.Root.Role}{(main.Root.HasStandby ? ", with a standby in another zone" : "")}), {Plural.Of(replicas, "read replica")}{(main.Pooler is { } pooler ? $", {pooler.Tasks} PgBouncer tasks" : "")}"
            + string.Concat(picture.Remotes.Select(r => $". Region {r.Name}: {r.Root.Identifier} ({r.Root.Role})")) + ".";
    }
}
