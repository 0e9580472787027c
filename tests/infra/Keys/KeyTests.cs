using System.Text.Json;
using TechCorp.PgInfra.Infra.Tests.Recording;

namespace TechCorp.PgInfra.Infra.Tests.Keys;

/// <summary>The customer keys of a region.</summary>
public sealed class KeyTests
{
    private const string Key = "aws:kms/key:Key";

    [Theory]
    [InlineData("prod")]
    [InlineData("staging")]
    [InlineData("dr")]
    [Trait("Requirement", "S49")]
    public async Task Every_key_rotates_has_an_alias_and_can_be_brought_back(string stack)
    {
        var estate = await Stacks.OfAsync(stack);

        Assert.Equal(["database", "logs", "notifications", "secrets"], estate.OfType(Key).Select(k => k.Name));
        Assert.All(estate.OfType(Key), key =>
        {
            Assert.Equal(true, key["enableKeyRotation"]);
            Assert.InRange((double)key["deletionWindowInDays"]!, 7, 30);
            Assert.Equal(RecordingMocks.Reference(Key, key.Name, "keyId"), estate["aws:kms/alias:Alias", key.Name]["targetKeyId"]);
            Assert.Equal($"alias/techcorp/{stack}/{key.Name}", estate["aws:kms/alias:Alias", key.Name]["name"]);
        });
    }

    /// <summary>A deleted key takes every snapshot with it, protected instance or not.</summary>
    [Fact]
    [Trait("Requirement", "S49")]
    public async Task The_keys_of_production_are_protected()
    {
        var estate = await Stacks.ProdAsync();

        Assert.All(estate.OfType(Key), key => Assert.True(key.Options.Protect));
    }

    /// <summary>Under a key that does not name them, CloudWatch and RDS drop every notification without an error anybody sees.</summary>
    [Fact]
    [Trait("Requirement", "S4")]
    [Trait("Requirement", "S49")]
    public async Task Alarms_and_events_may_use_the_key_of_the_topic()
    {
        var estate = await Stacks.ProdAsync();

        Assert.Equal(
            """
            {"Version":"2012-10-17","Statement":[{"Sid":"AccountThroughIam","Effect":"Allow","Principal":{"AWS":"arn:aws:iam::123456789012:root"},"Action":"kms:*","Resource":"*"},{"Sid":"PublishersOfTheTopic","Effect":"Allow","Principal":{"Service":["cloudwatch.amazonaws.com","events.rds.amazonaws.com"]},"Action":["kms:Decrypt","kms:GenerateDataKey*"],"Resource":"*"}]}
            """,
            estate[Key, "notifications"].Text("policy"));
    }

    [Fact]
    [Trait("Requirement", "S49")]
    public async Task Logs_may_use_their_key_for_this_account_and_region_only()
    {
        var estate = await Stacks.ProdAsync();

        Assert.Equal(
            """
            {"Version":"2012-10-17","Statement":[{"Sid":"AccountThroughIam","Effect":"Allow","Principal":{"AWS":"arn:aws:iam::123456789012:root"},"Action":"kms:*","Resource":"*"},{"Sid":"CloudWatchLogs","Effect":"Allow","Principal":{"Service":"logs.us-east-1.amazonaws.com"},"Action":["kms:Encrypt*","kms:Decrypt*","kms:ReEncrypt*","kms:GenerateDataKey*","kms:Describe*"],"Resource":"*","Condition":{"ArnLike":{"kms:EncryptionContext:aws:logs:arn":"arn:aws:logs:us-east-1:123456789012:log-group:*"}}}]}
            """,
            estate[Key, "logs"].Text("policy"));
    }

    [Fact]
    [Trait("Requirement", "S49")]
    public async Task No_key_is_open_to_everybody()
    {
        foreach (var stack in Stacks.Names)
        {
            foreach (var key in (await Stacks.OfAsync(stack)).OfType(Key))
            {
                using var policy = JsonDocument.Parse(key.Text("policy"));
                Assert.All(policy.RootElement.GetProperty("Statement").EnumerateArray(), s => Assert.NotEqual("*", s.GetProperty("Principal").ToString()));
            }
        }
    }
}
