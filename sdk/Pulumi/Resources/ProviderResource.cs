namespace Pulumi;

/// <summary>A provider with its own settings, such as another region.</summary>
public class ProviderResource : CustomResource
{
    /// <summary>What the engine uses where a value is not known yet.</summary>
    private const string UnknownValue = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

    /// <summary>Declares a provider of a package.</summary>
    public ProviderResource(string package, string name, ResourceArgs args, CustomResourceOptions? options = null)
        : base($"pulumi:providers:{package}", name, args, options)
        => Package = package;

    internal string Package { get; }

    /// <summary>How resources refer to the provider: <c>urn::id</c>; "" for the default provider.</summary>
    internal static async ValueTask<string> ReferenceAsync(ProviderResource? provider)
    {
        if (provider is null)
            return "";
        var urn = await provider.Urn.GetValueAsync(whenUnknown: "").ConfigureAwait(false);
        var id = await provider.Id.GetValueAsync(whenUnknown: "").ConfigureAwait(false);
        return $"{urn}::{(string.IsNullOrEmpty(id) ? UnknownValue : id)}";
    }
}
