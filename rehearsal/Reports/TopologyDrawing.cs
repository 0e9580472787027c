using System.Globalization;
using System.Net;
using System.Text;
using TechCorp.PgInfra.Rehearsal.Drills;
using TechCorp.PgInfra.Rehearsal.Topology;

namespace TechCorp.PgInfra.Rehearsal.Reports;

/// <summary>The estate as a drawing: clients, poolers, the two halves of Multi-AZ, replicas, and the copy in the other region.</summary>
internal static class TopologyDrawing
{
    private const int BoxWidth = 190;
    private const int BoxHeight = 46;
    private const int Row = 62;

    public static string Draw(DrillReport report)
    {
        var writer = report.Nodes.First(n => n.Kind == NodeKind.Writer);
        var replicas = report.Nodes.Where(n => n.Kind == NodeKind.Replica).ToList();
        var copies = report.Nodes.Where(n => n.Kind == NodeKind.RemoteReplica).ToList();
        var standby = report.Nodes.FirstOrDefault(n => n.Kind == NodeKind.Standby);
        var rows = Math.Max(3, Math.Max(replicas.Count, copies.Count));
        var height = (rows * Row) + 66;
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"<svg viewBox=\"0 0 1040 {height}\" role=\"img\" aria-label=\"Topology\">");
        Region(svg, 20, copies.Count > 0 ? 770 : 1000, height, writer.Region ?? report.Stack);
        if (copies.Count > 0) Region(svg, 810, 220, height, copies[0].Region ?? report.CopyStack ?? "");

        var middle = 44 + ((rows - 1) * Row / 2);
        var poolers = Enumerable.Range(0, report.Poolers).Select(i => middle - ((report.Poolers - 1) * Row / 2) + (i * Row)).ToList();
        var writerAt = standby is null ? middle : middle - (Row / 2) - 8;
        var standbyAt = middle + (Row / 2) + 8;
        foreach (var y in poolers) Line(svg, "writes", 40 + BoxWidth - 20, y, 292, writerAt);
        if (standby is not null) svg.Append(CultureInfo.InvariantCulture, $"<line class=\"sync\" x1=\"387\" y1=\"{writerAt + BoxHeight}\" x2=\"387\" y2=\"{standbyAt}\"/><text class=\"soft\" x=\"395\" y=\"{((writerAt + BoxHeight + standbyAt) / 2) + 4}\">synchronous</text>");
        for (var i = 0; i < replicas.Count; i++) Line(svg, "async", 292 + BoxWidth, writerAt, 580, RowAt(i, replicas.Count));
        for (var i = 0; i < copies.Count; i++)
        {
            // Above the replicas, so that it crosses none of them.
            svg.Append(CultureInfo.InvariantCulture, $"<path class=\"async arrow\" d=\"M387 {writerAt} V34 H920 V{RowAt(i, copies.Count)}\"/>");
        }

        for (var i = 0; i < poolers.Count; i++) Box(svg, 40, poolers[i], BoxWidth - 20, $"pooler-{i + 1}", "PgBouncer");
        Box(svg, 292, writerAt, BoxWidth, writer.Identifier, $"writer, {writer.InstanceClass}");
        if (standby is not null) Box(svg, 292, standbyAt, BoxWidth, "Multi-AZ standby", "not readable");
        for (var i = 0; i < replicas.Count; i++) Box(svg, 580, RowAt(i, replicas.Count), BoxWidth, replicas[i].Identifier, $"replica, {replicas[i].InstanceClass}");
        for (var i = 0; i < copies.Count; i++) Box(svg, 825, RowAt(i, copies.Count), BoxWidth, copies[i].Identifier, $"copy, {copies[i].InstanceClass}");
        return svg.Append("</svg>").ToString();

        int RowAt(int index, int count) => middle - ((count - 1) * Row / 2) + (index * Row);
    }

    private static void Region(StringBuilder svg, int x, int width, int height, string name) => svg.Append(CultureInfo.InvariantCulture,
        $"<rect class=\"region\" x=\"{x}\" y=\"14\" width=\"{width}\" height=\"{height - 24}\" rx=\"12\"/><text class=\"soft\" x=\"{x + 14}\" y=\"{height - 18}\">{WebUtility.HtmlEncode(name)}</text>");

    private static void Box(StringBuilder svg, int x, int y, int width, string title, string below) => svg.Append(CultureInfo.InvariantCulture,
        $"<rect class=\"box\" x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{BoxHeight}\" rx=\"8\"/><text x=\"{x + 12}\" y=\"{y + 20}\" font-weight=\"600\">{WebUtility.HtmlEncode(title)}</text><text class=\"soft\" x=\"{x + 12}\" y=\"{y + 37}\">{WebUtility.HtmlEncode(below)}</text>");

    private static void Line(StringBuilder svg, string kind, int x1, int y1, int x2, int y2) => svg.Append(CultureInfo.InvariantCulture,
        $"<line class=\"{kind}\" x1=\"{x1}\" y1=\"{y1 + (BoxHeight / 2)}\" x2=\"{x2}\" y2=\"{y2 + (BoxHeight / 2)}\"/>");
}
