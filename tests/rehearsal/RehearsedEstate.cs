using TechCorp.PgInfra.Processes;
using TechCorp.PgInfra.Rehearsal.Estates;
using TechCorp.PgInfra.Rehearsal.Plans;

namespace TechCorp.PgInfra.Rehearsal.Tests;

/// <summary>The estate of prod and dr, brought up once for every test that only looks at it.</summary>
public sealed class RehearsedEstate : IAsyncLifetime
{
    private readonly RunDirectory _run = RunDirectory.Create();

    public RunningEstate Estate { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Estate = await RunningEstate.StartAsync(_run, await EstatePlans.CaptureAsync(Checkout.Root, "prod"));
    }

    public async Task DisposeAsync() => await _run.DisposeAsync();
}

/// <summary>The repository these tests were built from.</summary>
internal static class Checkout
{
    public static string Root { get; } = Find();

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "Pulumi.yaml"))) folder = folder.Parent;
        return folder.FullName;
    }
}
