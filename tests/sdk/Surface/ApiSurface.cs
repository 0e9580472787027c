using System.Reflection;

namespace TechCorp.PgInfra.Sdk.Tests.Surface;

/// <summary>The public surface of an assembly as text: a header per type, one member a line.</summary>
internal static class ApiSurface
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    public static IEnumerable<string> Lines(Assembly assembly)
        => assembly.GetExportedTypes().OrderBy(type => type.FullName, StringComparer.Ordinal).SelectMany(TypeLines);

    private static IEnumerable<string> TypeLines(Type type)
    {
        var kind = Kind(type);
        var bases = type.IsEnum || kind == "delegate" ? [] : Bases(type);
        var name = type.IsGenericType ? TypeText.Of(type) : type.IsNested ? $"{type.DeclaringType!.Name}.{type.Name}" : type.Name;
        yield return $"### {kind} {type.Namespace}.{name}{(bases.Count > 0 ? " : " + string.Join(", ", bases) : "")}";
        if (type.IsEnum)
        {
            yield return string.Join(", ", Enum.GetNames(type));
            yield break;
        }

        if (kind == "delegate")
        {
            var invoke = type.GetMethod("Invoke")!;
            yield return $"({MemberText.Parameters(invoke)}) -> {TypeText.Of(invoke.ReturnParameter)}";
            yield break;
        }

        foreach (var constructor in type.GetConstructors(Declared).Where(IsVisible))
            yield return MemberText.Of(constructor);
        foreach (var field in type.GetFields(Declared).Where(field => field.IsPublic || field.IsFamily))
            yield return MemberText.Of(field);
        foreach (var property in type.GetProperties(Declared).Where(property => property.GetAccessors(true).Any(IsVisible)))
            yield return MemberText.Of(property);
        foreach (var method in type.GetMethods(Declared).Where(IsVisible).Where(m => !m.IsSpecialName || m.Name.StartsWith("op_", StringComparison.Ordinal)))
            yield return MemberText.Of(method, type);
    }

    private static string Kind(Type type)
        => type.IsEnum ? "enum"
            : type.IsInterface ? "interface"
            : type.IsValueType ? "struct"
            : typeof(Delegate).IsAssignableFrom(type) ? "delegate"
            : type.IsAbstract && type.IsSealed ? "static class"
            : type.IsAbstract ? "abstract class"
            : type.IsSealed ? "sealed class"
            : "class";

    private static List<string> Bases(Type type)
    {
        var bases = new List<string>();
        if (type.BaseType is { } parent && parent != typeof(object) && parent != typeof(ValueType))
            bases.Add(TypeText.Of(parent));
        bases.AddRange(type.GetInterfaces().Except(type.BaseType?.GetInterfaces() ?? []).Where(i => i.IsPublic).Select(i => TypeText.Of(i)));
        return bases;
    }

    public static bool IsVisible(MethodBase method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;
}
