using System.Collections.Immutable;

namespace Pulumi;

/// <summary>Arguments of a <see cref="StackReference"/>.</summary>
public class StackReferenceArgs : ResourceArgs
{
    /// <summary>The stack to read; the resource's name when unset.</summary>
    [Input("name", required: true)]
    public Input<string>? Name { get; set; }
}

/// <summary>Reads the outputs of another stack.</summary>
public class StackReference : CustomResource
{
    /// <summary>Refers to a stack by the name <c>organization/project/stack</c>.</summary>
    public StackReference(string name, StackReferenceArgs? args = null, CustomResourceOptions? options = null)
        : base(
            "pulumi:pulumi:StackReference",
            name,
            new StackReferenceArgs { Name = args?.Name ?? name },
            CustomResourceOptions.Merge(options, new CustomResourceOptions { Id = args?.Name ?? name }))
    {
    }

    /// <summary>The name of the stack.</summary>
    [Output("name")]
    public Output<string> Name { get; private set; } = null!;

    /// <summary>All outputs of the stack.</summary>
    [Output("outputs")]
    public Output<ImmutableDictionary<string, object>> Outputs { get; private set; } = null!;

    /// <summary>The outputs that are secret.</summary>
    [Output("secretOutputNames")]
    public Output<ImmutableArray<string>> SecretOutputNames { get; private set; } = null!;

    /// <summary>One output, or null.</summary>
    public Output<object?> GetOutput(Input<string> name)
        => Read(name, Output.Tuple(name, (Input<ImmutableDictionary<string, object>>)Outputs).Apply(
            both => both.Item2.GetValueOrDefault(both.Item1)));

    /// <summary>One output; an error when the stack has none of that name.</summary>
    public Output<object> RequireOutput(Input<string> name)
        => Read(name, Output.Tuple(name, (Input<ImmutableDictionary<string, object>>)Outputs).Apply(
            both => both.Item2.TryGetValue(both.Item1, out var value)
                ? value
                : throw new KeyNotFoundException($"Required output '{both.Item1}' does not exist on stack '{GetResourceName()}'.")));

    /// <summary>One output, under Value or SecretValue.</summary>
    public async Task<StackReferenceOutputDetails> GetOutputDetailsAsync(string name)
    {
        var data = await GetOutput(name).DataTask.ConfigureAwait(false);
        return data.IsSecret
            ? new StackReferenceOutputDetails { SecretValue = data.Value }
            : new StackReferenceOutputDetails { Value = data.Value };
    }

    /// <summary>One output that is not secret, or null.</summary>
    public Task<object?> GetValueAsync(Input<string> name)
        => PlainAsync(GetOutput(name), "Cannot call 'GetOutputValueAsync' if the referenced stack has secret outputs. Use 'GetOutput' instead.");

    /// <summary>One output that is not secret; an error when the stack has none of that name.</summary>
    public Task<object> RequireValueAsync(Input<string> name)
        => PlainAsync(RequireOutput(name), "Cannot call 'RequireOutputValueAsync' if the referenced stack has secret outputs. Use 'RequireOutput' instead.");

    private static async Task<T> PlainAsync<T>(Output<T> output, string whenSecret)
    {
        var data = await output.DataTask.ConfigureAwait(false);
        return data.IsSecret ? throw new InvalidOperationException(whenSecret) : data.Value;
    }

    // One secret output must not make every other one secret, so secretness comes from the list of names.
    private Output<T> Read<T>(Input<string> name, Output<T> value)
    {
        return new Output<T>(ReadAsync());

        async Task<OutputData<T>> ReadAsync()
        {
            var wanted = await name.ToOutput().DataTask.ConfigureAwait(false);
            var secrets = await SecretOutputNames.DataTask.ConfigureAwait(false);
            var data = await value.DataTask.ConfigureAwait(false);
            var isSecret = wanted.IsKnown && secrets.IsKnown
                ? !secrets.Value.IsDefault && secrets.Value.Contains(wanted.Value)
                : (await Outputs.DataTask.ConfigureAwait(false)).IsSecret;
            return data with { IsSecret = isSecret };
        }
    }
}
