using System.Collections.Immutable;
using System.Text.Json;
using TechCorp.PgInfra.Catalog;
using TechCorp.PgInfra.Migrations.Connection;

namespace TechCorp.PgInfra.Migrations.Credentials;

/// <summary>What the stack's outputs, or a secrets file in the same form, say.</summary>
/// <param name="Target">Where to connect; null where the document names no server.</param>
/// <param name="MasterPassword">Password of the login that connects; null where the document has none.</param>
/// <param name="Logins">Secrets by login.</param>
public sealed record SecretsDocument(ConnectionTarget? Target, string? MasterPassword, ImmutableDictionary<string, LoginSecret> Logins)
{
    /// <summary>CONNECTION LIMIT of pooled logins; null where the document does not say.</summary>
    public int? PooledLoginLimit { get; init; }

    /// <summary>Identifier of the writer; null where the document does not say.</summary>
    public string? PrimaryIdentifier { get; init; }

    /// <summary>Host names of the read replicas by identifier; empty where the document names none.</summary>
    public ImmutableSortedDictionary<string, string> Replicas { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>Nothing known.</summary>
    public static SecretsDocument Empty { get; } = new(null, null, ImmutableDictionary<string, LoginSecret>.Empty);

    /// <inheritdoc/>
    public override string ToString() => $"secrets of {Logins.Count} logins";

    /// <summary>
    /// Reads what <c>pulumi stack output --json --show-secrets</c> prints (names: <see cref="StackOutputs"/>). A secrets file is the
    /// same document with <c>logins</c> and <c>masterPassword</c> alone; a login's value is <c>{"password", "verifier"}</c> or one
    /// of the two as a string.
    /// </summary>
    /// <param name="option">The option that named the document, for messages.</param>
    /// <exception cref="PostDeployException">Malformed; every problem at once, none with a value in it.</exception>
    public static SecretsDocument Read(string json, string option)
    {
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(json, new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
        }
        catch (JsonException e)
        {
            throw new PostDeployException(ExitCode.BadUsage,
                $"{option} is not JSON (line {e.LineNumber + 1}): pass what `pulumi stack output --json --show-secrets` prints");
        }

        using (document)
        {
            var problems = new List<string>();
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object)
            {
                throw new PostDeployException(ExitCode.BadUsage, $"{option} is not a JSON object: pass what `pulumi stack output --json --show-secrets` prints");
            }

            var address = Text(root, StackOutputs.PrimaryAddress, option, problems);
            var database = Text(root, StackOutputs.DatabaseName, option, problems);
            var user = Text(root, StackOutputs.MasterUsername, option, problems);
            var password = Text(root, StackOutputs.MasterPassword, option, problems);
            var port = Number(root, StackOutputs.Port, 65535, option, problems);
            var limit = Number(root, StackOutputs.PooledLoginLimit, 100_000, option, problems);
            var identifier = Text(root, StackOutputs.PrimaryIdentifier, option, problems);
            var replicas = ReadReplicas(root, option, problems);
            var logins = ReadLogins(root, option, problems);
            if (problems.Count > 0)
            {
                throw new PostDeployException(ExitCode.BadUsage, [.. problems]);
            }

            var target = address is null ? null : new ConnectionTarget
            {
                Host = address,
                Port = port ?? Database.Port,
                Database = database ?? Database.Name,
                Username = user ?? Database.MasterUsername,
                Password = password,
                Tls = TlsMode.VerifyFull,
            };
            return new SecretsDocument(target, password, logins) { PooledLoginLimit = limit, PrimaryIdentifier = identifier, Replicas = replicas };
        }
    }

    private static string? Text(JsonElement root, string name, string option, List<string> problems)
    {
        if (!root.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        if (value.ValueKind != JsonValueKind.String)
        {
            problems.Add($"{option}: {name} is a {value.ValueKind.ToString().ToLowerInvariant()}; it is a string");
            return null;
        }

        var text = value.GetString()!;
        if (IsMasked(text))
        {
            problems.Add($"{option}: {name} is masked; run `pulumi stack output --json --show-secrets`, which prints the values");
            return null;
        }

        return text;
    }

    private static int? Number(JsonElement root, string name, int most, string option, List<string> problems)
    {
        if (!root.TryGetProperty(name, out var value))
        {
            return null;
        }

        if (value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) && number > 0 && number <= most)
        {
            return number;
        }

        problems.Add($"{option}: {name} is not a number from 1 to {most}");
        return null;
    }

    private static ImmutableSortedDictionary<string, string> ReadReplicas(JsonElement root, string option, List<string> problems)
    {
        if (!root.TryGetProperty(StackOutputs.ReplicaAddresses, out var value) || value.ValueKind == JsonValueKind.Null)
        {
            return ImmutableSortedDictionary<string, string>.Empty;
        }

        if (value.ValueKind != JsonValueKind.Object || value.EnumerateObject().Any(r => r.Value.ValueKind != JsonValueKind.String))
        {
            problems.Add($"{option}: {StackOutputs.ReplicaAddresses} is not an object of identifier to host name");
            return ImmutableSortedDictionary<string, string>.Empty;
        }

        return value.EnumerateObject().ToImmutableSortedDictionary(r => r.Name, r => r.Value.GetString()!, StringComparer.Ordinal);
    }

    private static ImmutableDictionary<string, LoginSecret> ReadLogins(JsonElement root, string option, List<string> problems)
    {
        if (!root.TryGetProperty(StackOutputs.Logins, out var value))
        {
            return ImmutableDictionary<string, LoginSecret>.Empty;
        }

        if (value.ValueKind != JsonValueKind.Object)
        {
            problems.Add(value.ValueKind == JsonValueKind.String && IsMasked(value.GetString()!)
                ? $"{option}: {StackOutputs.Logins} is masked; run `pulumi stack output --json --show-secrets`, which prints the values"
                : $"{option}: {StackOutputs.Logins} is not an object of login to {{\"password\", \"verifier\"}}");
            return ImmutableDictionary<string, LoginSecret>.Empty;
        }

        var logins = ImmutableDictionary.CreateBuilder<string, LoginSecret>(StringComparer.Ordinal);
        foreach (var login in value.EnumerateObject())
        {
            if (LoginSecretReader.Read(login.Value, out var problem) is { } secret)
            {
                logins[login.Name] = secret;
            }
            else
            {
                problems.Add($"{option}: {StackOutputs.Logins}.{login.Name} {problem}");
            }
        }

        return logins.ToImmutable();
    }

    internal static bool IsMasked(string text) => text == "[secret]";
}
