using System.Collections.Immutable;
using System.Net;
using TechCorp.PgInfra.Catalog;
using TechCorp.PgInfra.Infra.Configuration;

namespace TechCorp.PgInfra.Operations.Connect;

/// <summary>How one login reaches one server: everything a client has to be told.</summary>
/// <param name="Stack">Stack.</param>
/// <param name="Target">What it leads to: an identifier, or <c>pooler</c>.</param>
/// <param name="Host">Name of the server; the certificate is for it.</param>
/// <param name="Port">Port of the server.</param>
/// <param name="Database">Database.</param>
/// <param name="Login">Role.</param>
/// <param name="RootCertificate">Authority the certificate is checked against, PEM.</param>
public sealed record Way(string Stack, string Target, string Host, int Port, string Database, string Login, string RootCertificate)
{
    /// <summary>The password, when it is to be shown; null otherwise.</summary>
    public string? Password { get; init; }

    /// <summary>libpq password file that holds it; null where there is none.</summary>
    public string? PasswordFile { get; init; }

    /// <summary>The tunnel it goes through; null goes straight.</summary>
    public Bastion? Tunnel { get; init; }

    /// <summary>True through PgBouncer.</summary>
    public bool IsPooled { get; init; }

    /// <summary>The port a client connects to.</summary>
    public int ClientPort => Tunnel?.LocalPort ?? Port;

    /// <summary>The address a client connects to.</summary>
    public string ClientHost => Tunnel is null ? Host : Bastion.LocalAddress;

    /// <summary>
    /// The host of a client that has one setting for where it connects and what the certificate must say: through a tunnel the server's
    /// name, which a hosts file leads to it. An address is led nowhere; a rehearsal's certificates are for 127.0.0.1 as well.
    /// </summary>
    public string OnlyHost => IPAddress.TryParse(Host, out _) ? ClientHost : Host;

    /// <summary>Without its secret: a record prints all its members.</summary>
    public override string ToString() => $"{Login} to {Target} at {Host}:{Port}";

    /// <summary>The words of <c>--to</c>.</summary>
    public static ImmutableArray<string> Words { get; } = ["primary", "replica", "analytics", "pooler"];

    /// <summary>Finds the way.</summary>
    /// <param name="to">One of <see cref="Words"/>, an identifier, or null: where the login is meant to go.</param>
    /// <param name="viaBastion">True through the tunnel, which ends at servers and at no pooler.</param>
    /// <param name="rootCertificate">Overrides the authority.</param>
    /// <exception cref="ConnectException">There is no such login or server, or no way between the two.</exception>
    public static Way Find(Doors doors, string stack, string login, string? to, bool viaBastion, string? rootCertificate)
    {
        ArgumentNullException.ThrowIfNull(doors);
        var declared = ServiceCatalog.TechCorp.Logins.FirstOrDefault(l => l.Name == login);
        if (declared is null && login != doors.MasterUsername)
        {
            string[] known = [.. ServiceCatalog.TechCorp.Logins.Select(l => l.Name), doors.MasterUsername];
            throw new ConnectException($"--as: there is no login '{login}'.{Nearest.Hint(login, known)} There are: {string.Join(", ", known)}.");
        }

        if (declared?.Purpose == LoginPurpose.Analytics && doors.Servers.All(s => s.Role != "analytics"))
            throw new ConnectException($"stack {stack} has no analytics replica, the one server that {login} is meant for: take another login, for example --as {Logins.Monitor}.");

        var pooled = declared is { Pooled: true };
        to ??= declared?.Purpose == LoginPurpose.Analytics ? "analytics" : pooled && doors.Pooler is not null && !viaBastion ? "pooler" : "primary";
        var problems = new List<string>();
        if (declared?.Purpose == LoginPurpose.PoolerLookup) problems.Add($"{login} is PgBouncer's own: it may call the lookup of passwords and nothing else. Take {doors.MasterUsername} or {Logins.Monitor}.");
        if (to == "pooler")
        {
            if (doors.Pooler is null) problems.Add($"stack {stack} has no pooler{(stack == "dr" ? " before it is promoted" : "")}: --to primary.");
            if (!pooled) problems.Add($"{login} does not go through the pooler, which knows the logins of the services: --to {(declared?.Purpose == LoginPurpose.Analytics ? "analytics" : "primary")}.");
            if (viaBastion) problems.Add("the pooler's security group lets in the services and monitoring, not the bastion: --to primary, or leave --via-bastion out.");
        }

        var server = doors.Servers.FirstOrDefault(s => s.Identifier == to);
        if (server.Identifier is null && to != "pooler") server = doors.Servers.FirstOrDefault(s => s.Role == to);
        if (server.Identifier is null && to != "pooler")
            problems.Add(Words.Contains(to)
                ? $"stack {stack} has no {to}; it has: {string.Join(", ", doors.Servers.Select(s => s.Identifier))}."
                : $"--to: there is no '{to}'.{Nearest.Hint(to, Words.Concat(doors.Servers.Select(s => s.Identifier)))} There are: {string.Join(", ", Words.Concat(doors.Servers.Select(s => s.Identifier)))}.");
        else if (declared?.Purpose == LoginPurpose.Analytics && (server.Role is "primary" or "replica"))
            problems.Add($"{login} is let in to the analytics replica alone, so that no report slows a service: --to analytics.");
        else if (declared?.Purpose == LoginPurpose.Migrator && (server.Role is "replica" or "analytics"))
            problems.Add($"{login} changes schemas, and {server.Identifier} is read-only: --to primary.");
        if (problems.Count > 0) throw new ConnectException([.. problems]);

        var isPooler = to == "pooler";
        return new(stack, isPooler ? "pooler" : server.Identifier!, isPooler ? doors.Pooler!.Value.Host : server.Host, isPooler ? doors.Pooler!.Value.Port : doors.Port,
            Catalog.Database.Name, login, rootCertificate ?? (isPooler ? doors.PoolerRootCertificate : doors.RootCertificate))
        {
            PasswordFile = doors.PasswordFile, IsPooled = isPooler,
        };
    }
}
