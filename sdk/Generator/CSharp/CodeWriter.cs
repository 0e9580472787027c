using System.Text;

namespace PulumiSdk.Generator.CSharp;

/// <summary>Text with indented blocks.</summary>
internal sealed class CodeWriter
{
    private readonly StringBuilder text = new();
    private int depth;

    public void Line(string line = "")
    {
        if (line.Length > 0)
        {
            text.Append(' ', depth * 4).Append(line);
        }

        text.Append('\n');
    }

    /// <summary>A block in braces; <paramref name="head"/> stands on the line above.</summary>
    public void Block(string head, Action body, string end = "}")
    {
        Line(head);
        Line("{");
        depth++;
        body();
        depth--;
        Line(end);
    }

    /// <summary>An expression body or base call, one step further in.</summary>
    public void Continue(string line)
    {
        depth++;
        Line(line);
        depth--;
    }

    public override string ToString() => text.ToString();
}
