using System.Text.Json;
using TechCorp.PgInfra.Catalog;

namespace TechCorp.PgInfra.Migrations.Credentials;

/// <summary>Reads the secret of one login out of its JSON value.</summary>
internal static class LoginSecretReader
{
    /// <summary>The secret, or null and why not; the reason never holds the value.</summary>
    public static LoginSecret? Read(JsonElement value, out string problem)
    {
        problem = "";
        var (password, verifier) = value.ValueKind switch
        {
            JsonValueKind.String when ScramVerifier.IsVerifier(value.GetString()!) => (null, value.GetString()),
            JsonValueKind.String => (value.GetString(), null),
            JsonValueKind.Object => (Member(value, "password"), Member(value, "verifier")),
            _ => (null, (string?)null),
        };

        if (string.IsNullOrEmpty(password) && string.IsNullOrEmpty(verifier))
        {
            problem = "has neither password nor verifier";
        }
        else if (password is not null && SecretsDocument.IsMasked(password))
        {
            problem = "is masked; run `pulumi stack output --json --show-secrets`, which prints the values";
        }
        else if (verifier is not null && !ScramVerifier.IsVerifier(verifier))
        {
            problem = "has a verifier that is not SCRAM-SHA-256$iterations:salt$StoredKey:ServerKey; plain text and md5 are not accepted";
        }
        else if (verifier is null && password!.Any(c => !char.IsAscii(c) || char.IsControl(c)))
        {
            problem = "has a password outside printable ASCII; clients prepare such passwords differently";
        }

        return problem.Length == 0 ? new LoginSecret(password, verifier) : null;
    }

    private static string? Member(JsonElement value, string name) =>
        value.TryGetProperty(name, out var member) && member.ValueKind == JsonValueKind.String ? member.GetString() : null;
}
