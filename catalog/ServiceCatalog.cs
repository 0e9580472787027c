using System.Collections.Immutable;

namespace TechCorp.PgInfra.Catalog;

/// <summary>
/// Services and logins as one value: what the program declares credentials for and what the post-deploy step makes true.
/// A value and not a global, so that tests and benchmarks can pass another one.
/// </summary>
public sealed record ServiceCatalog(ImmutableArray<Service> Services, ImmutableArray<Login> Logins)
{
    /// <summary>The company's own catalogue.</summary>
    public static ServiceCatalog TechCorp { get; } = For(Catalog.Services.All);

    /// <summary>A catalogue with the standard logins for these services.</summary>
    public static ServiceCatalog For(ImmutableArray<Service> services) => new(services, Catalog.Logins.For(services));
}
