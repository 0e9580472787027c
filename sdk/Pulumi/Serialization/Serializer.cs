using System.Collections;
using System.Collections.Immutable;
using System.Text.Json;

namespace Pulumi.Serialization;

/// <summary>
/// Brings any argument into the form it is sent in: null, bool, double, string, <see cref="ImmutableArray{T}"/> of object,
/// <see cref="ImmutableDictionary{TKey, TValue}"/> of string and object, or a <see cref="Resource"/>.
/// Unknown or secret when anything inside is.
/// </summary>
internal sealed class Serializer
{
    private ImmutableHashSet<Resource> _resources = ImmutableHashSet<Resource>.Empty;
    private bool _isKnown = true;
    private bool _isSecret;

    public static async ValueTask<OutputData<object?>> SerializeAsync(string context, object? value)
    {
        var serializer = new Serializer();
        var plain = await serializer.Visit(context, value).ConfigureAwait(false);
        return new OutputData<object?>(serializer._resources, plain, serializer._isKnown, serializer._isSecret);
    }

    private async ValueTask<object?> Visit(string context, object? value)
    {
        switch (value)
        {
            case null or bool or double or string:
                return value;
            case int number:
                return (double)number;
            case IInput input:
                return await VisitOutput(context, input.Parts ?? input.ToOutput()).ConfigureAwait(false);
            case IOutput output:
                return await VisitOutput(context, output).ConfigureAwait(false);
            case InputArgs args:
                return await VisitMap(context, args.Members()).ConfigureAwait(false);
            case IUnion union:
                return await Visit(context, union.Value).ConfigureAwait(false);
            case JsonElement json:
                return await Visit(context, Plain(json)).ConfigureAwait(false);
            case Task:
                throw new InvalidOperationException($"Tasks are not allowed inside ResourceArgs. Please wrap your Task in an Output:\n\t{context}");
            case Resource resource:
                _resources = _resources.Add(resource);
                await resource.Urn.DataTask.ConfigureAwait(false);
                return resource;
            case IDictionary map:
                return await VisitMap(context, Entries(context, map)).ConfigureAwait(false);
            case IList list:
                return await VisitList(context, list).ConfigureAwait(false);
            case ValueTuple:
                return null;
            case Enum when Enum.GetUnderlyingType(value.GetType()) == typeof(int):
                return (double)(int)value;
        }

        var type = value.GetType();
        if (type.IsDefined(typeof(EnumTypeAttribute), false))
            return OpenEnum.Unwrap(value, context);
        if (type.IsDefined(typeof(OutputTypeAttribute), false))
            return await VisitMap(context, ResultShape.Read(value)).ConfigureAwait(false);
        throw new InvalidOperationException($"{type.FullName} is not a supported argument type.\n\t{context}");
    }

    private async ValueTask<object?> VisitOutput(string context, IOutput output)
    {
        var data = await output.GetDataAsync().ConfigureAwait(false);
        _resources = Gather.Join(_resources, data.Resources);
        _isKnown &= data.IsKnown;
        _isSecret |= data.IsSecret;
        return data.IsKnown ? await Visit(context, data.Value).ConfigureAwait(false) : null;
    }

    private async ValueTask<object?> VisitMap(string context, IEnumerable<KeyValuePair<string, object?>> entries)
    {
        var result = ImmutableDictionary.CreateBuilder<string, object>();
        foreach (var (key, value) in entries)
        {
            if (value is not null && await Visit(context, value).ConfigureAwait(false) is { } plain)
                result[key] = plain;
        }

        return result.ToImmutable();
    }

    private async ValueTask<object?> VisitList(string context, IList list)
    {
        if (IsDefaultArray(list))
            return ImmutableArray<object>.Empty;

        var result = ImmutableArray.CreateBuilder<object>(list.Count);
        foreach (var item in list)
            result.Add((await Visit(context, item).ConfigureAwait(false))!);
        return result.MoveToImmutable();
    }

    // The default of ImmutableArray<T> throws when it is counted; it is the only one whose hash is 0.
    private static bool IsDefaultArray(IList list)
        => list.GetType() is { IsValueType: true, IsGenericType: true } type
            && type.GetGenericTypeDefinition() == typeof(ImmutableArray<>)
            && list.GetHashCode() == 0;

    private static IEnumerable<KeyValuePair<string, object?>> Entries(string context, IDictionary map)
    {
        foreach (DictionaryEntry entry in map)
        {
            yield return new(
                entry.Key as string ?? throw new InvalidOperationException($"Dictionaries are only supported with string keys:\n\t{context}"),
                entry.Value);
        }
    }

    private static object? Plain(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.String => json.GetString(),
        JsonValueKind.Number => json.GetDouble(),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.Array => json.EnumerateArray().Select(Plain).ToList(),
        JsonValueKind.Object => json.EnumerateObject().ToDictionary(p => p.Name, p => Plain(p.Value)),
        _ => null,
    };
}
