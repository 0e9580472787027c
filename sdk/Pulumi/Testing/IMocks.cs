using System.Collections.Immutable;

namespace Pulumi.Testing;

/// <summary>Answers for the cloud in a test.</summary>
public interface IMocks
{
    /// <summary>The id and state of a resource that was just declared or read. Null leaves the id unknown; state keys are wire names.</summary>
    Task<(string? id, object state)> NewResourceAsync(MockResourceArgs args);

    /// <summary>The result of a provider function.</summary>
    Task<object> CallAsync(MockCallArgs args);

    /// <summary>Sees the outputs of a component or stack.</summary>
    Task RegisterResourceOutputs(MockRegisterResourceOutputsRequest args) => Task.CompletedTask;
}

/// <summary>A resource that is being declared or read.</summary>
public class MockResourceArgs
{
    /// <summary>The type token.</summary>
    public string? Type { get; set; }

    /// <summary>The logical name.</summary>
    public string? Name { get; set; }

    /// <summary>Arguments under their wire names; unset and unknown ones are absent, secrets are unwrapped, numbers are doubles.</summary>
    public ImmutableDictionary<string, object> Inputs { get; set; } = ImmutableDictionary<string, object>.Empty;

    /// <summary>"" for the default provider, otherwise <c>urn::id</c>.</summary>
    public string? Provider { get; set; }

    /// <summary>The id that is read or imported.</summary>
    public string? Id { get; set; }
}

/// <summary>A provider function that is being called.</summary>
public class MockCallArgs
{
    /// <summary>The function's token.</summary>
    public string? Token { get; set; }

    /// <summary>Arguments under their wire names.</summary>
    public ImmutableDictionary<string, object> Args { get; set; } = ImmutableDictionary<string, object>.Empty;

    /// <summary>"" for the default provider, otherwise <c>urn::id</c>.</summary>
    public string? Provider { get; set; }
}

/// <summary>The outputs of a component or stack.</summary>
public class MockRegisterResourceOutputsRequest(string urn, ImmutableDictionary<string, Output<object?>> outputs)
{
    /// <summary>Whose outputs.</summary>
    public readonly string Urn = urn;

    /// <summary>The outputs, known and secret as they were.</summary>
    public readonly ImmutableDictionary<string, Output<object?>> Outputs = outputs;
}
