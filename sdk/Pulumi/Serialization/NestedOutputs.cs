using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Pulumi.Serialization;

/// <summary>
/// Resolves inputs and outputs nested in a value that is written as JSON and remembers what they carried. One instance
/// serves all calls, so that System.Text.Json can keep its metadata; what a call has seen is kept per thread.
/// A converter cannot await, and waiting in one blocks the program on itself; so a value with outputs that are still
/// pending is written again once they are there.
/// </summary>
internal sealed class NestedOutputs : JsonConverterFactory
{
    private static readonly NestedOutputs Instance = new();
    private static readonly JsonSerializerOptions Defaults = new() { Converters = { Instance } };
    private static readonly ConditionalWeakTable<JsonSerializerOptions, JsonSerializerOptions> Extended = [];

    [ThreadStatic]
    private static Seen? t_seen;

    private sealed class Seen
    {
        public ImmutableHashSet<Resource> Resources = ImmutableHashSet<Resource>.Empty;
        public bool Unknown;
        public bool Secret;
        public List<Task> Pending = [];
    }

    public static async ValueTask<OutputData<string>> SerializeAsync<T>(OutputData<T> data, JsonSerializerOptions? options)
    {
        while (true)
        {
            var (result, pending) = SerializeOnce(data, options);
            if (pending.Count == 0)
                return result;
            await Task.WhenAll(pending).ConfigureAwait(false);
        }
    }

    private static (OutputData<string> Result, List<Task> Pending) SerializeOnce<T>(OutputData<T> data, JsonSerializerOptions? options)
    {
        var outer = t_seen;
        var seen = t_seen = new Seen();
        try
        {
            var text = JsonSerializer.Serialize(data.Value, options is null ? Defaults : Extended.GetValue(options, Extend));
            var result = new OutputData<string>(
                Gather.Join(data.Resources, seen.Resources),
                seen.Unknown ? "" : text,
                !seen.Unknown,
                data.IsSecret || seen.Secret);
            return (result, seen.Pending);
        }
        finally
        {
            t_seen = outer;
        }
    }

    private static JsonSerializerOptions Extend(JsonSerializerOptions options)
        => new(options) { Converters = { Instance } };

    public override bool CanConvert(Type typeToConvert)
        => typeToConvert.IsGenericType
            && typeToConvert.GetGenericTypeDefinition() is var definition
            && (definition == typeof(Output<>) || definition == typeof(Input<>));

    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options)
        => (JsonConverter)Activator.CreateInstance(
            (typeToConvert.GetGenericTypeDefinition() == typeof(Output<>) ? typeof(OfOutput<>) : typeof(OfInput<>))
                .MakeGenericType(typeToConvert.GetGenericArguments()))!;

    private static void Write<T>(Utf8JsonWriter writer, Output<T> output, JsonSerializerOptions options)
    {
        var seen = t_seen!;
        if (!output.DataTask.IsCompleted)
        {
            seen.Pending.Add(output.DataTask);
            writer.WriteNullValue();
            return;
        }

        var data = output.DataTask.GetAwaiter().GetResult();
        seen.Resources = Gather.Join(seen.Resources, data.Resources);
        seen.Secret |= data.IsSecret;
        if (data.IsKnown)
        {
            JsonSerializer.Serialize(writer, data.Value, options);
            return;
        }

        seen.Unknown = true;
        writer.WriteNullValue();
    }

    private sealed class OfOutput<T> : JsonConverter<Output<T>>
    {
        public override Output<T> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
            => Output.Create(JsonSerializer.Deserialize<T>(ref reader, options)!);

        public override void Write(Utf8JsonWriter writer, Output<T> value, JsonSerializerOptions options)
            => NestedOutputs.Write(writer, value, options);
    }

    private sealed class OfInput<T> : JsonConverter<Input<T>>
    {
        public override Input<T> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
            => JsonSerializer.Deserialize<T>(ref reader, options)!;

        public override void Write(Utf8JsonWriter writer, Input<T> value, JsonSerializerOptions options)
            => NestedOutputs.Write<T>(writer, value, options);
    }
}
