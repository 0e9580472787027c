using TechCorp.PgInfra.Review.Laws;
using TechCorp.PgInfra.Views.Sheet.Drawing;
using TechCorp.PgInfra.Views.Sheet.Sections;

namespace TechCorp.PgInfra.Views.Sheet;

/// <summary>The drawing of a sheet as a picture of its own, for documents: an SVG file with its legend, in the reader's own light or dark.</summary>
public static class EstateDrawing
{
    private const int LegendHeight = 34;
    private const int LegendInset = 16;
    private const int SampleWidth = 46;
    private const int LegendGap = 26;

    /// <summary>The file. The same plan gives the same bytes.</summary>
    public static string Svg(JudgedEstate estate)
    {
        ArgumentNullException.ThrowIfNull(estate);
        var picture = PictureReader.Read(estate);
        var canvas = PictureLayout.Of(picture);
        return Markup.Of($"""
            <svg xmlns="http://www.w3.org/2000/svg" width="{canvas.Width}" height="{canvas.Height + LegendHeight}" viewBox="0 0 {canvas.Width} {canvas.Height + LegendHeight}" role="img" aria-label="{EstateSection.Describe(picture)}">
            <style>{new Markup(SheetStyle.DrawingCss)}</style>
            <rect width="100%" height="100%" rx="10" style="fill:var(--card)"/>
            {PictureSvg.Contents(canvas)}
            <g class="legend">{Legend(canvas)}</g>
            </svg>

            """).Html.ReplaceLineEndings("\n");
    }

    private static Markup Legend(Canvas canvas)
    {
        var y = canvas.Height + (LegendHeight / 2) - 4;
        var entries = EstateSection.Lines.Where(l => canvas.Wires.Any(w => w.Kind == l.Kind)).ToList();
        var x = entries.Aggregate((At: LegendInset, Starts: new List<int>()), (to, entry) =>
        {
            to.Starts.Add(to.At);
            return (to.At + SampleWidth + 6 + (int)(entry.Meaning.Length * PictureSvg.TextLetter) + LegendGap, to.Starts);
        }).Starts;
        return Markup.Each(entries.Index(), e =>
            $"""<path class="wire {e.Item.Kind}" d="M{x[e.Index]} {y}h{SampleWidth - 4}" marker-end="url(#end-{e.Item.Kind})"/><text class="note" x="{x[e.Index] + SampleWidth + 6}" y="{y + 4}">{e.Item.Meaning}</text>""");
    }
}
