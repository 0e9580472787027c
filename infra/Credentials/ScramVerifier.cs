using System.Security.Cryptography;
using System.Text;

namespace TechCorp.PgInfra.Infra.Credentials;

/// <summary>
/// The form in which PostgreSQL stores a password: <c>SCRAM-SHA-256$iterations:salt$StoredKey:ServerKey</c> (RFC 5803).
/// The server and PgBouncer accept it verbatim instead of the password, so no plaintext is ever in a statement or a log.
/// </summary>
public static class ScramVerifier
{
    /// <summary>PostgreSQL's own default (<c>scram_iterations</c>).</summary>
    public const int Iterations = 4096;

    /// <summary>
    /// Computes the verifier. The same password and salt always give the same verifier, which is what keeps a second run
    /// from changing anything and PgBouncer's copy identical to the server's.
    /// </summary>
    /// <param name="password">ASCII only: other text would need SASLprep first, as RFC 5802 asks.</param>
    /// <param name="salt">Any text; its UTF-8 bytes are the salt.</param>
    /// <exception cref="ArgumentException">The password is empty or not ASCII.</exception>
    public static string Compute(string password, string salt) => Compute(password, Encoding.UTF8.GetBytes(salt));

    /// <inheritdoc cref="Compute(string, string)"/>
    /// <param name="password">ASCII only.</param>
    /// <param name="salt">PostgreSQL itself uses 16 bytes.</param>
    public static string Compute(string password, byte[] salt)
    {
        if (password.Length == 0 || !Ascii.IsValid(password))
        {
            throw new ArgumentException("A password for SCRAM-SHA-256 must be non-empty ASCII: other characters need SASLprep, which clients do differently.", nameof(password));
        }

        var salted = Rfc2898DeriveBytes.Pbkdf2(Encoding.ASCII.GetBytes(password), salt, Iterations, HashAlgorithmName.SHA256, SHA256.HashSizeInBytes);
        var storedKey = SHA256.HashData(HMACSHA256.HashData(salted, "Client Key"u8));
        var serverKey = HMACSHA256.HashData(salted, "Server Key"u8);
        return $"SCRAM-SHA-256${Iterations}:{Convert.ToBase64String(salt)}${Convert.ToBase64String(storedKey)}:{Convert.ToBase64String(serverKey)}";
    }
}
