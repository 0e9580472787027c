using System.Collections.Immutable;

namespace TechCorp.PgInfra.Views.Sheet.Drawing;

/// <summary>
/// Puts a picture on a canvas: clients, pooler, writer, replicas and other regions as columns from left to right. Each kind of line has a
/// lane of its own, so that none crosses a box: reads above and right of the replicas, replication left of them, what goes to other
/// regions below.
/// </summary>
internal sealed class PictureLayout
{
    private const int Top = 14;
    private const int Pad = 18;
    private const int Gap = 12;
    private const int ClientX = 8;
    private const int ClientWidth = 182;
    private const int RegionX = 226;
    private const int PoolerWidth = 204;
    private const int WriterWidth = 236;
    private const int ReplicaWidth = 236;
    private const int PoolerX = RegionX + Pad;
    private const int WriterX = PoolerX + PoolerWidth + 62;
    private const int ReplicaX = WriterX + WriterWidth + 84;
    private const int BusX = WriterX + WriterWidth + 40;
    private const int ReadBusX = ReplicaX + ReplicaWidth + 26;
    private const int HeadHeight = 58;
    private const int ZoneHead = 28;
    private const int ManyReplicas = 6;

    private static readonly ImmutableArray<string> StandbyLines = ["not readable", "takes over by itself"];

    private readonly ImmutableArray<Frame>.Builder _frames = ImmutableArray.CreateBuilder<Frame>();
    private readonly ImmutableArray<Card>.Builder _cards = ImmutableArray.CreateBuilder<Card>();
    private readonly ImmutableArray<Wire>.Builder _wires = ImmutableArray.CreateBuilder<Wire>();
    private readonly ImmutableArray<Note>.Builder _notes = ImmutableArray.CreateBuilder<Note>();
    private readonly Picture _picture;
    private Point? _busEnd;

    private PictureLayout(Picture picture) => _picture = picture;

    public static Canvas Of(Picture picture) => new PictureLayout(picture).Draw();

    private Canvas Draw()
    {
        var main = _picture.Main;
        var muted = !main.IsOwn;
        var replicas = main.Zones.Sum(z => z.Replicas.Length);
        var hasReplicas = replicas > 0;
        var nodeHeight = Card.HeightOf(replicas > ManyReplicas ? 1 : 2, marks: true);
        var replicaHeight = main.Zones.Sum(z => ZoneHead + (z.Replicas.Length * (nodeHeight + Gap)) + 2) + (Math.Max(0, main.Zones.Length - 1) * Gap);

        var rootHeight = Card.HeightOf(2, marks: true);
        var standbyHeight = main.Root.HasStandby ? 46 + Card.HeightOf(StandbyLines.Length, marks: false) : 0;
        var backupHeight = main.Backups is null ? 0 : 58 + Card.HeightOf(1, marks: false);
        var frame = main.Root.HasStandby ? ZoneHead + Gap : 0;
        var rootColumn = frame + rootHeight + standbyHeight + backupHeight;
        var poolerHeight = main.Pooler is null ? 0 : Card.HeightOf(main.Pooler.Entrance.Length, false) + 44 + Card.HeightOf(3, false);
        var clientHeight = ClientColumnHeight();
        var remoteHeight = RemoteHeight();

        var content = Math.Max(Math.Max(Math.Max(replicaHeight, rootColumn), Math.Max(poolerHeight, clientHeight)), remoteHeight);
        var top = Top + HeadHeight;
        var bottom = top + content;
        var right = hasReplicas ? ReadBusX + 16 : WriterX + WriterWidth + Pad + 12;
        var lanes = _picture.Remotes.IsEmpty ? 18 : 56;
        _frames.Add(new(new(RegionX, Top, right - RegionX, bottom + lanes - Top), "region", $"{main.Name}, stack {main.Stack}", muted));

        var root = Root(main, top + ((content - rootColumn) / 2), frame, rootHeight, muted, out var backups);
        var tasks = main.Pooler is { } pooler ? Pooler(pooler, top + ((content - poolerHeight) / 2), muted) : (Area?)null;
        Clients(top + ((content - clientHeight) / 2));
        Replicas(main, top + ((content - replicaHeight) / 2), nodeHeight, replicas > ManyReplicas, root, tasks, muted);
        Remotes(right, top, content, bottom, root, backups);

        var width = _picture.Remotes.IsEmpty ? right + 10 : right + 70 + ReplicaWidth + (2 * Pad) + 10;
        return new(width, bottom + lanes + 12, _frames.ToImmutable(), _cards.ToImmutable(), _wires.ToImmutable(), _notes.ToImmutable());
    }

