using System.Collections.Concurrent;
using System.Reflection;

namespace Pulumi.Serialization;

/// <summary>Output types: built from wire values by their constructor, read back by their readonly fields.</summary>
internal static class ResultShape
{
    private static readonly ConcurrentDictionary<Type, (string Name, FieldInfo Field)[]> Fields = new();

    public static IEnumerable<KeyValuePair<string, object?>> Read(object value)
        => Fields.GetOrAdd(value.GetType(), FieldsOf)
            .Select(field => new KeyValuePair<string, object?>(field.Name, field.Field.GetValue(value)));

    private static (string, FieldInfo)[] FieldsOf(Type type)
        => [.. type.GetFields(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance)
            .Where(field => field.IsInitOnly)
            .Select(field => (char.ToLowerInvariant(field.Name[0]) + field.Name[1..], field))];

    public static ConstructorInfo? ConstructorOf(Type type)
    {
        var constructors = type.GetConstructors(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance);
        var marked = Array.Find(constructors, c => c.IsDefined(typeof(OutputConstructorAttribute)));
        return marked ?? (constructors.Where(c => c.IsPublic).ToArray() is [var only] ? only : null);
    }
}
