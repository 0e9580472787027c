using System.Collections.Immutable;

namespace TechCorp.PgInfra.Views.Sheet.Drawing;

/// <summary>A place on the drawing, in its units.</summary>
internal readonly record struct Point(int X, int Y);

/// <summary>A rectangle on the drawing.</summary>
internal readonly record struct Area(int X, int Y, int Width, int Height)
{
    public int Right => X + Width;

    public int Bottom => Y + Height;

    public int MiddleX => X + (Width / 2);

    public int MiddleY => Y + (Height / 2);

    public bool Overlaps(Area other) => X < other.Right && other.X < Right && Y < other.Bottom && other.Y < Bottom;

    public bool Contains(Area other) => X <= other.X && Y <= other.Y && Right >= other.Right && Bottom >= other.Bottom;
}

/// <summary>A dashed frame with a name: a region, a zone.</summary>
internal sealed record Frame(Area Area, string Kind, string Label, bool IsMuted);

/// <summary>A box with text.</summary>
/// <param name="Area">Where.</param>
/// <param name="Kind">Class of the style sheet.</param>
/// <param name="Title">First line.</param>
/// <param name="Lines">The others.</param>
/// <param name="Marks">Letters of who is let in.</param>
/// <param name="IsMuted">True for another stack's.</param>
internal sealed record Card(Area Area, string Kind, string Title, ImmutableArray<string> Lines, ImmutableArray<char> Marks, bool IsMuted)
{
    public const int LineHeight = 17;
    public const int FirstLine = 21;
    public const int MarkSize = 17;
    public const int MarkStep = 21;

    /// <summary>Height for a title, lines, and a row of marks.</summary>
    public static int HeightOf(int lines, bool marks) => FirstLine + (lines * LineHeight) + 9 + (marks ? MarkSize + 4 : 0);
}

/// <summary>A line from one box to another.</summary>
/// <param name="Kind">What flows: <c>writes</c>, <c>reads</c>, <c>sync</c>, <c>async</c>, <c>backup</c>.</param>
/// <param name="Points">Its corners.</param>
/// <param name="HasArrow">True when it ends in a box.</param>
internal sealed record Wire(string Kind, ImmutableArray<Point> Points, bool HasArrow = true);

/// <summary>A word beside a line.</summary>
internal sealed record Note(Point At, string Text);

/// <summary>A drawing that is laid out.</summary>
internal sealed record Canvas(int Width, int Height, ImmutableArray<Frame> Frames, ImmutableArray<Card> Cards, ImmutableArray<Wire> Wires, ImmutableArray<Note> Notes);
