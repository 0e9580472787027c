using System.Collections.Immutable;
using System.Text.Json.Nodes;
using TechCorp.PgInfra.Planning.Schema;

namespace TechCorp.PgInfra.Planning.Capture;

/// <summary>Puts together what the transformation saw and what the mocks received: resources, and everything wrong with them.</summary>
internal sealed class PlanBuilder
{
    private readonly ProviderSchema _schema = ProviderSchema.Shared;
    private readonly ResourceRecorder _recorder;
    private readonly PlanMocks _mocks;
    private readonly Urns _urns;
    private readonly OptionsReader _options;
    private readonly Masking _masking;
    private readonly string? _region;
    private readonly List<PlanProblem> _problems = [];

    public PlanBuilder(ResourceRecorder recorder, PlanMocks mocks, Urns urns, string? region, Func<PlanReference, bool> isSecretElsewhere)
    {
        (_recorder, _mocks, _urns, _region) = (recorder, mocks, urns, region);
        _options = new OptionsReader(recorder, urns);
        var additional = recorder.Resources
            .SelectMany(r => r.Options is Pulumi.CustomResourceOptions custom ? custom.AdditionalSecretOutputs.Select(o => (r.Type, r.Name, o)) : [])
            .ToHashSet();
        _masking = new Masking(_schema, r => additional.Contains((r.Type, r.Name, r.Output)) || isSecretElsewhere(r));
    }

    /// <summary>What the engine or a provider would refuse.</summary>
    public IReadOnlyList<PlanProblem> Problems => _problems;

    public async Task<ImmutableArray<PlannedResource>> ResourcesAsync()
    {
        foreach (var (type, name) in _recorder.Resources.GroupBy(r => (r.Type, r.Name)).Where(g => g.Skip(1).Any()).Select(g => g.Key))
        {
            _problems.Add(new PlanProblem(type, name, "", "it is declared more than once; a type has each name once, or references would be ambiguous and the engine refuses the same URN."));
        }

        var resources = new List<PlannedResource>(_recorder.Resources.Count);
        foreach (var recorded in _recorder.Resources)
        {
            resources.Add(await ResourceAsync(recorded));
        }

        return [.. resources.OrderBy(r => r.Urn, StringComparer.Ordinal)];
    }

    /// <summary>A stack output, masked.</summary>
    public JsonNode? Output(string name, JsonNode? value, bool isSecret)
    {
        var found = new List<string>();
        return _masking.Apply(value, name, isSecret ? [name] : [], found);
    }

    private async Task<PlannedResource> ResourceAsync(RecordedResource recorded)
    {
        var registered = _mocks.Registered.GetValueOrDefault((recorded.Type, recorded.Name));
        var inputs = WireJson.From(registered?.Inputs ?? ImmutableDictionary<string, object>.Empty);
        Check(recorded, inputs);

        var secret = (await SecretPaths.FindAsync(recorded.Args)).Concat(_schema.Resource(recorded.Type)?.SecretInputs(inputs) ?? []).ToHashSet(StringComparer.Ordinal);
        var masked = new List<string>();
        var shown = (JsonObject)_masking.Apply(inputs, "", secret, masked)!;
        var provider = _options.Provider(recorded);
        return new PlannedResource(
            _urns.Of(recorded), recorded.Type, recorded.Name, _urns.Of(recorded.Options.Parent), provider is null ? null : _urns.Of(provider), Region(recorded, shown, provider),
            shown, [.. masked.Order(StringComparer.Ordinal)], await _options.ReadAsync(recorded))
        {
            IsComponent = recorded.IsComponent,
        };
    }

    private void Check(RecordedResource recorded, JsonObject inputs)
    {
        if (recorded.Name.AsSpan().ContainsAny(".{}"))
        {
            _problems.Add(new PlanProblem(recorded.Type, recorded.Name, "", "a name here holds no '.', '{' or '}', because references to it are written ${type::name.output}."));
        }

        if (recorded.IsComponent || recorded.Type == PlanReference.StackReferenceType || recorded.Type.StartsWith("pulumi:providers:", StringComparison.Ordinal))
        {
            return;
        }

        _problems.AddRange(InputValidation.Validate(_schema, recorded.Type, recorded.Name, inputs));
    }

    private string? Region(RecordedResource recorded, JsonObject inputs, RecordedResource? provider)
    {
        if (!recorded.Type.StartsWith("aws:", StringComparison.Ordinal) || recorded.IsComponent)
        {
            return recorded.Type == "pulumi:providers:aws" ? inputs["region"]?.GetValue<string>() : null;
        }

        return inputs["region"]?.GetValue<string>() ?? ProviderRegion(provider) ?? _region;
    }

    private string? ProviderRegion(RecordedResource? provider) =>
        provider is not null && _mocks.Registered.GetValueOrDefault((provider.Type, provider.Name)) is { } registered
            ? registered.Inputs.GetValueOrDefault("region") as string
            : null;
}
