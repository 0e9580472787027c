using Pulumi;
using Pulumi.Random;
using TechCorp.PgInfra.Catalog;

namespace TechCorp.PgInfra.Infra.Credentials;

/// <summary>Generates every credential once; the values live, encrypted, in the stack's state.</summary>
public sealed class GeneratedCredentials : ComponentResource
{
    /// <summary>
    /// Characters of a password. RDS refuses <c>/ " @ '</c> and space; the two specials here also stand in a URL as they are,
    /// so that a connection string never needs escaping.
    /// </summary>
    private const string Specials = "-_";

    private const int PasswordLength = 40;

    // As long as the salt PostgreSQL makes itself. Letters and digits: the program never has to decode a value that a preview does not know.
    private const int SaltLength = 16;

    public GeneratedCredentials(string name, ServiceCatalog catalog, ComponentResourceOptions? options = null)
        : base("techcorp:pg:Logins", name, options)
    {
        Credentials = new(Password("master"), [.. catalog.Logins.Select(Generate)]);
        RegisterOutputs();
    }

    public EstateCredentials Credentials { get; }

    private LoginCredential Generate(Login login)
    {
        var password = Password(login.Name);
        var salt = new RandomPassword(
            $"{login.Name}-salt",
            new RandomPasswordArgs { Length = SaltLength, Special = false },
            new CustomResourceOptions { Parent = this }).Result;
        return new(login, password, Output.CreateSecret(Output.Tuple(password, salt).Apply(v => ScramVerifier.Compute(v.Item1, v.Item2))));
    }

    private Output<string> Password(string name) =>
        Output.CreateSecret(new RandomPassword(name, new RandomPasswordArgs
        {
            Length = PasswordLength,
            Special = true,
            OverrideSpecial = Specials,
            MinLower = 1,
            MinUpper = 1,
            MinNumeric = 1,
        }, new CustomResourceOptions { Parent = this }).Result);
}
