using System.Collections.Concurrent;
using System.Reflection;

namespace Pulumi.Serialization;

/// <summary>Structs with <see cref="EnumTypeAttribute"/>: a string or a number that has known names.</summary>
internal static class OpenEnum
{
    private static readonly ConcurrentDictionary<Type, MethodInfo?> Unwraps = new();

    public static object? Unwrap(object value, string context)
    {
        var type = value.GetType();
        var unwrap = Unwraps.GetOrAdd(type, static type => type.GetMethod("op_Explicit", BindingFlags.Public | BindingFlags.Static, [type]));
        return unwrap is not null && (unwrap.ReturnType == typeof(string) || unwrap.ReturnType == typeof(double))
            ? unwrap.Invoke(null, [value])
            : throw new InvalidOperationException($"Expected {type.FullName} to have an explicit conversion operator to String or Double.\n\t{context}");
    }

    public static ConstructorInfo? ConstructorFor(Type type, Type valueType)
        => type.GetConstructor(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance, [valueType]);
}
