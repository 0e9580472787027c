using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using TechCorp.PgInfra.Catalog;
using TechCorp.PgInfra.Migrations.Credentials;
using TechCorp.PgInfra.Planning;
using TechCorp.PgInfra.Rehearsal.Estates;
using TechCorp.PgInfra.Rehearsal.Topology;

namespace TechCorp.PgInfra.Operations.Connect;

/// <summary>Where the servers and poolers of a stack are, and what their clients trust.</summary>
/// <param name="Servers">Identifier, role as in its Role tag, and host; the writer first.</param>
/// <param name="Port">Port of every server.</param>
/// <param name="Pooler">Host and port of the pooler; null where there is none.</param>
/// <param name="MasterUsername">RDS master user.</param>
/// <param name="RootCertificate">Authority of the servers' certificates, PEM.</param>
/// <param name="PoolerRootCertificate">Authority of the pooler's.</param>
public sealed record Doors(
    ImmutableArray<(string Identifier, string Role, string Host)> Servers, int Port, (string Host, int Port)? Pooler, string MasterUsername, string RootCertificate, string PoolerRootCertificate)
{
    /// <summary>Where RDS's certificates are to be found once they are downloaded.</summary>
    public const string RdsBundle = "global-bundle.pem";

    /// <summary>A password file that holds every login; null where there is none.</summary>
    public string? PasswordFile { get; init; }

    /// <summary>Passwords by login, as far as they are known.</summary>
    public ImmutableDictionary<string, string> Passwords { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>Of the rehearsal that is up.</summary>
    /// <exception cref="ConnectException">It does not rehearse that stack.</exception>
    public static Doors Of(RunningEstate estate, string stack)
    {
        ArgumentNullException.ThrowIfNull(estate);
        var isCopy = estate.Plans.DisasterRecovery?.Stack == stack;
        if (!isCopy && estate.Plans.Estate.Stack != stack)
            throw new ConnectException($"the rehearsal that is up is of stack {estate.Plans.Estate.Stack}{(estate.Plans.DisasterRecovery is { } copy ? $" and its copy {copy.Stack}" : "")}, not of {stack}. For a deployed stack: pulumi stack output --stack {stack} --json --show-secrets | ./pg connect --stack {stack} --outputs -");
        var roles = Roles(isCopy ? estate.Plans.DisasterRecovery! : estate.Plans.Estate);
        var nodes = isCopy
            ? estate.Nodes.Where(n => n.Declared.Kind == NodeKind.RemoteReplica)
            : estate.Nodes.Where(n => n == estate.Writer || n.Declared.Kind == NodeKind.Replica).OrderByDescending(n => n == estate.Writer);
        return new([.. nodes.Select(n => (n.Identifier, n == estate.Writer || isCopy ? "primary" : roles.GetValueOrDefault(n.Identifier, "replica"), n.Host))],
            estate.Writer.Port, isCopy || estate.Poolers is not [var pooler, ..] ? null : (pooler.Host, pooler.Port), estate.MasterUsername, estate.RootCertificateFile, estate.RootCertificateFile)
        {
            PasswordFile = estate.PasswordFile,
            Passwords = estate.Secrets.Logins.ToImmutableDictionary(l => l.Key, l => l.Value.Password).SetItem(estate.MasterUsername, estate.Secrets.MasterPassword),
        };
    }

    /// <summary>Of a deployed stack, from what <c>pulumi stack output --json</c> prints; masked secrets will do while none is to be shown.</summary>
    /// <exception cref="ConnectException">It is not that.</exception>
    public static Doors Of(string outputs, Plan plan)
    {
        JsonObject? document;
        try
        {
            document = JsonNode.Parse(outputs) as JsonObject;
        }
        catch (JsonException)
        {
            document = null;
        }

        if (document is null) throw new ConnectException("--outputs is no JSON object: pass what `pulumi stack output --json --show-secrets` prints.");
        if (Text(document, StackOutputs.PrimaryAddress) is not { } primary)
            throw new ConnectException($"--outputs: there is no {StackOutputs.PrimaryAddress} in it; is it the output of the right stack, after `pulumi up`?");
        var roles = Roles(plan);
        var replicas = (document[StackOutputs.ReplicaAddresses] as JsonObject ?? []).Where(r => r.Value?.GetValueKind() == JsonValueKind.String)
            .Select(r => (r.Key, roles.GetValueOrDefault(r.Key, "replica"), r.Value!.GetValue<string>()));
        var master = Text(document, StackOutputs.MasterUsername) ?? Database.MasterUsername;
        var passwords = ImmutableDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var (login, secret) in document[StackOutputs.Logins] as JsonObject ?? [])
            if (secret is JsonObject fields && Text(fields, "password") is { } password) passwords[login] = password;
        if (Text(document, StackOutputs.MasterPassword) is { } own) passwords[master] = own;
        return new(
            [(Text(document, StackOutputs.PrimaryIdentifier) ?? "primary", "primary", primary), .. replicas],
            PortIn(document, StackOutputs.Port) ?? Database.Port,
            Text(document, StackOutputs.PoolerAddress) is { } pooler ? (pooler, PortIn(document, StackOutputs.PoolerPort) ?? PoolerSettings.Port) : null,
            master, RdsBundle, "pooler-ca.pem") { Passwords = passwords.ToImmutable() };
    }

    /// <summary>The text of a file, or of standard input for <c>-</c>.</summary>
    public static string Read(string path) => SecretsFile.Read(path, "--outputs");

    private static Dictionary<string, string> Roles(Plan plan) => plan.OfType("aws:rds/instance:Instance")
        .ToDictionary(i => plan.Text(i, "identifier") ?? i.Name, i => (i.Inputs["tags"] as JsonObject)?["Role"]?.GetValue<string>() ?? "replica", StringComparer.Ordinal);

    private static int? PortIn(JsonObject from, string name) =>
        from[name] is not { } given ? null
        : given is JsonValue value && value.TryGetValue<int>(out var port) && port is > 0 and < 65536 ? port
        : throw new ConnectException($"--outputs: {name} is not a number from 1 to 65535.");

    private static string? Text(JsonObject from, string name) =>
        from[name] is JsonValue value && value.TryGetValue<string>(out var text) && text != "[secret]" ? text : null;
}
