using System.Collections;
using System.Collections.Immutable;
using Pulumi;
using Pulumi.Utilities;

namespace TechCorp.PgInfra.Infra.Tests.Recording;

/// <summary>One declared resource: its inputs under wire names, and the options that mocks do not show.</summary>
internal sealed record Recorded(string Type, string Name, string Provider, ImmutableDictionary<string, object> Inputs, ResourceOptions Options)
{
    public object? this[string input] => Inputs.GetValueOrDefault(input);

    public string Text(string input) => Assert.IsType<string>(this[input]);

    public ImmutableDictionary<string, object> Map(string input) => Assert.IsType<ImmutableDictionary<string, object>>(this[input]);

    public IReadOnlyList<object> List(string input) => [.. Assert.IsAssignableFrom<IEnumerable>(this[input]).Cast<object>()];

    /// <summary>Resources it waits for explicitly, sorted.</summary>
    public async Task<IReadOnlyList<string>> DependsOnAsync()
    {
        var resources = await OutputUtilities.GetValueAsync(Options.DependsOn.ToOutput());
        return [.. resources.Select(r => $"{r.GetResourceType()}::{r.GetResourceName()}").Order(StringComparer.Ordinal)];
    }

    public override string ToString() => $"{Type}::{Name}";
}
