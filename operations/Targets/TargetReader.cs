using System.Collections.Immutable;
using TechCorp.PgInfra.Catalog;
using TechCorp.PgInfra.Infra.Configuration;
using TechCorp.PgInfra.Migrations.Connection;
using TechCorp.PgInfra.Migrations.Credentials;

namespace TechCorp.PgInfra.Operations.Targets;

/// <summary>From what the command line says to the servers that are meant.</summary>
public static class TargetReader
{
    /// <summary>The rehearsal of the checkout unless the request names something else.</summary>
    /// <param name="request">What the command line says.</param>
    /// <param name="root">Folder of the checkout.</param>
    /// <exception cref="TargetException">Nothing to ask, or a name that is not known.</exception>
    /// <exception cref="Migrations.PostDeployException">A connection string or a document is malformed.</exception>
    public static Target Read(TargetRequest request, string root)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (request.Outputs is not null && request.Secrets is not null)
            throw new TargetException("--outputs holds the secrets already: leave --secrets away, or use --connect with --secrets.");
        if (request.Outputs is null && request.Connect is null)
        {
            if (request.Secrets is not null)
                throw new TargetException("--secrets goes with --connect, which says where to connect.");
            return RehearsedTarget.Of(RehearsedTarget.FindEstate(root) ?? throw Nothing(), request);
        }

        var document = request.Outputs is { } outputs ? SecretsDocument.Read(SecretsFile.Read(outputs, "--outputs"), "--outputs")
            : request.Secrets is { } secrets ? SecretsDocument.Read(SecretsFile.Read(secrets, "--secrets"), "--secrets")
            : SecretsDocument.Empty;
        return Of(request, document);
    }

    private static TargetException Nothing() => new(
        "no rehearsal is up, and no server was named. ./pg rehearse brings one up; a deployed stack is asked with "
        + "pulumi stack output --stack S --json --show-secrets | ./pg ops ... --outputs - ; "
        + $"any server with --connect \"host=HOST dbname={Database.Name} user={Logins.Monitor} sslmode=verify-full sslrootcert=FILE\" and PGPASSWORD.");

    private static Target Of(TargetRequest request, SecretsDocument document)
    {
        if (document.Target is null && request.Connect is null)
            throw new TargetException($"--outputs: there is no {StackOutputs.PrimaryAddress} in it; is it the output of the right stack, after pulumi up?");
        // Without the master's password, which would otherwise be tried for whatever user the connection string names.
        var bare = document.Target is { } known ? known with { Password = null } : null;
        var target = request.Connect is { } text ? ConnInfo.Parse(text, bare) : bare!;
        target = AsLogin(target, request, document);

        var primary = document.PrimaryIdentifier is { } identifier && target.Host == document.Target?.Host ? identifier : target.Host;
        // Through a tunnel (hostaddr) the others are not where their names lead.
        var replicas = target.Host == document.Target?.Host && target.HostAddress is null ? document.Replicas : ImmutableSortedDictionary<string, string>.Empty;
        ImmutableArray<TargetNode> nodes =
        [
            new(primary, target) { IsWriter = document.Target is not null, Role = document.Target is null ? null : InstanceRole.Primary },
            .. replicas.Select(r => new TargetNode(r.Key, target with { Host = r.Value })),
        ];
        var chosen = request.Node is null ? nodes[0] : nodes.FirstOrDefault(n => n.Identifier == request.Node)
            ?? throw new TargetException($"--node: there is no node '{request.Node}'.{Nearest.Hint(request.Node, nodes.Select(n => n.Identifier))} There are: {string.Join(", ", nodes.Select(n => n.Identifier))}.");
        return new Target(primary, nodes, chosen) { Arguments = Arguments(request) };
    }

    private static ConnectionTarget AsLogin(ConnectionTarget target, TargetRequest request, SecretsDocument document)
    {
        var named = request.Connect is { } text ? ConnInfo.UserIn(text) : null;
        if (request.Login is not null && named is not null && named != request.Login)
            throw new TargetException($"--connect names user {named} and --as {request.Login}: give one of them.");
        var master = document.Target?.Username ?? Database.MasterUsername;
        var login = request.Login ?? named ?? (PasswordOf(request.PreferredLogin) is not null ? request.PreferredLogin : master);
        if (request.Login is not null && !document.Logins.IsEmpty && login != master && !document.Logins.ContainsKey(login))
            throw new TargetException($"--as: the outputs hold no login '{login}'.{Nearest.Hint(login, document.Logins.Keys)} They hold: {master}, {string.Join(", ", document.Logins.Keys.Order(StringComparer.Ordinal))}.");
        return target with { Username = login, Password = target.PasswordFile is null ? PasswordOf(login) : null };

        string? PasswordOf(string name) =>
            name == master ? document.MasterPassword : document.Logins.GetValueOrDefault(name)?.Password;
    }

    private static string Arguments(TargetRequest request) =>
        (request.Outputs is null ? "" : $" --outputs {request.Outputs}") + (request.Connect is null ? "" : $" --connect \"{request.Connect}\"")
        + (request.Secrets is null ? "" : $" --secrets {request.Secrets}") + (request.Login is null ? "" : $" --as {request.Login}");
}
