using System.Collections.Immutable;
using System.Globalization;
using TechCorp.PgInfra.Catalog;
using TechCorp.PgInfra.Infra.Configuration;
using TechCorp.PgInfra.Planning;
using TechCorp.PgInfra.Planning.Projects;

namespace TechCorp.PgInfra.Bench.Preview;

/// <summary>prod with another number of replicas and services.</summary>
internal static class GeneratedEstate
{
    public static async Task<int> CaptureAsync(int replicas, int services)
    {
        var project = PulumiProject.Load(Repository.Root);
        var prod = project.LoadStack("prod");
        var read = EstateSettings.Read("prod", key => prod.Get(key == EstateSettings.RegionKey ? key : $"{prod.Project}:{key}"));
        if (!read.IsValid)
        {
            Console.Error.WriteLine(read.Message("prod"));
            return 2;
        }

        var catalog = ServiceCatalog.For([.. Enumerable.Range(1, services).Select(Service)]);
        var plan = await EstatePlan.CaptureAsync(project, Resize(read.Settings, replicas, catalog.Services), catalog);
        // The command prints what it captures, so writing is part of what is measured.
        var json = PlanJson.Write(plan);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{plan.Resources.Length} {json.Length}"));
        return 0;
    }

    private static EstateSettings Resize(EstateSettings settings, int replicas, ImmutableArray<Service> services)
    {
        var template = settings.Replicas[0];
        return settings with
        {
            Replicas = [.. Enumerable.Range(1, replicas).Select(i => template with { Identifier = $"techcorp-replica-{i}" })],
            Network = settings.Network with
            {
                ServiceSecurityGroups = services.ToImmutableSortedDictionary(s => s.Name, s => $"sg-{s.Name}", StringComparer.Ordinal),
            },
        };
    }

    private static Service Service(int i) =>
        new($"service-{i}", $"schema_{i}", $"service_{i}", [$"table_{i}"]);
}
