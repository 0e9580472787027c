using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using TechCorp.PgInfra.Catalog;
using TechCorp.PgInfra.Planning;

namespace TechCorp.PgInfra.Review.Laws.Relations;

/// <summary>Where credentials are, and where they are not.</summary>
internal static partial class CredentialLaws
{
    private const string Mask = "[secret";
    private const string Master = "master";

    private static readonly ImmutableArray<string> SecretOutputs = [StackOutputs.MasterPassword, StackOutputs.Logins, StackOutputs.ConnectionStrings];

    public static ImmutableArray<Law> All { get; } =
    [
        Law.OfEach("credentials-kept", "Every login's password is in a secret of its own", "S19 S21 S49",
            "A password that is in no secret is in somebody's notes.",
            "a secret version for the login, made of its generated password.",
            e => e.Catalog.Logins.Select(l => l.Name).Append(Master), (estate, login) =>
                estate.Plan.Find(AwsTypes.SecretVersion, login) is { } version && version.Raw("secretString") is { } text && IsOf(text, login) && estate.Plan.Referent(version, "secretId") is not null
                    ? []
                    : [new(login, "secret version", "none holds its password")]),

        Law.OfEach("credentials-hidden", "No credential stands in a plain input or output", "S49",
            "Plain values are in the state, in every preview and in the pipeline's log.",
            "Output.CreateSecret around what is made of it; additionalSecretOutputs where a provider returns it.",
            e => e.Plan.Resources.Select(r => (r.Name, Node: (JsonNode)r.Inputs)).Append((Name: "stack", Node: e.Plan.Outputs)),
            (_, place) => Texts(place.Node, "").Where(t => !t.Text.StartsWith(Mask, StringComparison.Ordinal) && IsCredential(t.Text))
                // The value itself would be the leak.
                .Select(t => new Finding(place.Name, t.Path, "a credential in the clear"))),
    ];

    private static bool IsOf(string text, string login) =>
        text.StartsWith(Mask, StringComparison.Ordinal) && PlanReference.FindAll(text).Any(r => r.Type == AwsTypes.RandomPassword
            ? r.Name == login && r.Output == "result"
            : r.Output == (login == Master ? StackOutputs.MasterPassword : $"{StackOutputs.Logins}.{login}.password"));

    private static bool IsCredential(string text) =>
        Verifier().IsMatch(text) || Url().IsMatch(text)
        || PlanReference.FindAll(text).Any(r => r.Type == AwsTypes.RandomPassword
            ? r.Output is "result" or "bcryptHash"
            : r.Type == PlanReference.StackReferenceType && SecretOutputs.Contains(r.Output.Split('.', '[')[0]));

    private static IEnumerable<(string Path, string Text)> Texts(JsonNode? node, string path) => node switch
    {
        JsonObject map => map.SelectMany(m => Texts(m.Value, path.Length == 0 ? m.Key : $"{path}.{m.Key}")),
        JsonArray list => list.SelectMany((item, i) => Texts(item, $"{path}[{i}]")),
        JsonValue value when value.GetValueKind() == JsonValueKind.String => [(path, value.GetValue<string>())],
        _ => [],
    };

    [GeneratedRegex(@"SCRAM-SHA-256\$\d+:[A-Za-z0-9+/=]+\$")]
    private static partial Regex Verifier();

    [GeneratedRegex(@"postgres(ql)?://[^:@/\s]+:[^@\s]+@")]
    private static partial Regex Url();
}
