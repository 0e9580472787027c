using System.Collections;
using Pulumi.Serialization;

namespace Pulumi.Testing;

/// <summary>Reads the state a mock returns: a dictionary, arguments, or an output type. Each property is known or secret by itself.</summary>
internal static class StateReader
{
    public static async ValueTask<IReadOnlyDictionary<string, OutputData<object?>>> ReadAsync(object state)
    {
        var result = new Dictionary<string, OutputData<object?>>();
        foreach (var (name, value) in Properties(state))
        {
            if (value is null)
                continue;
            var data = await Serializer.SerializeAsync(name, value).ConfigureAwait(false);
            if (data.Value is not null || !data.IsKnown)
                result[name] = data;
        }

        return result;
    }

    private static IEnumerable<KeyValuePair<string, object?>> Properties(object state) => state switch
    {
        null => throw new InvalidOperationException("A mock returned null for the state of a resource; return args.Inputs or a dictionary."),
        IEnumerable<KeyValuePair<string, object?>> pairs => pairs,
        IDictionary map => map.Cast<DictionaryEntry>().Select(e => new KeyValuePair<string, object?>((string)e.Key, e.Value)),
        InputArgs args => args.Members(),
        _ when state.GetType().IsDefined(typeof(OutputTypeAttribute), false) => ResultShape.Read(state),
        _ => throw new InvalidOperationException($"{state.GetType().FullName} is not a supported argument type"),
    };
}
