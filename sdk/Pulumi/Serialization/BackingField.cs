using System.Reflection;

namespace Pulumi.Serialization;

/// <summary>
/// Reads and writes auto properties through their field. A property accessor called by reflection is compiled on its
/// second call, and a program touches thousands of different ones a few times each: compiling them took longer than
/// the program.
/// </summary>
internal static class BackingField
{
    private static FieldInfo? Of(PropertyInfo property)
        => property.DeclaringType!.GetField($"<{property.Name}>k__BackingField", BindingFlags.Instance | BindingFlags.NonPublic);

    public static Func<object, object?> GetterOf(PropertyInfo property)
        => Of(property) is { } field ? field.GetValue : property.GetValue;

    public static Action<object, object?> SetterOf(PropertyInfo property)
    {
        if (Of(property) is { } field)
            return field.SetValue;
        var declared = property.DeclaringType!.GetProperty(property.Name, BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)!;
        return declared.SetMethod is not null
            ? declared.SetValue
            : throw new InvalidOperationException($"[Output] {property.ReflectedType!.FullName}.{property.Name} did not have a 'set' method");
    }
}
