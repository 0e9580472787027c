using System.Collections.Concurrent;
using System.Reflection;

namespace Pulumi.Serialization;

/// <summary>The members of one argument class that travel, found once per class.</summary>
internal sealed class ArgsShape
{
    private static readonly ConcurrentDictionary<Type, ArgsShape> Shapes = new();

    private readonly Member[] _members;

    private ArgsShape(Type type)
    {
        var found = new List<Member>();
        foreach (var (member, get) in Fields(type).Concat(Properties(type)))
        {
            if (member.GetCustomAttribute<InputAttribute>() is { } input)
                found.Add(new Member(input, member.Name, get, $"[Input] {type.FullName}.{member.Name}"));
        }

        _members = [.. found];
    }

    private sealed record Member(InputAttribute Input, string Name, Func<object, object?> Get, string FullName);

    public static ArgsShape Of(Type type) => Shapes.GetOrAdd(type, static type => new ArgsShape(type));

    public IEnumerable<KeyValuePair<string, object?>> Read(InputArgs args)
    {
        foreach (var member in _members)
        {
            var value = member.Get(args);
            if (value is null && member.Input.IsRequired)
                throw new ArgumentNullException(member.Name, $"{member.FullName} is required but was not given a value");
            yield return new(member.Input.Name, value is not null && member.Input.Json ? JsonText.Of(value, member.FullName) : value);
        }
    }

    private static IEnumerable<(MemberInfo, Func<object, object?>)> Fields(Type type)
        => Declarations(type, t => t.GetFields(Members)).Select(f => ((MemberInfo)f, (Func<object, object?>)f.GetValue));

    private static IEnumerable<(MemberInfo, Func<object, object?>)> Properties(Type type)
        => Declarations(type, t => t.GetProperties(Members)).Select(p => ((MemberInfo)p, BackingField.GetterOf(p)));

    private const BindingFlags Members = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.DeclaredOnly;

    private static IEnumerable<T> Declarations<T>(Type type, Func<Type, T[]> members)
    {
        for (var t = type; t is not null && t != typeof(object); t = t.BaseType)
        {
            foreach (var member in members(t))
                yield return member;
        }
    }
}
