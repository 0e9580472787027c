using TechCorp.PgInfra.Catalog;
using TechCorp.PgInfra.Migrations.Apply;

namespace TechCorp.PgInfra.Migrations.Tests;

public sealed class a_message_never_quotes_a_verifier
{
    /// <summary>A refused statement is quoted in the error, and the error ends in a pipeline's log.</summary>
    [Fact]
    [Trait("Requirement", "S21")]
    public void In_a_statement_that_was_refused() => Assert.Equal(
        "CREATE ROLE \"a\" LOGIN PASSWORD '[verifier]'",
        Redaction.Hide($"CREATE ROLE \"a\" LOGIN PASSWORD '{ScramVerifier.Create("topsecret")}'"));
}
