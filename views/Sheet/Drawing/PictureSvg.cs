namespace TechCorp.PgInfra.Views.Sheet.Drawing;

/// <summary>A canvas as inline SVG. Kinds of lines differ in their dashes and ends, not in colour alone.</summary>
internal static class PictureSvg
{
    // A letter of 13 px semibold is at most this wide in the fonts system-ui stands for.
    private const double TitleLetter = 7.7;
    internal const double TextLetter = 6.6;
    private const int Inset = 12;
    private const int FrameInset = 14;

    public static Markup Draw(Canvas canvas, string description) => Markup.Of($"""
        <svg class="estate" viewBox="0 0 {canvas.Width} {canvas.Height}" style="max-width:{canvas.Width}px" role="img" aria-label="{description}">
        {Contents(canvas)}
        </svg>
        """);

    /// <summary>What stands inside of the picture.</summary>
    public static Markup Contents(Canvas canvas) => Markup.Of($"""
        <defs>{Markup.Each(["writes", "reads", "sync", "async", "backup"], k => $"""<marker id="end-{k}" class="{k}" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="9" markerHeight="9" markerUnits="userSpaceOnUse" orient="auto-start-reverse"><path d="M0 0 10 5 0 10z"/></marker>""")}</defs>
        {Markup.Each(canvas.Frames.OrderBy(f => f.Kind == "region" ? 0 : 1), FrameOf)}
        {Markup.Each(canvas.Wires, WireOf)}
        {Markup.Each(canvas.Cards, CardOf)}
        {Markup.Each(canvas.Notes, n => $"""<text class="note" x="{n.At.X}" y="{n.At.Y}">{n.Text}</text>""")}
        """);

    /// <summary>A line of a kind, for the legend.</summary>
    public static Markup Sample(string kind) => Markup.Of(
        $"""<svg class="sample" viewBox="0 0 46 12" width="46" height="12" aria-hidden="true"><path class="wire {kind}" d="M2 6H{(kind == "sync" ? 44 : 42)}" marker-end="url(#end-{kind})"/></svg>""");

    private static FormattableString FrameOf(Frame frame) =>
        $"""<g class="{frame.Kind}{Muted(frame.IsMuted)}"><rect x="{frame.Area.X}" y="{frame.Area.Y}" width="{frame.Area.Width}" height="{frame.Area.Height}" rx="{(frame.Kind == "region" ? 12 : 8)}"/><text x="{frame.Area.X + FrameInset}" y="{frame.Area.Y + 20}">{Fit(frame.Label, frame.Area.Width - (2 * FrameInset), TitleLetter)}</text></g>""";

    private static FormattableString WireOf(Wire wire)
    {
        var path = string.Join('L', wire.Points.Select(p => $"{p.X} {p.Y}"));
        return wire.HasArrow
            ? (FormattableString)$"""<path class="wire {wire.Kind}" d="M{path}" marker-end="url(#end-{wire.Kind})"/>"""
            : $"""<path class="wire {wire.Kind}" d="M{path}"/>""";
    }

    private static FormattableString CardOf(Card card)
    {
        var (area, inner) = (card.Area, card.Area.Width - (2 * Inset));
        var list = card.Kind == "direct";
        var title = Fit(card.Title, inner, TitleLetter);
        return $"""
            <g class="card {card.Kind}{Muted(card.IsMuted)}"><title>{string.Join("; ", [card.Title, .. card.Lines])}</title><rect x="{area.X}" y="{area.Y}" width="{area.Width}" height="{area.Height}" rx="7"/><text class="name" x="{area.X + Inset}" y="{area.Y + Card.FirstLine}">{title}</text>{(list ? Listed(card, inner) : Lines(card, inner))}</g>
            """;
    }

    private static Markup Lines(Card card, int inner) => Markup.Join(
    [
        Markup.Each(card.Lines.Index(), l => $"""<text x="{card.Area.X + Inset}" y="{card.Area.Y + Card.FirstLine + ((l.Index + 1) * Card.LineHeight)}">{Fit(l.Item, inner, TextLetter)}</text>"""),
        Markup.Each(card.Marks.Index(), m => MarkOf(m.Item, card.Area.X + Inset + (m.Index * Card.MarkStep), card.Area.Bottom - Card.MarkSize - 8)),
    ]);

    // Each line with its letter before it.
    private static Markup Listed(Card card, int inner) => Markup.Each(card.Lines.Index(), l =>
        $"""{Markup.Of(MarkOf(card.Marks[l.Index], card.Area.X + Inset, card.Area.Y + Card.FirstLine + 9 + (l.Index * Card.MarkStep)))}<text x="{card.Area.X + Inset + Card.MarkStep + 4}" y="{card.Area.Y + Card.FirstLine + 22 + (l.Index * Card.MarkStep)}">{Fit(l.Item, inner - Card.MarkStep - 4, TextLetter)}</text>""");

    private static FormattableString MarkOf(char mark, int x, int y) =>
        $"""<g class="mark"><rect x="{x}" y="{y}" width="{Card.MarkSize}" height="{Card.MarkSize}" rx="4"/><text x="{x + (Card.MarkSize / 2)}" y="{y + 13}">{mark}</text></g>""";

    private static string Muted(bool muted) => muted ? " muted" : "";

    /// <summary>The text, cut to the width; the whole of it stands in the box's title.</summary>
    internal static string Fit(string text, int width, double letter)
    {
        var most = (int)(width / letter);
        return text.Length <= most ? text : text[..Math.Max(1, most - 1)] + "…";
    }
}
