using System.Text.RegularExpressions;

namespace TechCorp.PgInfra.Rehearsal.Tests.Poolers;

/// <summary>A pooler with a configuration of its own would prove nothing about the one that is deployed.</summary>
[Collection(nameof(RehearsedEstate))]
public sealed partial class Pgbouncer_runs_the_declared_file(RehearsedEstate fixture)
{
    /// <summary>
    /// Undo the substitution of hosts, ports and paths and the declared file is back, line for line, less what this machine's
    /// PgBouncer does not know and the report names.
    /// </summary>
    [Fact, Trait("Requirement", "S28")]
    public void Only_hosts_ports_and_paths_are_substituted()
    {
        var estate = fixture.Estate;
        var declared = estate.PoolerDeclaration!.Ini;
        var running = File.ReadAllText(estate.Poolers[0].Process.ConfigurationFile);
        foreach (var node in estate.Nodes)
            running = running.Replace(node.Host + ",", $"${{aws:rds/instance:Instance::{node.Identifier}.address}},", StringComparison.Ordinal)
                .Replace(node.Host + " ", $"${{aws:rds/instance:Instance::{node.Identifier}.address}} ", StringComparison.Ordinal);
        running = running.Replace($"port={estate.Addresses.DatabasePort} ", "port=5432 ", StringComparison.Ordinal)
            .Replace($"listen_addr = {estate.Poolers[0].Host}", "listen_addr = *", StringComparison.Ordinal)
            .Replace($"listen_port = {estate.Poolers[0].Port}", "listen_port = 6432", StringComparison.Ordinal);

        string[] unknown = [.. fixture.Report.NotRehearsed.Select(n => n.What)];
        Assert.Equal(
            Lines(declared).Where(l => !unknown.Contains(l.Split(' ')[0])).Select(WithoutPath),
            Lines(running).Select(WithoutPath));
    }

    private static string[] Lines(string ini) => ini.Split('\n');

    private static string WithoutPath(string line) => Path().Replace(line, "$1 = PATH");

    [GeneratedRegex("^(auth_file|client_tls_cert_file|client_tls_key_file|server_tls_ca_file) = /.*$")]
    private static partial Regex Path();
}
