using System.Collections.Immutable;
using Pulumi;

namespace TechCorp.PgInfra.Sdk.Tests.Things;

/// <summary>A resource with an output of every kind, written as a provider package writes one.</summary>
public sealed class Thing : CustomResource
{
    public const string Token = "test:things/thing:Thing";

    public Thing(string name, ThingArgs? args = null, CustomResourceOptions? options = null)
        : base(Token, name, args ?? new ThingArgs(), Options(options, ""))
    {
    }

    private Thing(string name, Input<string> id, CustomResourceOptions? options)
        : base(Token, name, null, Options(options, id))
    {
    }

    [Output("arn")]
    public Output<string> Arn { get; private set; } = null!;

    [Output("size")]
    public Output<int> Size { get; private set; } = null!;

    [Output("ratio")]
    public Output<double?> Ratio { get; private set; } = null!;

    [Output("zones")]
    public Output<ImmutableArray<string>> Zones { get; private set; } = null!;

    [Output("tags")]
    public Output<ImmutableDictionary<string, string>?> Tags { get; private set; } = null!;

    [Output("endpoint")]
    public Output<Endpoint?> Endpoint { get; private set; } = null!;

    [Output("mode")]
    public Output<Union<string, int>> Mode { get; private set; } = null!;

    [Output("tier")]
    public Output<Tier> Tier { get; private set; } = null!;

    [Output("password")]
    public Output<string?> Password { get; private set; } = null!;

    public static Thing Get(string name, Input<string> id, CustomResourceOptions? options = null) => new(name, id, options);

    private static CustomResourceOptions Options(CustomResourceOptions? options, Input<string>? id)
    {
        var merged = CustomResourceOptions.Merge(new CustomResourceOptions { Version = "1.0.0" }, options);
        merged.Id = id ?? merged.Id;
        return merged;
    }
}
