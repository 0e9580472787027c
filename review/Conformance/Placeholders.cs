using System.Text.Json.Nodes;
using TechCorp.PgInfra.Planning;

namespace TechCorp.PgInfra.Review.Conformance;

/// <summary>
/// Values that only the cloud, another stack or the random provider knows, as Terraform locals of the right form: well-formed, so that
/// the provider can judge what is made of them, and visibly not real. No secret is among them.
/// </summary>
internal sealed class Placeholders(Plan plan)
{
    /// <summary>The account AWS uses in its documentation.</summary>
    public const string Account = "123456789012";

    /// <summary>Stands where a secret stands that is made of nothing else in the plan. 8-128 characters without / " @ and space: a valid RDS password.</summary>
    public const string Secret = "placeholder-for-a-secret";

    // By the end of an output's name, first match; the form is what the provider checks.
    private static readonly (string End, string Value)[] Forms =
    [
        ("primaryArn", $"arn:aws:rds:us-east-1:{Account}:db:placeholder"),
        ("accountId", Account),
        ("Arn", $"arn:aws:iam::{Account}:role/placeholder"),
        ("arn", $"arn:aws:iam::{Account}:role/placeholder"),
        ("Address", "placeholder.example.internal"),
        ("Identifier", "placeholder"),
        ("vpcId", "vpc-0123456789abcdef0"),
        ("cidrBlock", "10.0.0.0/16"),
        ("subnetId", "subnet-0123456789abcdef0"),
        ("securityGroupId", "sg-0123456789abcdef0"),
        ("availabilityZone", "us-east-1a"),
        ("engineVersion", "15"),
    ];

    private readonly SortedDictionary<string, (PlanReference Reference, string Value)> _locals = new(StringComparer.Ordinal);

    /// <summary>The locals that were asked for, by name.</summary>
    public JsonObject Locals => new(_locals.Select(l => KeyValuePair.Create(l.Key, (JsonNode?)TemplateText.Literal(l.Value.Value))));

    /// <summary>The expression that stands for this output.</summary>
    public string Expression(PlanReference reference)
    {
        var name = Labels.Of($"{reference.Type.Split(':')[^1]}_{reference.Name}_{reference.Output}");
        var unique = name;
        for (var n = 2; _locals.TryGetValue(unique, out var known) && known.Reference != reference; n++)
        {
            unique = $"{name}_{n}";
        }

        _locals[unique] = (reference, Value(reference));
        return $"local.{unique}";
    }

    private string Value(PlanReference reference) =>
        plan.Find(reference) is { } resource ? Generated(resource, reference.Output) : Known(reference.Output);

    private static string Known(string output) =>
        Forms.FirstOrDefault(f => output.EndsWith(f.End, StringComparison.Ordinal)).Value ?? "placeholder-" + Labels.Of(output);

    private static string Generated(PlannedResource resource, string output) => output switch
    {
        "hex" => Repeat("0123456789abcdef", 2 * (int)(resource.Number("byteLength") ?? resource.Number("length") ?? 8)),
        "dec" => Repeat("123456789", 2 * (int)(resource.Number("byteLength") ?? 8)),
        "result" when resource.Number("length") is { } length => Repeat("Placeholder0", (int)length),
        // 22 characters of salt, 31 of hash.
        "bcryptHash" => "$2a$10$" + Repeat("Placeholder0", 53),
        _ => Known(output),
    };

    private static string Repeat(string text, int length) => string.Concat(Enumerable.Repeat(text, length / text.Length + 1))[..length];
}
