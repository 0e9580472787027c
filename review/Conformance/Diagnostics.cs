using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using TechCorp.PgInfra.Planning;
using TechCorp.PgInfra.Planning.Schema;

namespace TechCorp.PgInfra.Review.Conformance;

/// <summary>Terraform's diagnostics as findings on the plan.</summary>
internal sealed partial class Diagnostics(Plan plan, TerraformConfiguration configuration)
{
    private readonly byte[] _text = Encoding.UTF8.GetBytes(configuration.Text);
    private readonly List<ConformanceFinding> _findings = [];
    private readonly List<ConformanceFinding> _warnings = [];

    public IReadOnlyList<ConformanceFinding> Findings => _findings;

    public IReadOnlyList<ConformanceFinding> Warnings => _warnings;

    /// <summary>Takes what <c>terraform validate -json</c> printed: one object.</summary>
    /// <exception cref="JsonException">It is none.</exception>
    public void AddValidation(string output)
    {
        using var document = JsonDocument.Parse(output);
        foreach (var diagnostic in document.RootElement.GetProperty("diagnostics").EnumerateArray())
        {
            Add(diagnostic);
        }
    }

    /// <summary>Takes what <c>terraform plan -json</c> printed: a message a line.</summary>
    /// <returns>How many resources it would create.</returns>
    public int AddPlan(string output)
    {
        var planned = 0;
        foreach (var line in output.Split('\n').Where(l => l.StartsWith('{')))
        {
            using var document = JsonDocument.Parse(line);
            var message = document.RootElement;
            switch (message.GetProperty("type").GetString())
            {
                case "diagnostic":
                    Add(message.GetProperty("diagnostic"));
                    break;
                case "planned_change" when message.GetProperty("change").GetProperty("action").GetString() == "create":
                    planned++;
                    break;
            }
        }

        return planned;
    }

    private void Add(JsonElement diagnostic)
    {
        var origin = diagnostic.TryGetProperty("range", out var range)
            ? configuration.OriginOf(Pointer.At(_text, range.GetProperty("start").GetProperty("byte").GetInt64()))
            : null;
        if (origin is null && diagnostic.TryGetProperty("address", out var address) && configuration.Addresses.TryGetValue(address.GetString()!, out var urn))
        {
            origin = new Origin(urn, "");
        }

        var resource = origin is null ? null : plan.Resources.FirstOrDefault(r => r.Urn == origin.Urn);
        var message = Message(diagnostic);
        var property = origin?.Property ?? "";
        if (resource is not null && Missing().Match(message) is { Success: true } missing)
        {
            property = MissingProperty(resource.Type, property, missing.Groups[1].Value);
        }

        var finding = new ConformanceFinding(resource?.Urn, resource?.Type, resource?.Name, property, message);
        var list = diagnostic.GetProperty("severity").GetString() == "error" ? _findings : _warnings;
        if (!list.Contains(finding))
        {
            list.Add(finding);
        }
    }

    // What is not there has no place in the file: Terraform points at the block around it, and names it in its own spelling.
    private static string MissingProperty(string type, string block, string terraformName)
    {
        var properties = ProviderSchema.Shared.Resource(type)?.Inputs;
        foreach (var name in block.Split('.', StringSplitOptions.RemoveEmptyEntries).Select(part => part.Split('[')[0]))
        {
            var shape = properties?.Find(name);
            properties = (shape?.Kind == ShapeKind.List ? shape.Element : shape)?.Members;
        }

        var found = properties?.All.FirstOrDefault(p => p.Shape.Terraform.Name == terraformName).Name ?? terraformName;
        return block.Length == 0 ? found : $"{block}.{found}";
    }

    [GeneratedRegex("""The argument "(\w+)" is required""")]
    private static partial Regex Missing();

    private static string Message(JsonElement diagnostic)
    {
        var summary = diagnostic.GetProperty("summary").GetString()!.Trim();
        var detail = diagnostic.TryGetProperty("detail", out var d) ? d.GetString()?.Trim() : null;
        return string.Join(' ', (string.IsNullOrEmpty(detail) ? summary : $"{summary}{(summary[^1] is '.' or ':' ? "" : ":")} {detail}")
            .Split((char[])['\n', '\r', '\t', ' '], StringSplitOptions.RemoveEmptyEntries));
    }
}
