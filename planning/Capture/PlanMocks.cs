using System.Collections.Concurrent;
using System.Collections.Immutable;
using Pulumi;
using Pulumi.Testing;
using TechCorp.PgInfra.Planning.Schema;

namespace TechCorp.PgInfra.Planning.Capture;

/// <summary>Stands where engine, cloud and other stacks would. It answers what the schema knows and refuses the rest.</summary>
/// <param name="region">Region of the stack's configuration.</param>
/// <param name="stackReference">Outputs of another stack, from a StackReference's logical name and the stack it names.</param>
internal sealed class PlanMocks(string? region, Func<string, string, Task<ReferencedStack>> stackReference) : IMocks
{
    private readonly ProviderSchema _schema = ProviderSchema.Shared;
    private readonly ConcurrentDictionary<(string Type, string Name), MockResourceArgs> _registered = new();

    /// <summary>Inputs as they would go over the wire, by type and name.</summary>
    public IReadOnlyDictionary<(string Type, string Name), MockResourceArgs> Registered => _registered;

    /// <summary>Outputs of the stack, once it has told them.</summary>
    public ImmutableDictionary<string, Output<object?>> StackOutputs { get; private set; } = ImmutableDictionary<string, Output<object?>>.Empty;

    public async Task<(string? id, object state)> NewResourceAsync(MockResourceArgs args)
    {
        var (type, name) = (args.Type ?? "", args.Name ?? "");
        _registered.TryAdd((type, name), args);
        if (type == PlanReference.StackReferenceType)
        {
            var other = await stackReference(name, args.Id ?? name);
            return (args.Id ?? name, new Dictionary<string, object>
            {
                ["name"] = args.Id ?? name,
                ["outputs"] = other.AsSeenBy(name),
                ["secretOutputNames"] = other.SecretNames,
            });
        }

        var id = new PlanReference(type, name, "id").ToString();
        if (_schema.Resource(type) is { } resource)
        {
            return (id, MockState.Of(resource, type, name, args.Inputs));
        }

        // A provider, a component, or a type no schema names; the last is reported with the other problems of the plan.
        return (id, args.Inputs);
    }

    public Task<object> CallAsync(MockCallArgs args)
    {
        var token = args.Token ?? "";
        var result = _schema.FunctionResult(token)
            ?? throw new InvalidOperationException($"The function {token} is not in the provider schema; functions are added in sdk/schema.");
        var name = args.Args.Count == 0 ? "current" : string.Join(',', args.Args.OrderBy(a => a.Key, StringComparer.Ordinal).Select(a => $"{a.Key}={a.Value}"));
        var state = MockState.Of(result, token, name.Replace('.', '-').Replace('{', '(').Replace('}', ')'));
        return Task.FromResult<object>(token switch
        {
            // Answered by configuration and by the region's name; no cloud is needed for them.
            "aws:index/getRegion:getRegion" when region is not null =>
                state.SetItem("name", region).SetItem("id", region).SetItem("region", region).SetItem("endpoint", $"ec2.{region}.{DnsSuffix}"),
            "aws:index/getPartition:getPartition" =>
                state.SetItem("partition", Partition).SetItem("id", Partition).SetItem("dnsSuffix", DnsSuffix),
            _ => state,
        });
    }

    public Task RegisterResourceOutputs(MockRegisterResourceOutputsRequest args)
    {
        // A stack tells its outputs once with all of them; components tell theirs too, which nothing outside can read.
        if (args.Urn.Split("::") is [_, _, "pulumi:pulumi:Stack", ..] && args.Outputs.Count > 0)
        {
            StackOutputs = args.Outputs;
        }

        return Task.CompletedTask;
    }

    private string Partition => region switch
    {
        { } r when r.StartsWith("cn-", StringComparison.Ordinal) => "aws-cn",
        { } r when r.StartsWith("us-gov-", StringComparison.Ordinal) => "aws-us-gov",
        _ => "aws",
    };

    private string DnsSuffix => Partition == "aws-cn" ? "amazonaws.com.cn" : "amazonaws.com";
}
