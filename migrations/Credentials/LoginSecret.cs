using TechCorp.PgInfra.Catalog;

namespace TechCorp.PgInfra.Migrations.Credentials;

/// <summary>What is known about one login's secret.</summary>
/// <param name="Password">The password itself; only verify uses it, to log in. Null where only the verifier is given.</param>
/// <param name="Verifier">What the server gets; null where only the password is given, and then one is made when none in force matches.</param>
public sealed record LoginSecret(string? Password, string? Verifier)
{
    /// <summary>Without its values: a record prints all its members.</summary>
    public override string ToString() => "[secret]";

    /// <summary>The verifier to send, given the one in force.</summary>
    internal string VerifierFor(string? inForce) =>
        Verifier
        ?? (inForce is not null && ScramVerifier.Matches(Password!, inForce) ? inForce : ScramVerifier.Create(Password!));
}
