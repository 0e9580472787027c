using System.Collections.Immutable;
using System.Text.Json.Nodes;
using TechCorp.PgInfra.Catalog;
using TechCorp.PgInfra.Infra;
using TechCorp.PgInfra.Infra.Configuration;
using TechCorp.PgInfra.Migrations.Connection;
using TechCorp.PgInfra.Planning;
using TechCorp.PgInfra.Rehearsal.Estates;
using TechCorp.PgInfra.Rehearsal.Slots;
using TechCorp.PgInfra.Rehearsal.Topology;

namespace TechCorp.PgInfra.Operations.Targets;

/// <summary>The rehearsal that this checkout has running.</summary>
public static class RehearsedTarget
{
    /// <summary>The running estate; null when none is up and whole.</summary>
    /// <param name="root">Folder of the checkout.</param>
    public static RunningEstate? FindEstate(string root) =>
        new CheckoutRuns(root).Existing().Where(run => run.Processes().Count > 0).Select(RunningEstate.Open).FirstOrDefault(estate => estate is { IsComplete: true });

    /// <summary>The estate as a target.</summary>
    /// <exception cref="TargetException">There is no such login or node.</exception>
    public static Target Of(RunningEstate estate, TargetRequest request)
    {
        ArgumentNullException.ThrowIfNull(estate);
        ArgumentNullException.ThrowIfNull(request);
        var problems = new List<string>();
        string[] logins = [estate.MasterUsername, .. estate.Secrets.Logins.Keys];
        var login = request.Login ?? (logins.Contains(request.PreferredLogin) ? request.PreferredLogin : estate.MasterUsername);
        if (!logins.Contains(login))
            problems.Add($"--as: there is no login '{login}'.{Nearest.Hint(login, logins)} There are: {string.Join(", ", logins)}.");

        // Nobody can connect to the other half of Multi-AZ, until it is the writer.
        var nodes = estate.Nodes.Where(n => n == estate.Writer || n.Declared.Kind is NodeKind.Replica or NodeKind.RemoteReplica)
            .OrderByDescending(n => n == estate.Writer).ToImmutableArray();
        var chosen = request.Node is null ? estate.Writer : nodes.FirstOrDefault(n => n.Identifier == request.Node);
        if (chosen is null)
            problems.Add($"--node: there is no node '{request.Node}' to connect to.{Nearest.Hint(request.Node!, nodes.Select(n => n.Identifier))} There are: {string.Join(", ", nodes.Select(n => n.Identifier))}.");
        if (problems.Count > 0) throw new TargetException([.. problems]);

        var targets = nodes.ToImmutableDictionary(n => n, n => Node(estate, n, login));
        return new Target($"rehearsal of stack {estate.Plans.Estate.Stack}", [.. nodes.Select(n => targets[n])], targets[chosen!]) { Rehearsal = estate };
    }

    private static TargetNode Node(RunningEstate estate, RunningNode node, string login) => new(node.Identifier, new ConnectionTarget
    {
        Host = node.Host, Port = node.Port, Database = estate.DatabaseName, Username = login, Password = estate.PasswordOf(login),
        Tls = TlsMode.VerifyFull, RootCertificate = estate.RootCertificateFile,
    })
    {
        IsWriter = node == estate.Writer,
        Role = RoleOf(estate, node),
        LogFile = node.Cluster.LogFile,
        Region = node.Declared.Region,
    };

    // The tag every instance is declared with; a standby takes over its writer's place.
    private static InstanceRole? RoleOf(RunningEstate estate, RunningNode node)
    {
        if (node.Declared.Kind is NodeKind.Writer or NodeKind.Standby) return InstanceRole.Primary;
        var label = new[] { estate.Plans.Estate, estate.Plans.DisasterRecovery }.OfType<Plan>().SelectMany(plan => plan.OfType("aws:rds/instance:Instance").Where(i => (plan.Text(i, "identifier") ?? i.Name) == node.Identifier))
            .Select(i => ((i.Inputs["tags"] as JsonObject)?["Role"] as JsonValue)?.GetValue<string>()).FirstOrDefault();
        foreach (var role in Enum.GetValues<InstanceRole>())
            if (RoleLabels.Of(role) == label) return role;
        return null;
    }
}
