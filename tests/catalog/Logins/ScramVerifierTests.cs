namespace TechCorp.PgInfra.Catalog.Tests.Logins;

public sealed class ScramVerifierTests
{
    /// <summary>The exchange of RFC 7677, section 3, in the form pg_authid stores: a wrong byte here is six services that can't log in.</summary>
    [Fact]
    [Trait("Requirement", "S49")]
    public void The_verifier_of_the_RFC_is_computed() =>
        Assert.Equal(
            "SCRAM-SHA-256$4096:W22ZaJ0SNY7soEsUEjb6gQ==$WG5d8oPm3OtcPnkdi4Uo7BkeZkBFzpcXkuLmtbsT4qY=:wfPLwcE6nTWhTAmQ7tl2KeoiWGPlZqQxSrmfPwDl2dU=",
            ScramVerifier.Compute("pencil", Convert.FromBase64String("W22ZaJ0SNY7soEsUEjb6gQ==")));

    /// <summary>A fresh salt per run would change every role on every deployment and part PgBouncer's copy from the server's.</summary>
    [Fact]
    public void The_same_password_and_salt_give_the_same_verifier() =>
        Assert.Equal(ScramVerifier.Compute("secret-1", "0123456789abcdef"), ScramVerifier.Compute("secret-1", "0123456789abcdef"));

    [Fact]
    public void Another_salt_gives_another_verifier() =>
        Assert.NotEqual(ScramVerifier.Compute("secret-1", "0123456789abcdef"), ScramVerifier.Compute("secret-1", "0123456789abcdeF"));

    /// <summary>Clients apply SASLprep to other characters, each a little differently: the login would work from some of them only.</summary>
    [Theory]
    [InlineData("")]
    [InlineData("senha-não-ascii")]
    public void A_password_that_clients_would_prepare_differently_is_refused(string password) =>
        Assert.Throws<ArgumentException>(() => ScramVerifier.Compute(password, "0123456789abcdef"));
}
