using System.Collections;
using System.Collections.Concurrent;
using System.Reflection;
using Pulumi;
using Pulumi.Utilities;

namespace TechCorp.PgInfra.Planning.Capture;

/// <summary>
/// Finds the inputs the program itself marked secret. Under mocks the values arrive unwrapped, so the arguments are asked: every
/// <c>[Input]</c> member is an <c>Input&lt;T&gt;</c> that knows.
/// </summary>
internal static class SecretPaths
{
    private static readonly ConcurrentDictionary<Type, Func<object, Task<(bool, object?)>>> Readers = new();
    private static readonly ConcurrentDictionary<Type, (string Name, Func<object, object?> Get)[]> Members = new();
    private static readonly MethodInfo ReadMethod = typeof(SecretPaths).GetMethod(nameof(ReadAsync), BindingFlags.Static | BindingFlags.NonPublic)!;

    /// <summary>Paths by wire name; a secret list, map or object counts as a whole.</summary>
    public static async Task<IReadOnlyList<string>> FindAsync(ResourceArgs args)
    {
        var found = new List<string>();
        await WalkAsync(args, "", found);
        return found;
    }

    private static async Task WalkAsync(object? node, string path, List<string> found)
    {
        if (node is null or string)
        {
            return;
        }

        if (InputType(node.GetType()) is { } inputType)
        {
            var reader = Readers.GetOrAdd(inputType, static t => ReadMethod.MakeGenericMethod(t).CreateDelegate<Func<object, Task<(bool, object?)>>>());
            var (isSecret, value) = await reader(node);
            if (isSecret)
            {
                found.Add(path);
            }
            else
            {
                await WalkAsync(value, path, found);
            }

            return;
        }

        switch (node)
        {
            case InputArgs args:
                foreach (var (name, get) in Members.GetOrAdd(args.GetType(), InputMembers))
                {
                    await WalkAsync(get(args), path.Length == 0 ? name : $"{path}.{name}", found);
                }

                break;
            case IDictionary map:
                foreach (DictionaryEntry entry in map)
                {
                    await WalkAsync(entry.Value, $"{path}.{entry.Key}", found);
                }

                break;
            case IEnumerable list:
                var index = 0;
                foreach (var item in list)
                {
                    await WalkAsync(item, $"{path}[{index++}]", found);
                }

                break;
        }
    }

    private static async Task<(bool, object?)> ReadAsync<T>(object input)
    {
        Output<T> output = (Input<T>)input;
        return await Output.IsSecretAsync(output) ? (true, null) : (false, await OutputUtilities.GetValueAsync(output));
    }

    private static Type? InputType(Type? type)
    {
        for (; type is not null; type = type.BaseType)
        {
            if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Input<>))
            {
                return type.GetGenericArguments()[0];
            }
        }

        return null;
    }

    // The attribute stands on a private field where the property has a setter of its own: lists, maps and secrets.
    private static (string, Func<object, object?>)[] InputMembers(Type type)
    {
        var members = new List<(string, Func<object, object?>)>();
        for (var t = type; t is not null && t != typeof(object); t = t.BaseType)
        {
            const BindingFlags Declared = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;
            members.AddRange(t.GetFields(Declared)
                .Where(f => f.IsDefined(typeof(InputAttribute)))
                .Select(f => (WireName(f), (Func<object, object?>)f.GetValue)));
            members.AddRange(t.GetProperties(Declared)
                .Where(p => p.IsDefined(typeof(InputAttribute)))
                .Select(p => (WireName(p), (Func<object, object?>)p.GetValue)));
        }

        return [.. members];
    }

    // The attribute does not tell its name to anyone outside the SDK; its construction does.
    private static string WireName(MemberInfo member) =>
        (string)member.GetCustomAttributesData().First(a => a.AttributeType == typeof(InputAttribute)).ConstructorArguments[0].Value!;
}
