using TechCorp.PgInfra.Catalog;
using TechCorp.PgInfra.Migrations.Credentials;
using TechCorp.PgInfra.Rehearsal.Estates;

namespace TechCorp.PgInfra.Rehearsal.Tests.Estates;

/// <summary>What takes a deployed stack's outputs takes a rehearsal's: the post-deploy step is tried before there is a stack.</summary>
[Collection(nameof(RehearsedEstate))]
public sealed class The_outputs_of_a_rehearsal_are_a_stacks(RehearsedEstate fixture)
{
    /// <summary>The reader of the post-deploy step is the judge: it refuses a document that is not a stack's.</summary>
    [Fact, Trait("Requirement", "S21")]
    public void The_post_deploy_step_reads_them()
    {
        var read = SecretsDocument.Read(RehearsedOutputs.Of(fixture.Estate, showSecrets: true).ToJsonString(), "--outputs");
        Assert.Equal((fixture.Estate.Writer.Host, fixture.Estate.Writer.Port, "techcorp", "techcorp_admin"),
            (read.Target!.Host, read.Target.Port, read.Target.Database, read.Target.Username));
        Assert.Equal(fixture.Estate.PasswordOf("order_service"), read.Logins["order_service"].Password);
        Assert.Equal(ServiceCatalog.TechCorp.Logins.Select(l => l.Name).Order(StringComparer.Ordinal), read.Logins.Keys.Order(StringComparer.Ordinal));
    }

    /// <summary>Printed into a build log by mistake, they must not open a door.</summary>
    [Fact, Trait("Requirement", "S21")]
    public void Secrets_are_masked_unless_asked_for()
    {
        var printed = RehearsedOutputs.Of(fixture.Estate, showSecrets: false).ToJsonString();
        var secrets = fixture.Estate.Secrets.Logins.Values.SelectMany(l => new[] { l.Password, l.Verifier }).Append(fixture.Estate.Secrets.MasterPassword);
        Assert.All(secrets, s => Assert.DoesNotContain(s, printed, StringComparison.Ordinal));
        Assert.Equal("[secret]", RehearsedOutputs.Of(fixture.Estate, showSecrets: false)[StackOutputs.MasterPassword]!.GetValue<string>());
    }
}
