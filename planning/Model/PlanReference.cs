using System.Text.RegularExpressions;

namespace TechCorp.PgInfra.Planning;

/// <summary>
/// A value another resource computes, written <c>${type::name.output}</c>, for example <c>${aws:kms/key:Key::primary.arn}</c>.
/// It may stand inside a longer string, JSON text included.
/// </summary>
/// <param name="Type">Type token of the resource.</param>
/// <param name="Name">Its logical name; for a StackReference the stack's name.</param>
/// <param name="Output">Path of the output, for example <c>arn</c> or <c>masterUserSecrets[0].secretArn</c>.</param>
public sealed partial record PlanReference(string Type, string Name, string Output)
{
    /// <summary>Type token of a StackReference, whose outputs belong to another stack's plan.</summary>
    public const string StackReferenceType = "pulumi:pulumi:StackReference";

    /// <summary>Every reference in a text, in order; repeated ones are repeated.</summary>
    public static IEnumerable<PlanReference> FindAll(string text) => Pattern().Matches(text).Select(From);

    /// <summary>The reference when the text is one and nothing else, or null.</summary>
    public static PlanReference? TryParse(string text) =>
        Pattern().Match(text) is { Success: true } match && match.Length == text.Length ? From(match) : null;

    /// <summary>Replaces every reference by what <paramref name="value"/> says for it.</summary>
    public static string Replace(string text, Func<PlanReference, string> value) => Pattern().Replace(text, m => value(From(m)));

    /// <summary>The reference as it is written in a plan.</summary>
    public override string ToString() => $"${{{Type}::{Name}.{Output}}}";

    private static PlanReference From(Match match) =>
        new(match.Groups["type"].Value, match.Groups["name"].Value, match.Groups["output"].Value);

    // A logical name holds no dot (the capture refuses one), so the first dot after it starts the output.
    [GeneratedRegex(@"\$\{(?<type>[\w-]+:[\w/-]*:\w+)::(?<name>[^.{}]+)\.(?<output>[^{}]+)\}", RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}