    private Area Root(PictureRegion region, int y, int frame, int height, bool muted, out Area? backups)
    {
        var root = new Area(WriterX, y + (frame > 0 ? ZoneHead : 0), WriterWidth, height);
        _cards.Add(Server(root, region.Root, compact: false, "writer", muted));
        var below = root;
        if (region.Root.HasStandby)
        {
            below = new(WriterX, root.Bottom + 46, WriterWidth, Card.HeightOf(StandbyLines.Length, marks: false));
            _cards.Add(new(below, "standby", "Multi-AZ standby", StandbyLines, [], muted));
            _wires.Add(new("sync", [new(root.MiddleX, root.Bottom), new(below.MiddleX, below.Y)]));
            _notes.Add(new(new(root.MiddleX + 10, root.Bottom + 28), "synchronous"));
            _frames.Add(new(new(WriterX - Gap, y, WriterWidth + (2 * Gap), below.Bottom - y + Gap), "zone", "two zones, RDS chooses", muted));
        }

        backups = null;
        if (region.Backups is { } text)
        {
            var area = new Area(WriterX, below.Bottom + 58, WriterWidth, Card.HeightOf(1, marks: false));
            _cards.Add(new(area, "store", "Amazon S3, of RDS", [text], [], muted));
            _wires.Add(new("backup", [new(below.MiddleX, below.Bottom), new(area.MiddleX, area.Y)]));
            _notes.Add(new(new(area.MiddleX + 10, below.Bottom + 40), "snapshots, WAL"));
            backups = area;
        }

        return root;
    }

    private Area Pooler(PicturePooler pooler, int y, bool muted)
    {
        var entrance = new Area(PoolerX, y, PoolerWidth, Card.HeightOf(pooler.Entrance.Length, false));
        var tasks = new Area(PoolerX, entrance.Bottom + 44, PoolerWidth, Card.HeightOf(3, false));
        _cards.Add(new(entrance, "pooler", "Network Load Balancer", pooler.Entrance, [], muted));
        _cards.Add(new(tasks, "pooler", $"{pooler.Tasks} × PgBouncer", ["Fargate, zones apart", pooler.Size, pooler.Limit], [], muted));
        _wires.Add(new("writes", [new(entrance.MiddleX, entrance.Bottom), new(tasks.MiddleX, tasks.Y)]));
        return tasks;
    }

    private int ClientColumnHeight() =>
        (_picture.Services.IsEmpty ? 0 : Card.HeightOf(_picture.Services.Length, false)) + (_picture.Clients.IsEmpty ? 0 : Gap + Card.HeightOf(0, false) + (_picture.Clients.Length * Card.MarkStep));

    private void Clients(int y)
    {
        if (!_picture.Services.IsEmpty)
        {
            var services = new Area(ClientX, y, ClientWidth, Card.HeightOf(_picture.Services.Length, false));
            _cards.Add(new(services, "client", $"{_picture.Services.Length} services", _picture.Services, [], false));
            y = services.Bottom + Gap;
            if (_cards.FirstOrDefault(c => c.Kind == "pooler") is { } entrance)
            {
                // Straight where the two stand beside each other.
                var from = new Point(services.Right, Math.Clamp(entrance.Area.MiddleY, services.Y + Gap, services.Bottom - Gap));
                _wires.Add(new("writes", Orthogonal(from, (services.Right + RegionX) / 2, new(entrance.Area.X, entrance.Area.MiddleY))));
            }
        }

        if (!_picture.Clients.IsEmpty)
        {
            var area = new Area(ClientX, y, ClientWidth, Card.HeightOf(0, false) + (_picture.Clients.Length * Card.MarkStep));
            _cards.Add(new(area, "direct", "directly, port 5432", [.. _picture.Clients.Select(c => c.Name)], [.. _picture.Clients.Select(c => c.Mark)], false));
        }
    }

