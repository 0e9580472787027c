using System.Collections.Concurrent;
using System.Collections.Immutable;
using Pulumi;
using Pulumi.Testing;
using TechCorp.PgInfra.Catalog;
using TechCorp.PgInfra.Infra.Configuration;

namespace TechCorp.PgInfra.Infra.Tests.Recording;

/// <summary>What the program declares for given settings: run once, then asked.</summary>
internal sealed class RecordedEstate
{
    private readonly ImmutableDictionary<(string Type, string Name), Recorded> resources;

    private RecordedEstate(ImmutableDictionary<(string, string), Recorded> resources, EstateStack stack)
    {
        this.resources = resources;
        Stack = stack;
    }

    /// <summary>For its outputs.</summary>
    public EstateStack Stack { get; }

    public IEnumerable<Recorded> All => resources.Values;

    public Recorded this[string type, string name] => resources.TryGetValue((type, name), out var found)
        ? found
        : throw new KeyNotFoundException($"no {type} named {name}; there are: {string.Join(", ", OfType(type).Select(r => r.Name))}");

    public IReadOnlyList<Recorded> OfType(string type) => [.. resources.Values.Where(r => r.Type == type).OrderBy(r => r.Name, StringComparer.Ordinal)];

    public Recorded Instance(string identifier) => this["aws:rds/instance:Instance", identifier];

    public IReadOnlyList<Recorded> Instances => OfType("aws:rds/instance:Instance");

    /// <summary>Runs the program.</summary>
    /// <param name="settings">Of the stack.</param>
    /// <param name="catalog">The company's own when null.</param>
    /// <param name="sourceOutputs">Outputs of the referenced stack, for a disaster recovery stack.</param>
    public static async Task<RecordedEstate> OfAsync(
        EstateSettings settings, ServiceCatalog? catalog = null, IReadOnlyDictionary<string, object>? sourceOutputs = null)
    {
        var mocks = new RecordingMocks(sourceOutputs);
        var options = new ConcurrentDictionary<(string, string), ResourceOptions>();
        TestedStack.Current.Value = new(settings, catalog ?? ServiceCatalog.TechCorp, new StackOptions
        {
            ResourceTransformations =
            {
                resource =>
                {
                    options[(resource.Resource.GetResourceType(), resource.Resource.GetResourceName())] = resource.Options;
                    return null;
                },
            },
        });

        var declared = await Deployment.TestAsync<TestedStack>(mocks, new TestOptions
        {
            ProjectName = "techcorp-pg-infra",
            StackName = settings.Stack,
            IsPreview = false,
        });

        var resources = ImmutableDictionary.CreateBuilder<(string, string), Recorded>();
        foreach (var r in mocks.Registered)
        {
            // The engine refuses two resources of one type and name; mocks do not.
            resources.Add((r.Type!, r.Name!), new(r.Type!, r.Name!, r.Provider ?? "", r.Inputs, options[(r.Type!, r.Name!)]));
        }

        return new(resources.ToImmutable(), declared.OfType<EstateStack>().Single());
    }

    /// <summary>The real stack class over given settings; a stack's constructor takes nothing, so they travel beside it.</summary>
    private sealed class TestedStack : EstateStack
    {
        public static readonly AsyncLocal<Request?> Current = new();

        public TestedStack()
            : base(Current.Value!.Settings, Current.Value.Catalog, Current.Value.Options)
        {
        }

        public sealed record Request(EstateSettings Settings, ServiceCatalog Catalog, StackOptions Options);
    }
}
