using TechCorp.PgInfra.Catalog;
using TechCorp.PgInfra.Rehearsal.Plans;
using TechCorp.PgInfra.Rehearsal.Secrets;

namespace TechCorp.PgInfra.Rehearsal.Tests.Secrets;

/// <summary>Passwords have the declared length and alphabet, because that is what clients and URLs will have to bear.</summary>
public sealed class Secrets_are_made_as_declared
{
    [Fact, Trait("Requirement", "S19")]
    public async Task Every_login_and_the_master_have_a_password_of_the_declared_form()
    {
        var secrets = EstateSecrets.Generate((await EstatePlans.CaptureAsync(Checkout.Root, "prod")).Estate);
        Assert.Equal(ServiceCatalog.TechCorp.Logins.Select(l => l.Name).Order(StringComparer.Ordinal), secrets.Logins.Keys);
        Assert.All(secrets.Logins.Values.Select(l => l.Password).Append(secrets.MasterPassword), p => Assert.Matches("^(?=.*[a-z])(?=.*[A-Z])(?=.*[0-9])[A-Za-z0-9_-]{40}$", p));
        Assert.Equal(secrets.Logins.Count, secrets.Logins.Values.Select(l => l.Password).Distinct().Count());
    }

    /// <summary>A record prints its members, and a log may print a record.</summary>
    [Fact]
    public async Task They_do_not_print_themselves()
    {
        var secrets = EstateSecrets.Generate((await EstatePlans.CaptureAsync(Checkout.Root, "prod")).Estate);
        Assert.Equal("secrets of 11 logins", secrets.ToString());
        Assert.All(secrets.Logins.Values, s => Assert.Equal("[secret]", s.ToString()));
    }
}