    private void Replicas(PictureRegion region, int y, int nodeHeight, bool compact, Area root, Area? tasks, bool muted)
    {
        if (tasks is { } from)
        {
            _wires.Add(new("writes", Orthogonal(new(from.Right, from.MiddleY), WriterX - 30, new(root.X, root.MiddleY))));
        }

        var (taps, reads) = (new List<int>(), new List<int>());
        foreach (var zone in region.Zones)
        {
            var height = ZoneHead + (zone.Replicas.Length * (nodeHeight + Gap)) + 2;
            _frames.Add(new(new(ReplicaX - Gap, y, ReplicaWidth + (2 * Gap), height), "zone", zone.Name, muted));
            foreach (var (index, replica) in zone.Replicas.Index())
            {
                var area = new Area(ReplicaX, y + ZoneHead + (index * (nodeHeight + Gap)), ReplicaWidth, nodeHeight);
                _cards.Add(Server(area, replica, compact, replica.Role, muted));
                _wires.Add(new("async", [new(BusX, area.MiddleY), new(area.X, area.MiddleY)]));
                taps.Add(area.MiddleY);
                if (replica.IsPooled && tasks is not null)
                {
                    _wires.Add(new("reads", [new(ReadBusX, area.MiddleY), new(area.Right, area.MiddleY)]));
                    reads.Add(area.MiddleY);
                }
            }

            y += height + Gap;
        }

        if (taps.Count > 0)
        {
            _wires.Add(new("async", [new(root.Right, root.MiddleY), new(BusX, root.MiddleY)], HasArrow: false));
            _wires.Add(new("async", [new(BusX, Math.Min(root.MiddleY, taps.Min())), new(BusX, Math.Max(root.MiddleY, taps.Max()))], HasArrow: false));
            _busEnd = new(BusX, Math.Max(root.MiddleY, taps.Max()));
        }

        if (reads.Count > 0 && tasks is { } source)
        {
            var (lane, x) = (Top + 44, source.Right + 18);
            _wires.Add(new("reads", [new(source.Right, source.Y + 14), new(x, source.Y + 14), new(x, lane), new(ReadBusX, lane), new(ReadBusX, reads.Max())], HasArrow: false));
            _notes.Add(new(new(ReplicaX, lane - 6), "reads, over the replicas in turn"));
        }
    }

    private int RemoteHeight() => _picture.Remotes.Sum(r => Card.HeightOf(2, true) + (r.Backups is null ? 0 : 30 + Card.HeightOf(1, false))) + (Math.Max(0, _picture.Remotes.Length - 1) * (HeadHeight + (2 * Pad)));

    private void Remotes(int right, int top, int content, int bottom, Area root, Area? backups)
    {
        var (x, y) = (right + 70, top + ((content - RemoteHeight()) / 2));
        var (walBus, backupBus) = (right + 24, right + 44);
        foreach (var region in _picture.Remotes)
        {
            var copy = new Area(x + Pad, y, ReplicaWidth, Card.HeightOf(2, marks: true));
            _cards.Add(Server(copy, region.Root, compact: false, region.Root.Role, !region.IsOwn));

            // Where the replicas' line ends, or from the writer itself: two dashed lines over each other look solid.
            ImmutableArray<Point> begin = _busEnd is { } end ? [end] : [new(root.Right, root.MiddleY), new(BusX - 26, root.MiddleY)];
            _wires.Add(new("async", [.. begin, new(begin[^1].X, bottom + 20), new(walBus, bottom + 20), new(walBus, copy.MiddleY), new(copy.X, copy.MiddleY)]));
            var last = copy.Bottom;
            if (region.Backups is { } text)
            {
                var area = new Area(x + Pad, copy.Bottom + 30, ReplicaWidth, Card.HeightOf(1, false));
                _cards.Add(new(area, "store", "Amazon S3, of RDS", [text], [], !region.IsOwn));
                last = area.Bottom;
                if (backups is { } from)
                {
                    _wires.Add(new("backup", [new(from.MiddleX, from.Bottom), new(from.MiddleX, bottom + 40), new(backupBus, bottom + 40), new(backupBus, area.MiddleY), new(area.X, area.MiddleY)]));
                }
            }

            var single = _picture.Remotes.Length == 1;
            _frames.Add(new(single ? new(x, Top, ReplicaWidth + (2 * Pad), bottom + 56 - Top) : new(x, y - HeadHeight + 18, ReplicaWidth + (2 * Pad), last - y + HeadHeight), "region", $"{region.Name}, stack {region.Stack}", !region.IsOwn));
            y = last + HeadHeight + (2 * Pad);
        }
    }

    private static Card Server(Area area, PictureNode node, bool compact, string kind, bool muted) => new(
        area, kind, node.Identifier, compact ? [node.Class] : [node.Class, node.Storage.Length == 0 ? node.Role : $"{node.Role}, {node.Storage}"], node.Marks, muted);

    private static ImmutableArray<Point> Orthogonal(Point from, int lane, Point to) =>
        from.Y == to.Y ? [from, to] : [from, new(lane, from.Y), new(lane, to.Y), to];
}
