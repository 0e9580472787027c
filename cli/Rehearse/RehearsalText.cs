using System.Globalization;
using Spectre.Console;
using TechCorp.PgInfra.Catalog;
using TechCorp.PgInfra.Cli.Frame;
using TechCorp.PgInfra.Rehearsal.Checks;
using TechCorp.PgInfra.Rehearsal.Connections;
using TechCorp.PgInfra.Rehearsal.Estates;
using TechCorp.PgInfra.Rehearsal.Rehearsals;
using TechCorp.PgInfra.Rehearsal.Topology;

namespace TechCorp.PgInfra.Cli.Rehearse;

/// <summary>A rehearsal for people.</summary>
internal static class RehearsalText
{
    /// <param name="shown">Which connection strings; null shows none, since the estate is taken down.</param>
    public static void Write(RehearsalReport report, IAnsiConsole console, Shown? shown)
    {
        var estate = report.Estate;
        var copy = estate.Plans.DisasterRecovery is { } recovery ? $" and its copy, stack {recovery.Stack}" : "";
        console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Stack {estate.Plans.Estate.Stack}{copy}, on PostgreSQL {report.PostgreSqlVersion} in {report.Took.TotalSeconds:0.0} s"));
        console.WriteLine();
        console.WriteWhole(Nodes(report));
        console.WriteLine();
        WriteParameters(report, console);
        console.WriteLine();
        foreach (var check in report.Checks)
            WriteCheck(check, console);
        console.WriteLine();
        console.WriteLine("Not rehearsed:");
        foreach (var part in report.NotRehearsed)
            console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {part.What}: {part.Why}{(part.Resources == 0 ? "" : $" ({part.Resources} resources)")}"));
        if (shown is null) return;
        console.WriteLine();
        WriteConnections(estate, console, shown);
    }

    private static Table Nodes(RehearsalReport report)
    {
        var table = Plain("node", "role", "address", "port", "parameters in force", "state", "lag");
        foreach (var node in report.Estate.Nodes)
        {
            var readings = report.Parameters.Where(p => p.Node == node.Identifier).ToList();
            var replication = report.Replication.FirstOrDefault(r => r.Identifier == node.Identifier);
            table.AddRow(
                Text(node.Identifier), Text(RoleOf(node, report.Estate)), Text(node.Host), Text(node.Port.ToString(CultureInfo.InvariantCulture)),
                Text(string.Create(CultureInfo.InvariantCulture, $"{readings.Count(r => r.InForce is not null && r.Holds)} of {readings.Count}")),
                Text(replication is null ? "writes" : $"{replication.State ?? "lost"}, {replication.SyncState}"),
                Text(replication?.LagBytes is { } lag ? string.Create(CultureInfo.InvariantCulture, $"{lag} B") : ""));
        }

        foreach (var pooler in report.Estate.Poolers)
            table.AddRow(Text(pooler.Name), Text("PgBouncer"), Text(pooler.Host), Text(pooler.Port.ToString(CultureInfo.InvariantCulture)), Text(""), Text("pools"), Text(""));
        return table;
    }

    private static string RoleOf(RunningNode node, RunningEstate estate) =>
        node == estate.Writer ? "writer" : node.Declared.Kind switch
        {
            NodeKind.Standby => "standby (Multi-AZ)",
            NodeKind.RemoteReplica => $"copy in {node.Declared.Region}",
            NodeKind.Writer => "former writer",
            _ => "replica",
        };

    private static void WriteParameters(RehearsalReport report, IAnsiConsole console)
    {
        var scale = report.Estate.Scale;
        console.WriteLine(scale == 1
            ? "Parameters run as asked, except:"
            : string.Create(CultureInfo.InvariantCulture, $"Parameters run as asked; memory is divided by {scale} to fit this machine. Except:"));
        var table = Plain("parameter", "asked", "in force", "nodes", "why");
        foreach (var group in report.Parameters.Where(p => p.Reason is not null || !p.Holds).GroupBy(p => (p.Name, p.Asked, p.InForce, p.Reason)).OrderBy(g => g.Key.Name, StringComparer.Ordinal))
            table.AddRow(
                Text(group.Key.Name), Text(group.Key.Asked), Text(group.Key.InForce ?? "-"),
                Text(group.Count() == report.Estate.Nodes.Length ? "all" : string.Join(", ", group.Select(p => p.Node))),
                Text(group.Key.Reason ?? "DIFFERS"));
        foreach (var (name, value, reason) in RunningEstate.OwnParameters)
            table.AddRow(Text(name), Text("-"), Text(value), Text("all"), Text(reason));
        console.WriteWhole(table);
    }

    private static void WriteCheck(Check check, IAnsiConsole console)
    {
        console.MarkupLine($"{(check.Passed ? "[green]ok[/]    " : "[red]FAILED[/]")}  {Markup.Escape(check.What)}");
        foreach (var failure in check.Failures)
            console.WriteLine($"          {failure}");
    }

    private static void WriteConnections(RunningEstate estate, IAnsiConsole console, Shown shown)
    {
        if (shown.Logins.Count == 0)
        {
            console.WriteLine("Connect (--login NAME gives URL, Npgsql and JDBC too; passwords are read from the password file):");
            foreach (var login in ServiceCatalog.TechCorp.Logins.Where(l => l.Purpose != LoginPurpose.PoolerLookup).Select(l => l.Name).Prepend(estate.MasterUsername))
                console.WriteLine($"  {LoginConnection.For(estate, login, shown.Secrets)[0].Psql}");
        }

        foreach (var connection in shown.Logins.SelectMany(l => LoginConnection.For(estate, l, shown.Secrets)))
        {
            console.WriteLine($"{connection.Login} ({connection.Endpoint})");
            console.WriteLine($"  psql    {connection.Psql}");
            console.WriteLine($"  URL     {connection.Url}");
            console.WriteLine($"  Npgsql  {connection.Npgsql}");
            console.WriteLine($"  JDBC    {connection.Jdbc}");
        }

        if (!shown.Secrets) console.WriteLine($"Password file: {estate.PasswordFile} (for JDBC: PGPASSFILE)");
        console.WriteLine("It runs on until ./pg rehearse down.");
    }

    private static Table Plain(params string[] columns)
    {
        var table = new Table().Border(TableBorder.Simple);
        foreach (var column in columns) table.AddColumn(new TableColumn(Text(column)).NoWrap());
        return table;
    }

    private static Text Text(string text) => new(text);
}
