using System.Collections.Immutable;
using System.Xml.Linq;
using TechCorp.PgInfra.Review.Laws;
using TechCorp.PgInfra.Views.Sheet.Drawing;
using TechCorp.PgInfra.Views.Tests.Support;

namespace TechCorp.PgInfra.Views.Tests.Sheet;

/// <summary>The layout is made by code for whatever is declared, so it is held for the smallest and the largest: nothing covers anything.</summary>
public sealed class The_drawing_can_be_read
{
    public static TheoryData<string> Estates => ["prod", "staging", "dr", "promoted", "fifteen"];

    [Theory]
    [MemberData(nameof(Estates))]
    public async Task No_box_covers_another_and_each_is_on_the_canvas(string name)
    {
        var canvas = PictureLayout.Of(PictureReader.Read(await EstateAsync(name)));

        var all = new Area(0, 0, canvas.Width, canvas.Height);
        Assert.All(canvas.Cards, c => Assert.True(all.Contains(c.Area), $"{c.Title} lies outside the canvas"));
        Assert.All(canvas.Frames, f => Assert.True(all.Contains(f.Area), $"{f.Label} lies outside the canvas"));
        Assert.All(Pairs(canvas.Cards), p => Assert.False(p.One.Area.Overlaps(p.Other.Area), $"{p.One.Title} covers {p.Other.Title}"));
        Assert.All(Pairs([.. canvas.Frames.Where(f => f.Kind == "zone")]), p => Assert.False(p.One.Area.Overlaps(p.Other.Area), $"{p.One.Label} covers {p.Other.Label}"));
    }

    [Theory]
    [MemberData(nameof(Estates))]
    public async Task No_line_crosses_a_box(string name)
    {
        var canvas = PictureLayout.Of(PictureReader.Read(await EstateAsync(name)));

        foreach (var wire in canvas.Wires)
        {
            foreach (var (from, to) in wire.Points.Zip(wire.Points.Skip(1)))
            {
                // It may touch the edge it starts or ends at, and nothing else.
                var line = new Area(Math.Min(from.X, to.X), Math.Min(from.Y, to.Y), Math.Max(1, Math.Abs(from.X - to.X)), Math.Max(1, Math.Abs(from.Y - to.Y)));
                Assert.True(from.X == to.X || from.Y == to.Y, $"{wire.Kind} is slanted");
                Assert.All(canvas.Cards, c => Assert.False(line.Overlaps(Inside(c.Area)), $"{wire.Kind} crosses {c.Title}"));
            }
        }
    }

    /// <summary>An arrow that ends in the air tells nothing.</summary>
    [Theory]
    [MemberData(nameof(Estates))]
    public async Task Every_arrow_ends_at_a_box(string name)
    {
        var canvas = PictureLayout.Of(PictureReader.Read(await EstateAsync(name)));

        Assert.All(canvas.Wires.Where(w => w.HasArrow), w => Assert.Contains(canvas.Cards, c => OnEdge(c.Area, w.Points[^1])));
    }

    [Theory]
    [MemberData(nameof(Estates))]
    public async Task Words_stand_apart_from_boxes_and_from_each_other(string name)
    {
        var canvas = PictureLayout.Of(PictureReader.Read(await EstateAsync(name)));
        var words = canvas.Notes.Select(n => (n.Text, Area: new Area(n.At.X, n.At.Y - 11, (int)(n.Text.Length * 6.8), 14))).ToImmutableArray();

        Assert.All(words, w => Assert.DoesNotContain(canvas.Cards, c => c.Area.Overlaps(w.Area)));
        Assert.All(Pairs(words), p => Assert.False(p.One.Area.Overlaps(p.Other.Area)));
        Assert.All(words, w => Assert.DoesNotContain(canvas.Wires, wire => wire.Points.Zip(wire.Points.Skip(1)).Any(s =>
            w.Area.Overlaps(new(Math.Min(s.First.X, s.Second.X), Math.Min(s.First.Y, s.Second.Y), Math.Max(1, Math.Abs(s.First.X - s.Second.X)), Math.Max(1, Math.Abs(s.First.Y - s.Second.Y)))))));
    }

