using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using TechCorp.PgInfra.Catalog;
using TechCorp.PgInfra.Planning;
using TechCorp.PgInfra.Rehearsal.Topology;

namespace TechCorp.PgInfra.Rehearsal.Poolers;

/// <summary>The pooler as the plan declares it: its pgbouncer.ini, with the places still open, and how many tasks run it.</summary>
/// <param name="Ini">The rendered file of the task definition; hosts are references.</param>
/// <param name="Tasks">Desired tasks.</param>
public sealed partial record PoolerDeclaration(string Ini, int Tasks)
{
    private const string TaskDefinition = "aws:ecs/taskDefinition:TaskDefinition";
    private const string Service = "aws:ecs/service:Service";
    private const string InstanceType = "aws:rds/instance:Instance";
    private const string Variable = "PGBOUNCER_INI";

    /// <summary>
    /// Before it, verify-full compares the server's certificate with the whole list of hosts of an entry instead of the one that was
    /// dialled (https://github.com/pgbouncer/pgbouncer/issues/1300), and no connection succeeds.
    /// </summary>
    public static Version VerifiesHostListsSince { get; } = new(1, 25);

    /// <summary>Reads it out of the plan; null when no pooler is declared.</summary>
    /// <exception cref="TopologyException">A task definition without the file.</exception>
    public static PoolerDeclaration? From(Plan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        if (plan.OfType(Service).FirstOrDefault() is not { } service || plan.Referent(service, "taskDefinition") is not { Type: TaskDefinition } task)
            return null;
        var ini = Environments(task.Inputs["containerDefinitions"]?.GetValue<string>() ?? "[]").FirstOrDefault(v => v.Name == Variable).Value
            ?? throw new TopologyException([$"task definition {task.Name} of stack {plan.Stack} has no {Variable} in any container, so the pooler's configuration is not known"]);
        return new(ini, (int)(service.Number("desiredCount") ?? 1));
    }

    /// <summary>The file for this machine: hosts, ports and paths substituted, nothing else.</summary>
    /// <param name="places">Where everything is here.</param>
    /// <param name="version">PgBouncer's version here: a setting it does not know keeps it from starting, and is left out.</param>
    public string For(PoolerPlaces places, Version version)
    {
        ArgumentNullException.ThrowIfNull(places);
        var hosts = WithHosts(places.Hosts);
        var settings = new Dictionary<string, string>
        {
            ["listen_addr"] = places.Address,
            ["listen_port"] = places.Port.ToString(CultureInfo.InvariantCulture),
            ["auth_file"] = places.Files.UserList,
            ["client_tls_cert_file"] = places.Files.Certificate,
            ["client_tls_key_file"] = places.Files.PrivateKey,
            ["server_tls_ca_file"] = places.Files.ServerCa,
        };
        var unknown = Unknown(version).Select(s => s.Name).ToHashSet(StringComparer.Ordinal);
        var port = places.DatabasePort.ToString(CultureInfo.InvariantCulture);
        return string.Join('\n', hosts.Split('\n').Where(line => !unknown.Contains(NameOf(line))).Select(line =>
            settings.TryGetValue(NameOf(line), out var value) ? $"{NameOf(line)} = {value}"
            : line.Contains(" = host=", StringComparison.Ordinal) ? line.Replace($" port={Database.Port} ", $" port={port} ", StringComparison.Ordinal)
            : line));
    }

    /// <summary>Hosts of the entries that have more than one, as they are written, commas included.</summary>
    public ImmutableArray<string> HostLists(IReadOnlyDictionary<string, string> hosts) =>
        [.. WithHosts(hosts).Split('\n').Select(line => HostList().Match(line)).Where(m => m.Success).Select(m => m.Groups[1].Value)];

    /// <summary>Settings of the file that a PgBouncer of this version does not know, with the version that first does.</summary>
    public ImmutableArray<(string Name, Version Since)> Unknown(Version version) =>
        version < PoolerSettings.PreparedStatementsSince && Ini.Contains("\nmax_prepared_statements =", StringComparison.Ordinal)
            ? [("max_prepared_statements", PoolerSettings.PreparedStatementsSince)]
            : [];

    private string WithHosts(IReadOnlyDictionary<string, string> hosts) =>
        PlanReference.Replace(Ini, r => r.Type == InstanceType && hosts.TryGetValue(r.Name, out var host) ? host : r.ToString());

    [GeneratedRegex("^[^;#]+ = host=([^ ,]+,[^ ]+) ")]
    private static partial Regex HostList();

    private static string NameOf(string line) => line.IndexOf('=', StringComparison.Ordinal) is > 0 and var at ? line[..at].TrimEnd() : "";

    private static IEnumerable<(string Name, string Value)> Environments(string definitions)
    {
        using var json = JsonDocument.Parse(definitions);
        return [.. json.RootElement.EnumerateArray()
            .SelectMany(c => c.TryGetProperty("environment", out var variables) ? variables.EnumerateArray() : [])
            .Select(v => (v.GetProperty("name").GetString()!, v.GetProperty("value").GetString()!))];
    }
}

/// <summary>What is substituted in a pgbouncer.ini.</summary>
/// <param name="Hosts">Address of each instance, by its logical name in the plan.</param>
/// <param name="DatabasePort">Port of every server.</param>
/// <param name="Address">Address the pooler listens on.</param>
/// <param name="Port">Port the pooler listens on.</param>
/// <param name="Files">Its userlist and certificates.</param>
public sealed record PoolerPlaces(IReadOnlyDictionary<string, string> Hosts, int DatabasePort, string Address, int Port, PgBouncerFiles Files);
