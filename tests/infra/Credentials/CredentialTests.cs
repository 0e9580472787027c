using System.Text.Json;
using Pulumi;
using Pulumi.Utilities;
using TechCorp.PgInfra.Catalog;
using TechCorp.PgInfra.Infra.Tests.Recording;

namespace TechCorp.PgInfra.Infra.Tests.Credentials;

/// <summary>Passwords, verifiers and connection strings of production.</summary>
public sealed class CredentialTests
{
    private const string Password = "random:index/randomPassword:RandomPassword";
    private const string SecretVersion = "aws:secretsmanager/secretVersion:SecretVersion";

    private static async Task<JsonElement> SecretAsync(string login)
    {
        using var json = JsonDocument.Parse((await Stacks.ProdAsync())[SecretVersion, login].Text("secretString"));
        return json.RootElement.Clone();
    }

    private static string Generated(string login) => RecordingMocks.Reference(Password, login, "result");

    private static string Host(string identifier) => RecordingMocks.Reference("aws:rds/instance:Instance", identifier, "address");

    /// <summary>The specials need no escaping in a URL, and RDS refuses <c>/ " @ '</c> and space in a master password.</summary>
    [Fact]
    [Trait("Requirement", "S19")]
    [Trait("Requirement", "S21")]
    public async Task Every_login_and_the_master_have_a_generated_password()
    {
        var estate = await Stacks.ProdAsync();

        foreach (var login in ServiceCatalog.TechCorp.Logins.Select(l => l.Name).Append("master"))
        {
            var password = estate[Password, login];
            Assert.Equal(40d, password["length"]);
            Assert.Equal("-_", password["overrideSpecial"]);
        }

        Assert.Contains("app_user", ServiceCatalog.TechCorp.Logins.Select(l => l.Name));
    }

    [Fact]
    [Trait("Requirement", "S49")]
    public async Task A_secret_holds_the_verifier_of_its_own_password()
    {
        var secret = await SecretAsync("order_service");

        Assert.Equal(Generated("order_service"), secret.GetProperty("password").GetString());
        Assert.Equal(
            ScramVerifier.Compute(Generated("order_service"), Generated("order_service-salt")),
            secret.GetProperty("scram_verifier").GetString());
    }

    [Fact]
    [Trait("Requirement", "S49")]
    public async Task Every_secret_is_under_the_customer_key_and_can_be_brought_back()
    {
        var estate = await Stacks.ProdAsync();
        string[] expected = [.. ServiceCatalog.TechCorp.Logins.Select(l => l.Name).Append("master").Order(StringComparer.Ordinal)];

        Assert.Superset(expected.ToHashSet(), estate.OfType("aws:secretsmanager/secret:Secret").Select(s => s.Name).ToHashSet());
        Assert.All(expected, name =>
        {
            var secret = estate["aws:secretsmanager/secret:Secret", name];
            Assert.Equal($"techcorp/prod/postgres/{name}", secret["name"]);
            Assert.Equal("${aws:kms/key:Key::secrets.arn}", secret["kmsKeyId"]);
            Assert.InRange((double)secret["recoveryWindowInDays"]!, 7, 30);
        });
    }

    /// <summary>Without sslmode libpq takes any server, and even none that speaks TLS.</summary>
    [Theory]
    [InlineData("app_user")]
    [InlineData("order_service")]
    [Trait("Requirement", "S19")]
    [Trait("Requirement", "S20")]
    [Trait("Requirement", "S21")]
    [Trait("Requirement", "S49")]
    public async Task A_service_gets_direct_and_pooled_URLs_that_verify_the_server(string login)
    {
        var secret = await SecretAsync(login);
        var pooler = await OutputUtilities.GetValueAsync((await Stacks.ProdAsync()).Stack.PoolerAddress);
        var proof = $"postgresql://{login}:{Generated(login)}";

        Assert.Equal($"{proof}@{Host("techcorp-primary")}:5432/techcorp?sslmode=verify-full", secret.GetProperty("DATABASE_URL").GetString());
        Assert.Equal($"{proof}@{Host("techcorp-replica-1")}:5432/techcorp?sslmode=verify-full", secret.GetProperty("DATABASE_URL_RO").GetString());
        Assert.Equal($"{proof}@{pooler}:6432/techcorp?sslmode=verify-full", secret.GetProperty("DATABASE_URL_POOLED").GetString());
        Assert.Equal($"{proof}@{pooler}:6432/techcorp_ro?sslmode=verify-full", secret.GetProperty("DATABASE_URL_RO_POOLED").GetString());
    }

