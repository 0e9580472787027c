using System.Reflection;

namespace TechCorp.PgInfra.Sdk.Tests.Surface;

/// <summary>A type as C# writes it, with its nullability.</summary>
internal static class TypeText
{
    private static readonly NullabilityInfoContext Nullability = new();

    public static string Of(ParameterInfo parameter) => Of(parameter.ParameterType, Info(() => Nullability.Create(parameter)));

    public static string Of(PropertyInfo property) => Of(property.PropertyType, Info(() => Nullability.Create(property)));

    public static string Of(FieldInfo field) => Of(field.FieldType, Info(() => Nullability.Create(field)));

    // Some generic signatures have no nullability the runtime can read.
    private static NullabilityInfo? Info(Func<NullabilityInfo> read)
    {
        try
        {
            lock (Nullability)
                return read();
        }
        catch (Exception error) when (error is InvalidOperationException or ArgumentException or IndexOutOfRangeException or NullReferenceException)
        {
            return null;
        }
    }

    public static string Of(Type type, NullabilityInfo? info = null)
    {
        if (Nullable.GetUnderlyingType(type) is { } underlying)
            return Of(underlying) + "?";

        var mark = !type.IsValueType && info?.ReadState == NullabilityState.Nullable ? "?" : "";
        if (type.IsByRef)
            return Of(type.GetElementType()!, info);
        if (type.IsArray)
            return $"{Of(type.GetElementType()!, info?.ElementType)}[]{mark}";
        if (type.IsGenericParameter)
            return type.Name + (info?.ReadState == NullabilityState.Nullable ? "?" : "");
        return type.IsGenericType ? Generic(type, info, mark) : Plain(type) + mark;
    }

    private static string Generic(Type type, NullabilityInfo? info, string mark)
    {
        var arguments = string.Join(", ", type.GetGenericArguments().Select((argument, i) =>
            Of(argument, info is not null && i < info.GenericTypeArguments.Length ? info.GenericTypeArguments[i] : null)));
        var name = type.Name.Split('`')[0];
        return name == "ValueTuple" ? $"({arguments})" : $"{name}<{arguments}>{mark}";
    }

    private static string Plain(Type type) => type.Name switch
    {
        "String" => "string",
        "Int32" => "int",
        "Boolean" => "bool",
        "Object" => "object",
        "Void" => "void",
        "Double" => "double",
        _ => type.IsNested ? $"{type.DeclaringType!.Name}.{type.Name}" : type.Name,
    };
}