    /// <summary>What is drawn for production, in words.</summary>
    [Fact]
    public async Task Production_is_drawn_as_it_is_declared()
    {
        var picture = PictureReader.Read(await EstateAsync("prod"));

        Assert.Equal("""
            us-east-1 of prod: techcorp-primary writer db.r6g.2xlarge, 8 vCPU, 64 GiB, 2,048 GiB gp3, standby, pooled, let in BMOS
            us-east-1a: techcorp-replica-1 replica db.r6g.xlarge, 4 vCPU, 32 GiB, 2,048 GiB gp3, pooled, let in BOS
            us-east-1b: techcorp-replica-2 replica db.r6g.xlarge, 4 vCPU, 32 GiB, 2,048 GiB gp3, pooled, let in BOS
            us-east-1c: techcorp-analytics analytics db.r6g.2xlarge, 8 vCPU, 64 GiB, 2,048 GiB gp3, let in ABO
            us-west-2 of dr: techcorp-dr copy db.r6g.2xlarge, 8 vCPU, 64 GiB, 2,048 GiB gp3, let in BMOS
            A analytics-tools, B bastion, M migrations, O monitoring, S services
            2 × PgBouncer, 0.5 vCPU, 1 GiB each, max_db_connections 150 each: pgbouncer.techcorp.internal / TCP 6432, in every zone
            auth-service, catalog-service, inventory-service, order-service, payment-service, user-service
            automated backups, 7 days / copy of the backups, 7 days
            """.ReplaceLineEndings("\n"), string.Join('\n',
            $"{picture.Main.Name} of {picture.Main.Stack}: {Words(picture.Main.Root)}",
            string.Join('\n', picture.Main.Zones.SelectMany(z => z.Replicas.Select(r => $"{z.Name}: {Words(r)}"))),
            string.Join('\n', picture.Remotes.Select(r => $"{r.Name} of {r.Stack}: {Words(r.Root)}")),
            string.Join(", ", picture.Clients.Select(c => $"{c.Mark} {c.Name}")),
            $"{picture.Main.Pooler!.Tasks} × PgBouncer, {picture.Main.Pooler.Size}, {picture.Main.Pooler.Limit}: {string.Join(" / ", picture.Main.Pooler.Entrance)}",
            string.Join(", ", picture.Services),
            $"{picture.Main.Backups} / {picture.Remotes[0].Backups}"));
    }

    /// <summary>Every line of replication, and every read, is there: one for each replica, and none for analytics that nobody pools.</summary>
    [Fact]
    public async Task Each_replica_has_its_lines()
    {
        var canvas = PictureLayout.Of(PictureReader.Read(await EstateAsync("fifteen")));

        // Fifteen replicas and the copy in the other region; fourteen of them behind the pooler.
        Assert.Equal((16, 14), (canvas.Wires.Count(w => w is { Kind: "async", HasArrow: true }), canvas.Wires.Count(w => w is { Kind: "reads", HasArrow: true })));
    }

    /// <summary>A name longer than its box is cut, and its whole stands where a pointer rests.</summary>
    [Fact]
    public async Task A_long_name_is_cut_and_kept_whole_in_the_title()
    {
        const string Long = "techcorp-replica-with-a-name-of-sixty-three-letters-as-rds-allows";
        var estate = (await EstateAsync("prod")).With(AwsTypes.Instance, "techcorp-replica-1", "identifier", Long);

        var svg = PictureSvg.Draw(PictureLayout.Of(PictureReader.Read(estate)), "").Html;

        Assert.Contains($"<title>{Long};", svg, StringComparison.Ordinal);
        Assert.Contains("…</text>", svg, StringComparison.Ordinal);
        Assert.DoesNotContain($">{Long}</text>", svg, StringComparison.Ordinal);
    }

    /// <summary>A browser forgives what is not well formed, a viewer of pictures does not.</summary>
    [Theory]
    [MemberData(nameof(Estates))]
    public async Task The_picture_is_well_formed(string name) =>
        Assert.Equal("svg", XDocument.Parse(PictureSvg.Draw(PictureLayout.Of(PictureReader.Read(await EstateAsync(name))), "<estate>").Html).Root!.Name.LocalName);

    private static Task<JudgedEstate> EstateAsync(string name) => name switch
    {
        "promoted" => Support.Estates.PromotedAsync(),
        "fifteen" => Support.Estates.FifteenReplicasAsync(),
        _ => Support.Estates.OfAsync(name),
    };

    private static string Words(PictureNode node) =>
        $"{node.Identifier} {node.Role} {node.Class}, {node.Storage}{(node.HasStandby ? ", standby" : "")}{(node.IsPooled ? ", pooled" : "")}, let in {string.Concat(node.Marks)}";

    private static Area Inside(Area area) => new(area.X + 1, area.Y + 1, area.Width - 2, area.Height - 2);

    private static bool OnEdge(Area area, Point point) =>
        ((point.X == area.X || point.X == area.Right) && point.Y >= area.Y && point.Y <= area.Bottom)
        || ((point.Y == area.Y || point.Y == area.Bottom) && point.X >= area.X && point.X <= area.Right);

    private static IEnumerable<(T One, T Other)> Pairs<T>(ImmutableArray<T> items) =>
        items.Index().SelectMany(one => items.Skip(one.Index + 1).Select(other => (one.Item, other)));
}