    /// <summary>A standby refuses the migrator's every statement; reports never see the writer.</summary>
    [Fact]
    [Trait("Requirement", "S21")]
    public async Task Other_logins_get_only_the_URLs_they_can_use()
    {
        static IEnumerable<string> Urls(JsonElement secret) =>
            secret.EnumerateObject().Select(p => p.Name).Where(n => n.StartsWith("DATABASE_URL", StringComparison.Ordinal)).Order(StringComparer.Ordinal);

        Assert.Equal(["DATABASE_URL"], Urls(await SecretAsync("migrator")));
        Assert.Equal(["DATABASE_URL_RO"], Urls(await SecretAsync("analytics_ro")));
        Assert.Contains(Host("techcorp-analytics"), (await SecretAsync("analytics_ro")).GetProperty("DATABASE_URL_RO").GetString(), StringComparison.Ordinal);
        Assert.Equal(["DATABASE_URL", "DATABASE_URL_RO"], Urls(await SecretAsync("monitor")));
        Assert.Empty(Urls(await SecretAsync("pgbouncer_auth")));
        Assert.Empty(Urls(await SecretAsync("master")));
    }

    /// <summary>Secrets are only masked where the program says that they are secret.</summary>
    [Theory]
    [InlineData("prod")]
    [InlineData("dr")]
    [Trait("Requirement", "S21")]
    public async Task Outputs_that_hold_credentials_are_secret(string stackName)
    {
        var stack = (await Stacks.OfAsync(stackName)).Stack;

        Assert.True(await Output.IsSecretAsync(stack.MasterPassword));
        Assert.True(await Output.IsSecretAsync(stack.Logins));
        Assert.True(await Output.IsSecretAsync(stack.ConnectionStrings));
        Assert.False(await Output.IsSecretAsync(stack.PrimaryAddress));
    }

    [Fact]
    [Trait("Requirement", "S21")]
    public async Task The_outputs_tell_the_post_deploy_step_where_and_who()
    {
        var stack = (await Stacks.ProdAsync()).Stack;

        Assert.Equal(Host("techcorp-primary"), await OutputUtilities.GetValueAsync(stack.PrimaryAddress));
        Assert.Equal(["techcorp-analytics", "techcorp-replica-1", "techcorp-replica-2"],
            (await OutputUtilities.GetValueAsync(stack.ReplicaAddresses)).Keys.Order(StringComparer.Ordinal));
        Assert.Equal(5432, await OutputUtilities.GetValueAsync(stack.Port));
        Assert.Equal("techcorp", await OutputUtilities.GetValueAsync(stack.DatabaseName));
        Assert.Equal("techcorp_admin", await OutputUtilities.GetValueAsync(stack.MasterUsername));
        Assert.Equal(500, await OutputUtilities.GetValueAsync(stack.MaxConnections));
        Assert.Equal(Generated("app_user"), (await OutputUtilities.GetValueAsync(stack.Logins))["app_user"]["password"]);
        Assert.StartsWith("SCRAM-SHA-256$4096:", (await OutputUtilities.GetValueAsync(stack.Logins))["app_user"]["verifier"], StringComparison.Ordinal);
        Assert.Equal(
            ["DATABASE_URL", "DATABASE_URL_POOLED", "DATABASE_URL_RO", "DATABASE_URL_RO_POOLED"],
            (await OutputUtilities.GetValueAsync(stack.ConnectionStrings))["app_user"].Keys.Order(StringComparer.Ordinal));
    }

    /// <summary>The state keeps what a secret input carries encrypted; a plain input would show it in every diff.</summary>
    [Fact]
    [Trait("Requirement", "S49")]
    public async Task No_password_is_in_an_input_that_is_not_a_secret()
    {
        var estate = await Stacks.ProdAsync();
        string[] allowed = ["aws:rds/instance:Instance.password", $"{SecretVersion}.secretString"];

        var leaks = from resource in estate.All
                    from input in resource.Inputs
                    let text = JsonSerializer.Serialize(input.Value)
                    where text.Contains("RandomPassword::", StringComparison.Ordinal) || text.Contains("SCRAM-SHA-256$", StringComparison.Ordinal)
                    select $"{resource.Type}.{input.Key}";

        Assert.Equal(allowed.Order(), leaks.Distinct().Order());
    }
}
