using System.Text;

namespace TechCorp.PgInfra.Views.Readme;

/// <summary>A table in GitHub's Markdown.</summary>
internal static class MarkdownTable
{
    public static string Of(IEnumerable<string> heads, IEnumerable<IEnumerable<string>> rows)
    {
        var text = new StringBuilder();
        var titles = heads.ToList();
        Line(text, titles);
        Line(text, titles.Select(_ => "---"));
        foreach (var row in rows) Line(text, row);
        return text.ToString();
    }

    private static void Line(StringBuilder text, IEnumerable<string> cells) =>
        text.Append("| ").AppendJoin(" | ", cells.Select(c => c.Replace("|", "\\|", StringComparison.Ordinal))).Append(" |\n");
}
