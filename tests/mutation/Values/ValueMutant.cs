using System.Text.Json;
using System.Text.Json.Nodes;
using TechCorp.PgInfra.Planning;

namespace TechCorp.PgInfra.Mutation;

/// <summary>One declared value, one step away.</summary>
/// <param name="Resource">The resource as it is in the plan.</param>
/// <param name="Path">Property, list items by their name: <c>parameters[max_connections].value</c>.</param>
/// <param name="Step">What was done, e.g. <c>500 => 501</c>; no secret, since a plan holds none.</param>
/// <param name="Changed">The resource with the other value.</param>
internal sealed record ValueMutant(PlannedResource Resource, string Path, string Step, PlannedResource Changed)
{
    /// <summary>The same for every resource of this type, so that a table of them can be read.</summary>
    public string Property => $"{Resource.Type[(Resource.Type.LastIndexOf(':') + 1)..]}.{Path}";

    /// <summary>Every step of every value of the distinct resources of a plan: of those with the same properties the first stands for all.</summary>
    public static IEnumerable<ValueMutant> Of(Plan plan)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var resource in plan.Resources.Where(r => !r.IsComponent && !r.Type.StartsWith("pulumi:", StringComparison.Ordinal)))
        {
            foreach (var (path, step, inputs) in Steps(resource.Inputs))
            {
                // Alarms are told apart by what they watch; every other type by its properties.
                if (seen.Add($"{resource.Type} {resource.Inputs["metricName"]} {path} {Kind(step)}"))
                {
                    yield return new(resource, path, step, resource with { Inputs = inputs });
                }
            }

            foreach (var (path, step, options) in OptionSteps(resource.Options))
            {
                if (seen.Add($"{resource.Type} {path}"))
                {
                    yield return new(resource, path, step, resource with { Options = options });
                }
            }
        }
    }

    private static string Kind(string step) => step switch
    {
        "removed" or "dropped" => step,
        _ when step.EndsWith('+') => "+",
        _ when step.EndsWith('-') => "-",
        _ => "other",
    };

    private static IEnumerable<(string Path, string Step, JsonObject Inputs)> Steps(JsonObject inputs)
    {
        foreach (var place in Places(inputs, [], ""))
        {
            foreach (var (step, make) in place.Steps)
            {
                var copy = (JsonObject)inputs.DeepClone();
                if (Change(copy, place.At, make))
                {
                    yield return (place.Path, step, copy);
                }
            }
        }
    }

    private sealed record Place(object[] At, string Path, (string Step, Func<JsonNode?, JsonNode?> Make)[] Steps);

    private static IEnumerable<Place> Places(JsonNode? node, object[] at, string path)
    {
        switch (node)
        {
            case JsonObject map:
                foreach (var (name, value) in map)
                {
                    object[] here = [.. at, name];
                    var inner = path.Length == 0 ? name : $"{path}.{name}";
                    yield return new(here, inner, [("removed", _ => null)]);
                    foreach (var place in Places(value, here, inner))
                    {
                        yield return place;
                    }
                }

                break;
            case JsonArray list:
                foreach (var (i, item) in list.Index())
                {
                    object[] here = [.. at, i];
                    var inner = $"{path}[{(item as JsonObject)?["name"]?.ToString() ?? ""}]";
                    yield return new(here, inner, [("dropped", _ => null)]);
                    foreach (var place in Places(item, here, inner))
                    {
                        yield return place;
                    }
                }

                break;
            case JsonValue value when value.GetValueKind() is JsonValueKind.True or JsonValueKind.False:
                yield return new(at, path, [($"{value} => other", n => n!.GetValueKind() != JsonValueKind.True)]);
                break;
            case JsonValue value when value.GetValueKind() == JsonValueKind.Number:
                yield return new(at, path, [($"{value} +", n => n!.GetValue<double>() + 1), ($"{value} -", n => n!.GetValue<double>() - 1)]);
                break;
            case JsonValue value when value.GetValueKind() == JsonValueKind.String:
                // A number in a text (a parameter, Fargate's memory) has a next one.
                yield return long.TryParse(value.GetValue<string>(), out var number)
                    ? new(at, path, [($"{number} +", _ => $"{number + 1}"), ($"{number} -", _ => $"{number - 1}")])
                    : new(at, path, [("other text", n => $"{n}~")]);
                break;
        }
    }

    private static bool Change(JsonObject inputs, object[] at, Func<JsonNode?, JsonNode?> make)
    {
        JsonNode parent = inputs;
        foreach (var step in at[..^1])
        {
            parent = step is int i ? parent[i]! : parent[(string)step]!;
        }

        var value = make(at[^1] is int n ? parent[n] : parent[(string)at[^1]]);
        if (at[^1] is int index)
        {
            if (value is null)
            {
                parent.AsArray().RemoveAt(index);
            }
            else
            {
                parent[index] = value;
            }
        }
        else if (value is null)
        {
            parent.AsObject().Remove((string)at[^1]);
        }
        else
        {
            parent[(string)at[^1]] = value;
        }

        return true;
    }

    private static IEnumerable<(string Path, string Step, PlannedOptions Options)> OptionSteps(PlannedOptions options)
    {
        yield return ("options.protect", options.Protect == true ? "true => false" : "not set => true", options with { Protect = options.Protect != true });
        if (!options.IgnoreChanges.IsEmpty)
        {
            yield return ("options.ignoreChanges", "dropped", options with { IgnoreChanges = [] });
        }

        if (!options.DependsOn.IsEmpty)
        {
            yield return ("options.dependsOn", "dropped", options with { DependsOn = [] });
        }

        if (options.CustomTimeouts is not null)
        {
            yield return ("options.customTimeouts", "removed", options with { CustomTimeouts = null });
        }

        if (options.RetainOnDelete is not null || options.DeleteBeforeReplace is not null)
        {
            yield return ("options.retainOnDelete", "other", options with { RetainOnDelete = options.RetainOnDelete != true, DeleteBeforeReplace = options.DeleteBeforeReplace != true });
        }
    }
}
