using System.Collections;
using System.Collections.Immutable;
using TechCorp.PgInfra.Planning.Schema;

namespace TechCorp.PgInfra.Planning.Capture;

/// <summary>
/// What a resource returns under mocks: for every text output a reference to itself, echoed arguments included, so that no edge
/// between resources is lost; numbers and booleans as they were passed.
/// </summary>
internal static class MockState
{
    // Nested outputs deeper than this hold nothing a program reads.
    private const int Depth = 4;

    public static ImmutableDictionary<string, object> Of(ResourceSchema schema, string type, string name, IReadOnlyDictionary<string, object> inputs)
    {
        var state = ImmutableDictionary.CreateBuilder<string, object>();
        foreach (var (property, shape) in schema.Outputs.All.Concat(schema.Inputs.All.Where(p => schema.Returns(p.Name))))
        {
            var isComputed = schema.Outputs.Contains(property);
            if (Value(shape, inputs.GetValueOrDefault(property), new PlanReference(type, name, property), isComputed, Depth) is { } value)
            {
                state[property] = value;
            }
        }

        // Facts a provider adds without being told.
        if (inputs.TryGetValue("tags", out var tags) && schema.Returns("tagsAll"))
        {
            state["tagsAll"] = tags;
        }

        if (type == "aws:rds/instance:Instance")
        {
            state.TryAdd("port", 5432.0);
        }

        return state.ToImmutable();
    }

    /// <summary>The result of a function, every text a reference.</summary>
    public static ImmutableDictionary<string, object> Of(Properties result, string token, string name) =>
        result.All
            .Select(p => (p.Name, Value: Value(p.Shape, null, new PlanReference(token, name, p.Name), true, Depth)))
            .Where(p => p.Value is not null)
            .ToImmutableDictionary(p => p.Name, p => p.Value!);

    private static object? Value(Shape shape, object? input, PlanReference self, bool isComputed, int depth) => shape.Kind switch
    {
        _ when depth == 0 => null,
        ShapeKind.Text => self.ToString(),
        ShapeKind.List when input is IEnumerable given and not string => given.Cast<object?>()
            .Select((item, i) => Value(shape.Element!, item, self with { Output = $"{self.Output}[{i}]" }, isComputed, depth - 1)!)
            .Where(v => v is not null).ToImmutableArray(),
        ShapeKind.List when isComputed && shape.Element is { } element =>
            Value(element, null, self with { Output = $"{self.Output}[0]" }, true, depth - 1) is { } only ? ImmutableArray.Create(only) : null,
        ShapeKind.Nested when input is IReadOnlyDictionary<string, object> || isComputed => shape.Members!.All
            .Select(m => (m.Name, Value: Value(m.Shape, (input as IReadOnlyDictionary<string, object>)?.GetValueOrDefault(m.Name),
                self with { Output = $"{self.Output}.{m.Name}" }, isComputed, depth - 1)))
            .Where(m => m.Value is not null)
            .ToImmutableDictionary(m => m.Name, m => m.Value!),
        _ => input,
    };
}
