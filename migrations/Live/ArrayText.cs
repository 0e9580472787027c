using System.Collections.Immutable;
using System.Text;

namespace TechCorp.PgInfra.Migrations.Live;

/// <summary>
/// Reads the text form of a one-dimensional array (PostgreSQL manual, "Array Input and Output Syntax"). The driver's own arrays cost
/// a run as much time before the first one is read as the server needs for all the queries.
/// </summary>
internal static class ArrayText
{
    /// <summary>The elements of <c>{a,"b c","say \"x\""}</c>.</summary>
    /// <exception cref="FormatException">It is none, is nested, or holds a NULL: nothing that is read here does.</exception>
    public static ImmutableArray<string> Parse(string text)
    {
        if (text.Length < 2 || text[0] != '{' || text[^1] != '}')
        {
            throw new FormatException($"'{text}' is no array.");
        }

        if (text.Length == 2)
        {
            return [];
        }

        var elements = ImmutableArray.CreateBuilder<string>();
        var element = new StringBuilder();
        for (var position = 1; position < text.Length; position++)
        {
            element.Clear();
            if (text[position] == '"')
            {
                for (position++; position < text.Length - 1 && text[position] != '"'; position++)
                {
                    if (text[position] == '\\')
                    {
                        position++;
                    }

                    element.Append(text[position]);
                }

                if (++position >= text.Length || text[position] is not (',' or '}'))
                {
                    throw new FormatException($"'{text}' is no array.");
                }
            }
            else
            {
                for (; position < text.Length - 1 && text[position] != ','; position++)
                {
                    element.Append(text[position]);
                }

                if (element.Length == 0 || element[0] == '{' || element.Equals("NULL"))
                {
                    throw new FormatException($"'{text}' is no array of plain elements.");
                }
            }

            elements.Add(element.ToString());
        }

        return elements.DrainToImmutable();
    }
}
