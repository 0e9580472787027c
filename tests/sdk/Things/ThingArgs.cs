using Pulumi;

namespace TechCorp.PgInfra.Sdk.Tests.Things;

/// <summary>Arguments of every kind, written as a provider package writes them.</summary>
public sealed class ThingArgs : ResourceArgs
{
    [Input("size")]
    public Input<int>? Size { get; set; }

    [Input("ratio")]
    public Input<double>? Ratio { get; set; }

    [Input("isPublic")]
    public Input<bool>? IsPublic { get; set; }

    [Input("label")]
    public Input<string>? Label { get; set; }

    [Input("zones")]
    private InputList<string>? _zones;

    public InputList<string> Zones
    {
        get => _zones ??= [];
        set => _zones = value;
    }

    [Input("tags")]
    private InputMap<string>? _tags;

    public InputMap<string> Tags
    {
        get => _tags ??= [];
        set => _tags = value;
    }

    [Input("rules")]
    private InputList<RuleArgs>? _rules;

    public InputList<RuleArgs> Rules
    {
        get => _rules ??= [];
        set => _rules = value;
    }

    [Input("mode")]
    public InputUnion<string, int>? Mode { get; set; }

    [Input("tier")]
    public Input<Tier>? Tier { get; set; }

    [Input("password")]
    private Input<string>? _password;

    public Input<string>? Password
    {
        get => _password;
        set
        {
            var emptySecret = Output.CreateSecret(0);
            _password = Output.Tuple<Input<string>?, int>(value, emptySecret).Apply(t => t.Item1);
        }
    }
}

public sealed class RuleArgs : ResourceArgs
{
    [Input("fromPort", required: true)]
    public Input<int> FromPort { get; set; } = null!;

    [Input("description")]
    public Input<string>? Description { get; set; }
}

public sealed class NeedyArgs : ResourceArgs
{
    [Input("must", required: true)]
    public Input<string> Must { get; set; } = null!;
}
