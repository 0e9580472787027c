using System.Globalization;
using TechCorp.PgInfra.Processes;

namespace TechCorp.PgInfra.Rehearsal.Estates;

/// <summary>One PgBouncer task of a rehearsed estate.</summary>
/// <param name="process">Its process, configuration and log.</param>
public sealed class RunningPooler(PgBouncer process)
{
    /// <summary>Its process, configuration and log.</summary>
    public PgBouncer Process { get; } = process;

    /// <summary>Name in the estate, e.g. <c>pooler-1</c>.</summary>
    public string Name => Process.Name;

    /// <summary>Loopback address clients connect to; its certificate names it.</summary>
    public string Host => Process.Address;

    /// <summary>Port, the same for every pooler.</summary>
    public int Port => Process.Port;

    /// <summary>True while it runs.</summary>
    public bool IsRunning => Process.Pid is not null;

    /// <summary>Server connections it may open for each entry, as its file says now; 1,000,000 when it says nothing.</summary>
    public int MaxDbConnections =>
        int.Parse(File.ReadLines(Process.ConfigurationFile).FirstOrDefault(l => l.StartsWith("max_db_connections", StringComparison.Ordinal))?.Split('=')[1].Trim() ?? "1000000", CultureInfo.InvariantCulture);

    /// <summary>Starts it and waits until it takes connections.</summary>
    public Task StartAsync(CancellationToken cancellation = default) => Process.StartAsync(cancellation);

    /// <summary>Ends it at once.</summary>
    public Task StopAsync() => Process.StopAsync();

    /// <summary>SIGKILL, as the loss of its task would.</summary>
    public Task KillAsync() => Process.KillAsync();
}
