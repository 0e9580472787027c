using System.Collections.Immutable;
using Pulumi;
using Pulumi.Random;
using TechCorp.PgInfra.Catalog;

namespace TechCorp.PgInfra.Infra.Credentials;

/// <summary>
/// The master password and one credential per login. RDS's own managed master password is not used: RDS refuses read
/// replicas of a source that has one.
/// </summary>
/// <param name="MasterPassword">Secret. Password of <see cref="Database.MasterUsername"/>.</param>
/// <param name="Logins">One per login of the catalogue, in its order.</param>
public sealed record EstateCredentials(Output<string> MasterPassword, ImmutableArray<LoginCredential> Logins)
{
    /// <summary>
    /// Characters of a password. RDS refuses <c>/ " @ '</c> and space; the two specials here also stand in a URL as they are,
    /// so that a connection string never needs escaping.
    /// </summary>
    private const string Specials = "-_";

    private const int PasswordLength = 40;

    // As long as the salt PostgreSQL makes itself. Letters and digits: the program never has to decode a value that a preview does not know.
    private const int SaltLength = 16;

    /// <summary>Generates everything once; the values live, encrypted, in the stack's state.</summary>
    public static EstateCredentials Generate(ServiceCatalog catalog) => new(
        Password("master"),
        [.. catalog.Logins.Select(Generate)]);

    private static LoginCredential Generate(Login login)
    {
        var password = Password(login.Name);
        var salt = new RandomPassword($"{login.Name}-salt", new RandomPasswordArgs { Length = SaltLength, Special = false }).Result;
        return new(login, password, Output.CreateSecret(Output.Tuple(password, salt).Apply(v => ScramVerifier.Compute(v.Item1, v.Item2))));
    }

    private static Output<string> Password(string name) =>
        Output.CreateSecret(new RandomPassword(name, new RandomPasswordArgs
        {
            Length = PasswordLength,
            Special = true,
            OverrideSpecial = Specials,
            MinLower = 1,
            MinUpper = 1,
            MinNumeric = 1,
        }).Result);
}
