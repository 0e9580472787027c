using System.Text.Json;
using Pulumi.Serialization;

namespace Pulumi;

/// <content>JSON in and out of outputs.</content>
public static partial class Output
{
    /// <summary>The value as JSON text. Inputs and outputs inside the value are resolved; any unknown one makes the text unknown.</summary>
    public static Output<string> JsonSerialize<T>(Output<T> value, JsonSerializerOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(value);
        return new Output<string>(SerializeAsync());

        async Task<OutputData<string>> SerializeAsync()
        {
            var data = await value.DataTask.ConfigureAwait(false);
            return data.IsKnown
                ? await NestedOutputs.SerializeAsync(data, options).ConfigureAwait(false)
                : new OutputData<string>(data.Resources, "", IsKnown: false, data.IsSecret);
        }
    }

    /// <summary>The value the JSON text stands for.</summary>
    public static Output<T> JsonDeserialize<T>(Output<string> json, JsonSerializerOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(json);
        return json.Apply(text => JsonSerializer.Deserialize<T>(text, options)!);
    }
}
