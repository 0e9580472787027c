using System.Reflection;
using System.Runtime.CompilerServices;

namespace TechCorp.PgInfra.Sdk.Tests.Surface;

/// <summary>A member as one line.</summary>
internal static class MemberText
{
    public static string Of(ConstructorInfo constructor)
        => $"- {(constructor.IsPublic ? "" : "protected ")}ctor({Parameters(constructor)}){Obsolete(constructor)}";

    public static string Of(FieldInfo field)
        => $"- {(field.IsStatic ? "static " : "")}field {TypeText.Of(field)} {field.Name}{Obsolete(field)}";

    public static string Of(PropertyInfo property)
    {
        var main = (property.GetMethod ?? property.SetMethod)!;
        var name = property.GetIndexParameters() is { Length: > 0 } index
            ? $"this[{string.Join(", ", index.Select(p => $"{TypeText.Of(p.ParameterType)} {p.Name}"))}]"
            : property.Name;
        var get = property.GetMethod is { } getter && ApiSurface.IsVisible(getter) ? "get; " : "";
        var set = property.SetMethod is { } setter && ApiSurface.IsVisible(setter) ? Setter(setter) : "";
        return $"- {(main.IsStatic ? "static " : "")}{(main.IsPublic ? "" : "protected ")}{TypeText.Of(property)} {name} {{ {get}{set}}}{Obsolete(property)}";
    }

    public static string Of(MethodInfo method, Type owner)
    {
        var modifiers = $"{(method.IsStatic ? "static " : "")}{(method.IsPublic ? "" : "protected ")}{Dispatch(method, owner)}";
        if (method.Name == "op_Implicit")
            return $"- {modifiers}implicit {TypeText.Of(method.ReturnType)}({Parameters(method)}){Obsolete(method)}";

        var generics = method.IsGenericMethod ? $"<{string.Join(", ", method.GetGenericArguments().Select(a => a.Name))}>" : "";
        var extension = method.IsDefined(typeof(ExtensionAttribute), false) ? "  (extension)" : "";
        return $"- {modifiers}{TypeText.Of(method.ReturnParameter)} {method.Name}{generics}({Parameters(method)}){extension}{Obsolete(method)}";
    }

    public static string Parameters(MethodBase method)
        => string.Join(", ", method.GetParameters().Select(p =>
            $"{(p.IsDefined(typeof(ParamArrayAttribute), false) ? "params " : "")}{TypeText.Of(p)} {p.Name}{Default(p)}"));

    private static string Default(ParameterInfo parameter)
    {
        if (!parameter.HasDefaultValue)
            return "";
        var isPlainValue = parameter.ParameterType.IsValueType && Nullable.GetUnderlyingType(parameter.ParameterType) is null;
        var value = parameter.DefaultValue ?? (isPlainValue ? "default" : "null");
#pragma warning disable CA1308 // The format writes true and false in lower case.
        return $" = {value.ToString()!.ToLowerInvariant()}";
#pragma warning restore CA1308
    }

    private static string Dispatch(MethodInfo method, Type owner)
        => method.IsAbstract && !owner.IsInterface ? "abstract "
            : !method.IsVirtual || method.IsFinal || owner.IsInterface ? ""
            : method.GetBaseDefinition() != method ? "override "
            : "virtual ";

    private static string Setter(MethodInfo setter)
        => setter.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit)) ? "init; "
            : setter.IsPublic ? "set; "
            : "protected set; ";

    private static string Obsolete(MemberInfo member) => member.IsDefined(typeof(ObsoleteAttribute), false) ? " [Obsolete]" : "";
}
