using System.Reflection;
using Pulumi;

namespace TechCorp.PgInfra.Sdk.Generated;

/// <summary>
/// The public surface of a generated package, a member a line, in the form of <c>pulumi-aws-surface.txt</c>:
/// what a program writes, without the words that every member has.
/// </summary>
internal static class PackageSurface
{
    private static readonly NullabilityInfoContext Nullability = new();

    /// <summary>Lines of every public type, by the type's name below the package's namespace.</summary>
    public static Dictionary<string, List<string>> Of(Assembly assembly)
    {
        var root = assembly.GetName().Name + ".";
        return assembly.GetExportedTypes().ToDictionary(
            type => type.FullName![root.Length..],
            type => Members(type, root, type.FullName![root.Length..]).Order(StringComparer.Ordinal).ToList());
    }

    private static IEnumerable<string> Members(Type type, string root, string name)
    {
        const BindingFlags Declared = BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly;
        if (typeof(Resource).IsAssignableFrom(type))
        {
            // The name before and the options after the arguments are the same for every resource.
            var args = type.GetConstructors().Single().GetParameters()[1];
            yield return $"{name}({Parameter(args, root)})";
            foreach (var property in type.GetProperties(Declared))
            {
                var output = Nullability.Create(property).GenericTypeArguments[0];
                yield return $"{name}.{property.Name}: {Type(output, root, result: true)}";
            }
        }
        else if (typeof(InputArgs).IsAssignableFrom(type))
        {
            foreach (var property in type.GetProperties(Declared))
            {
                var argument = Type(Nullability.Create(property), root, result: false);
                yield return $"{name}.{property.Name}{(IsRequired(property) ? "!" : "")}: {argument}";
            }
        }
        else if (type.IsAbstract && type.IsSealed)
        {
            foreach (var method in type.GetMethods(BindingFlags.Public | BindingFlags.Static))
            {
                var parameters = string.Join(", ", method.GetParameters().Select(p => Parameter(p, root)));
                var result = Type(Nullability.Create(method.ReturnParameter), root, result: true);
                yield return $"{name}.{method.Name}({parameters}) -> {Local(result)}";
            }
        }
        else
        {
            foreach (var field in type.GetFields(Declared))
            {
                yield return $"{name}.{field.Name}: {Type(Nullability.Create(field), root, result: true)}";
            }
        }
    }

    /// <summary>The attribute stands on the property or, where that has code, on the field behind it.</summary>
    private static bool IsRequired(PropertyInfo property)
    {
        var fields = property.DeclaringType!.GetFields(BindingFlags.NonPublic | BindingFlags.Instance);
        var field = fields.SingleOrDefault(f => f.Name.Equals("_" + property.Name, StringComparison.OrdinalIgnoreCase));
        var attribute = property.CustomAttributes.Concat(field?.CustomAttributes ?? [])
            .Single(a => a.AttributeType == typeof(InputAttribute));
        return (bool)attribute.ConstructorArguments[1].Value!;
    }

    private static string Parameter(ParameterInfo parameter, string root)
    {
        var type = Local(Type(Nullability.Create(parameter), root, result: true));
        return $"{type} {parameter.Name}{(parameter.IsOptional ? " = null" : "")}";
    }

    private static string Type(NullabilityInfo info, string root, bool result)
    {
        var type = info.Type;
        var mark = result && info.ReadState == NullabilityState.Nullable ? "?" : "";
        if (Nullable.GetUnderlyingType(type) is { } value)
        {
            return Name(value, root) + "?";
        }

        if (!type.IsGenericType)
        {
            return Name(type, root) + mark;
        }

        var arguments = info.GenericTypeArguments.Select(a => Type(a, root, result: false));
        return $"{type.Name[..type.Name.IndexOf('`', StringComparison.Ordinal)]}<{string.Join(", ", arguments)}>{mark}";
    }

    private static string Name(Type type, string root) =>
        type == typeof(string) ? "string"
        : type == typeof(int) ? "int"
        : type == typeof(double) ? "double"
        : type == typeof(bool) ? "bool"
        : type == typeof(object) ? "object"
        : type.FullName!.StartsWith(root, StringComparison.Ordinal) ? type.FullName![root.Length..]
        : type.Name;

    /// <summary>A constructor's or function's own types are written without their namespace.</summary>
    private static string Local(string type)
    {
        var start = type.LastIndexOf('<') + 1;
        var dot = type.LastIndexOf('.');
        return dot < start ? type : type[..start] + type[(dot + 1)..];
    }
}
