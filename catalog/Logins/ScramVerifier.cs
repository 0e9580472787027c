using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace TechCorp.PgInfra.Catalog;

/// <summary>
/// A SCRAM-SHA-256 verifier, <c>SCRAM-SHA-256$iterations:salt$StoredKey:ServerKey</c> (PostgreSQL manual, pg_authid): what the
/// server stores, what PgBouncer needs, and all that ever travels in a statement. The program and the post-deploy step make it here.
/// </summary>
public static partial class ScramVerifier
{
    /// <summary>PostgreSQL's own default (scram_iterations).</summary>
    public const int Iterations = 4096;

    /// <summary>True for text in the form above.</summary>
    public static bool IsVerifier(string text) => Form().IsMatch(text);

    /// <summary>Makes a verifier with a new salt. Not repeatable: keep the result, a new one is a changed password to every copy of the old.</summary>
    /// <param name="password">ASCII: outside it SCRAM prepares the text (SASLprep) and clients differ in how.</param>
    /// <exception cref="ArgumentException">The password is empty or not ASCII.</exception>
    public static string Create(string password) => Compute(password, RandomNumberGenerator.GetBytes(16));

    /// <summary>Makes the verifier of a kept salt: the same every time, so that a second run changes nothing and no copy goes stale.</summary>
    /// <param name="password">ASCII, as in <see cref="Create"/>.</param>
    /// <param name="salt">Any text; its UTF-8 bytes are the salt.</param>
    /// <exception cref="ArgumentException">The password is empty or not ASCII.</exception>
    public static string Compute(string password, string salt) => Compute(password, Encoding.UTF8.GetBytes(salt));

    /// <inheritdoc cref="Compute(string, string)"/>
    /// <param name="password">ASCII, as in <see cref="Create"/>.</param>
    /// <param name="salt">PostgreSQL itself uses 16 bytes.</param>
    /// <param name="iterations">At least 1.</param>
    public static string Compute(string password, byte[] salt, int iterations = Iterations)
    {
        if (password.Length == 0 || !Ascii.IsValid(password))
        {
            throw new ArgumentException("A password for SCRAM-SHA-256 must be non-empty ASCII: other characters need SASLprep, which clients do differently.", nameof(password));
        }

        var salted = Rfc2898DeriveBytes.Pbkdf2(Encoding.ASCII.GetBytes(password), salt, iterations, HashAlgorithmName.SHA256, SHA256.HashSizeInBytes);
        var storedKey = SHA256.HashData(HMACSHA256.HashData(salted, "Client Key"u8));
        var serverKey = HMACSHA256.HashData(salted, "Server Key"u8);
        return $"SCRAM-SHA-256${iterations}:{Convert.ToBase64String(salt)}${Convert.ToBase64String(storedKey)}:{Convert.ToBase64String(serverKey)}";
    }

    /// <summary>True when the verifier was made from this password.</summary>
    public static bool Matches(string password, string verifier)
    {
        var form = Form().Match(verifier);
        return form.Success
            && Compute(password, Convert.FromBase64String(form.Groups["salt"].Value), int.Parse(form.Groups["iterations"].ValueSpan, CultureInfo.InvariantCulture)) == verifier;
    }

    [GeneratedRegex(@"^SCRAM-SHA-256\$(?<iterations>[1-9][0-9]{0,8}):(?<salt>(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?)\$[A-Za-z0-9+/]{43}=:[A-Za-z0-9+/]{43}=\z")]
    private static partial Regex Form();
}
