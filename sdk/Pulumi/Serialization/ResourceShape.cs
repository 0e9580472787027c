using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Reflection;

namespace Pulumi.Serialization;

/// <summary>The [Output] properties of one resource class, found once per class.</summary>
internal sealed class ResourceShape
{
    private static readonly ConcurrentDictionary<Type, ResourceShape> Shapes = new();
    private static readonly ConcurrentDictionary<Type, Func<ImmutableHashSet<Resource>, PendingOutput>> Makers = new();
    private static readonly MethodInfo MakeMethod = typeof(ResourceShape).GetMethod(nameof(Make), BindingFlags.NonPublic | BindingFlags.Static)!;

    private readonly (string Name, Func<ImmutableHashSet<Resource>, PendingOutput> Make, Action<object, object?> Assign)[] _outputs;

    private ResourceShape(Type type)
    {
        var outputs = type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Select(property => (property, output: property.GetCustomAttribute<OutputAttribute>()))
            .Where(found => found.output is not null)
            .Select(found => (Name: found.output!.Name ?? found.property.Name, found.property))
            .ToList();

        var wrong = outputs.Where(o => !IsOutput(o.property.PropertyType)).Select(o => o.Name).ToList();
        if (wrong.Count > 0)
            throw RunException.OutputsHaveIncorrectType(wrong);

        _outputs = [.. outputs.Select(o => (o.Name, MakerOf(o.property.PropertyType.GenericTypeArguments[0]), BackingField.SetterOf(o.property)))];
        foreach (var (name, property) in outputs)
            ValueReader.Check(property.PropertyType.GenericTypeArguments[0], $"[Output] {type.FullName}.{property.Name}");
    }

    public static ResourceShape Of(Type type) => Shapes.GetOrAdd(type, static type => new ResourceShape(type));

    public Dictionary<string, PendingOutput> Bind(Resource resource)
    {
        var self = ImmutableHashSet.Create(resource);
        var pending = new Dictionary<string, PendingOutput>(_outputs.Length);
        foreach (var (name, make, assign) in _outputs)
        {
            var output = make(self);
            assign(resource, output.Output);
            pending.Add(name, output);
        }

        return pending;
    }

    private static bool IsOutput(Type type) => type.IsConstructedGenericType && type.GetGenericTypeDefinition() == typeof(Output<>);

    private static Func<ImmutableHashSet<Resource>, PendingOutput> MakerOf(Type value)
        => Makers.GetOrAdd(value, static value => MakeMethod.MakeGenericMethod(value).CreateDelegate<Func<ImmutableHashSet<Resource>, PendingOutput>>());

    private static PendingOutput<T> Make<T>(ImmutableHashSet<Resource> resources) => new(resources);
}
