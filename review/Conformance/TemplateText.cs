using System.Text;
using System.Text.RegularExpressions;
using TechCorp.PgInfra.Planning;

namespace TechCorp.PgInfra.Review.Conformance;

/// <summary>
/// Text of a plan as a string of Terraform's JSON syntax, which is always a template: what the plan means literally is escaped, and
/// its references become interpolations.
/// </summary>
internal static partial class TemplateText
{
    /// <summary>The template that evaluates to this text.</summary>
    /// <param name="text">Text with references, <c>${type::name.output}</c>.</param>
    /// <param name="expression">The Terraform expression of a reference, without <c>${}</c>.</param>
    public static string From(string text, Func<PlanReference, string> expression)
    {
        var template = new StringBuilder();
        var rest = text;
        while (PlanReference.FindAll(rest).FirstOrDefault() is { } reference)
        {
            var token = reference.ToString();
            var at = rest.IndexOf(token, StringComparison.Ordinal);
            template.Append(Literal(rest[..at], beforeInterpolation: true)).Append("${").Append(expression(reference)).Append('}');
            rest = rest[(at + token.Length)..];
        }

        return template.Append(Literal(rest, beforeInterpolation: false)).ToString();
    }

    /// <summary>The template that evaluates to this text, which holds no reference.</summary>
    public static string Literal(string text) => Literal(text, beforeInterpolation: false);

    // IAM's ${aws:username} and PostgreSQL's log_line_prefix '%m ...' both reach the provider as they are.
    private static string Literal(string text, bool beforeInterpolation)
    {
        var escaped = Opening().Replace(text, m => m.Groups["signs"].Value is { Length: 1 } sign ? $"{sign}{sign}{{" : $"{Quoted(m.Groups["signs"].Value)}{{");
        return beforeInterpolation ? TrailingSigns().Replace(escaped, m => Quoted(m.Value)) : escaped;
    }

    // "$${" would be read as an escape: signs that stand before an opening are handed over as an expression of their own.
    private static string Quoted(string signs) => $"${{\"{signs}\"}}";

    [GeneratedRegex(@"(?<signs>[$%]+)\{")]
    private static partial Regex Opening();

    [GeneratedRegex(@"[$%]+\z")]
    private static partial Regex TrailingSigns();
}
