using TechCorp.PgInfra.Processes;

namespace TechCorp.PgInfra.Migrations.Tests;

/// <summary>
/// One run directory for all tests that need a server: clusters in it are copies of one initialised template, and all of
/// them are gone when the tests end, however they end.
/// </summary>
public sealed class PostgreSql : IAsyncLifetime
{
    private int _servers;

    public RunDirectory Run { get; } = RunDirectory.Create();

    public Task InitializeAsync() => Task.CompletedTask;

    /// <summary>A new server with the database and a master like RDS's.</summary>
    public Task<Server> StartAsync(Func<ClusterSpec, ClusterSpec>? adjust = null) =>
        Server.StartAsync(Run, $"server{Interlocked.Increment(ref _servers)}", adjust ?? (spec => spec));

    public async Task DisposeAsync() => await Run.DisposeAsync();
}

/// <summary>Tests on servers run one after the other: the machine has few cores and PostgreSQL wants one to itself.</summary>
[CollectionDefinition(Name)]
public sealed class OnPostgreSql : ICollectionFixture<PostgreSql>
{
    public const string Name = "PostgreSQL";
}
