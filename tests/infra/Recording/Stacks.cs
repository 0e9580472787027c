using System.Collections.Concurrent;
using System.Collections.Immutable;
using TechCorp.PgInfra.Catalog;
using TechCorp.PgInfra.Infra.Configuration;
using TechCorp.PgInfra.Planning.Projects;

namespace TechCorp.PgInfra.Infra.Tests.Recording;

/// <summary>The stacks as their configuration files declare them, each run once.</summary>
internal static class Stacks
{
    private static readonly ConcurrentDictionary<string, Lazy<Task<RecordedEstate>>> Recorded = new();

    public static ImmutableArray<string> Names { get; } = ["staging", "prod", "dr"];

    public static Task<RecordedEstate> ProdAsync() => OfAsync("prod");

    public static Task<RecordedEstate> OfAsync(string stack) =>
        Recorded.GetOrAdd(stack, name => new(() => RecordedEstate.OfAsync(Settings(name), sourceOutputs: SourceEstateOutputs()))).Value;

    /// <summary>What prod tells dr.</summary>
    public static Dictionary<string, object> SourceEstateOutputs(ServiceCatalog? catalog = null) => new()
    {
        [StackOutputs.PrimaryArn] = "arn:aws:rds:us-east-1:123456789012:db:techcorp-primary",
        [StackOutputs.EngineVersion] = "15",
        [StackOutputs.MaxConnections] = 500d,
        [StackOutputs.MasterPassword] = "master-password-of-prod",
        [StackOutputs.Logins] = (catalog ?? ServiceCatalog.TechCorp).Logins.ToImmutableDictionary(
            login => login.Name,
            login => (object)ImmutableDictionary<string, object>.Empty
                .Add("password", $"password-of-{login.Name}")
                .Add("verifier", $"SCRAM-SHA-256$4096:verifier-of-{login.Name}")),
    };

    /// <summary>The settings of a stack's file.</summary>
    public static EstateSettings Settings(string stack)
    {
        var configuration = PulumiProject.Load(Repository.Root).LoadStack(stack);
        var result = EstateSettings.Read(stack, key => configuration.Get(key == EstateSettings.RegionKey ? key : $"{configuration.Project}:{key}"));
        return result.IsValid ? result.Settings : throw new InvalidOperationException(result.Message(stack));
    }
}
