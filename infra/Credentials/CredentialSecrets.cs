using System.Collections.Immutable;
using System.Text.Json;
using Pulumi;
using Pulumi.Aws.SecretsManager;
using TechCorp.PgInfra.Catalog;
using TechCorp.PgInfra.Infra.Configuration;

namespace TechCorp.PgInfra.Infra.Credentials;

/// <summary>
/// One Secrets Manager secret per login and one for the master user, under the region's customer key. The JSON has the keys
/// that RDS's own secrets have, the verifier the post-deploy step sends instead of the password, and the login's URLs, so that
/// a task can inject a single one (<c>valueFrom: ARN:DATABASE_URL::</c>).
/// </summary>
public sealed class CredentialSecrets : ComponentResource
{
    private readonly EstateSettings settings;
    private readonly Output<string> keyArn;

    public CredentialSecrets(
        string name,
        EstateSettings settings,
        Output<string> keyArn,
        EstateCredentials credentials,
        Endpoints endpoints,
        ComponentResourceOptions? options = null)
        : base("techcorp:pg:Secrets", name, options)
    {
        this.settings = settings;
        this.keyArn = keyArn;

        Urls = credentials.Logins.ToImmutableSortedDictionary(c => c.Login.Name, c => ConnectionStrings.Of(c, endpoints));
        _ = Store("master", "Master user of the PostgreSQL estate", Output.Tuple(credentials.MasterPassword, endpoints.Writer)
            .Apply(v => Json(Database.MasterUsername, v.Item1, verifier: null, v.Item2, ImmutableDictionary<string, string>.Empty)));
        var arns = new Dictionary<string, Output<string>>();
        foreach (var credential in credentials.Logins)
        {
            var host = credential.Login.Purpose == LoginPurpose.Analytics ? endpoints.Analytics ?? endpoints.Reader : endpoints.Writer;
            arns[credential.Login.Name] = Store(credential.Login.Name, $"PostgreSQL login {credential.Login.Name}",
                Output.Tuple(credential.Password, credential.Verifier, host, Urls[credential.Login.Name])
                    .Apply(v => Json(credential.Login.Name, v.Item1, v.Item2, v.Item3, v.Item4)));
        }

        Arns = arns;
        RegisterOutputs();
    }

    /// <summary>Secret: login to its URLs.</summary>
    public IReadOnlyDictionary<string, Output<ImmutableDictionary<string, string>>> Urls { get; }

    /// <summary>Login to the ARN of its secret, once the secret has a value: a task that reads an empty one does not start.</summary>
    public IReadOnlyDictionary<string, Output<string>> Arns { get; }

    private Output<string> Store(string login, string description, Output<string> json)
    {
        var secret = new Secret(login, new SecretArgs
        {
            Name = $"{settings.NamePrefix}/{settings.Stack}/postgres/{login}",
            Description = description,
            KmsKeyId = keyArn,
            RecoveryWindowInDays = settings.Encryption.SecretRecoveryWindowDays,
        }, new CustomResourceOptions { Parent = this });

        return new SecretVersion(login, new SecretVersionArgs
        {
            SecretId = secret.Id,
            SecretString = Output.CreateSecret(json),
        }, new CustomResourceOptions { Parent = this }).Arn;
    }

    private static string Json(string username, string password, string? verifier, string host, ImmutableDictionary<string, string> urls)
    {
        var fields = new SortedDictionary<string, object>(StringComparer.Ordinal)
        {
            ["engine"] = "postgres",
            ["host"] = host,
            ["port"] = Database.Port,
            ["dbname"] = Database.Name,
            ["sslmode"] = "verify-full",
            ["username"] = username,
            ["password"] = password,
        };
        if (verifier is not null)
        {
            fields["scram_verifier"] = verifier;
        }

        foreach (var (variable, url) in urls)
        {
            fields[variable] = url;
        }

        return JsonSerializer.Serialize(fields, SecretJson);
    }

    // The value is a secret, not HTML: '+' of a base64 verifier and '&' of a URL stay readable for tools without a JSON parser.
    private static JsonSerializerOptions SecretJson { get; } = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
