using Pulumi;
using Pulumi.Aws.SecretsManager;
using Pulumi.Aws.Ssm;
using Pulumi.Random;
using TechCorp.PgInfra.Planning.Tests.Support;

namespace TechCorp.PgInfra.Planning.Tests;

/// <summary>A plan is printed, committed and pasted into tickets.</summary>
public sealed class Secrets_never_enter_a_plan
{
    private const string Known = "hunter2-known-to-this-test";

    [Fact]
    public async Task A_value_the_program_marks_is_masked_wherever_it_stands()
    {
        var plan = await Programs.PlanAsync(() =>
        {
            _ = new SecretVersion("credentials", new SecretVersionArgs { SecretId = "x", SecretString = Output.CreateSecret(Known) });
            // Not a property that the schema calls secret: only the program's mark says so.
            _ = new Parameter("url", new ParameterArgs { Type = "String", Value = "v", Description = Output.CreateSecret($"postgres://{Known}@host") });
            _ = new Secret("labelled", new SecretArgs { Tags = { ["note"] = Output.CreateSecret(Known) } });
            return [("a", Output.CreateSecret(Known)), ("b", Output.Create("plain"))];
        });

        var json = PlanJson.Write(plan);
        Assert.DoesNotContain(Known, json, StringComparison.Ordinal);
        Assert.Equal("secretString", Assert.Single(plan.Find("aws:secretsmanager/secretVersion:SecretVersion", "credentials")!.SecretInputs));
        Assert.Contains("description", plan.Find("aws:ssm/parameter:Parameter", "url")!.SecretInputs);
        Assert.Equal("tags.note", Assert.Single(plan.Find("aws:secretsmanager/secret:Secret", "labelled")!.SecretInputs));
        Assert.Equal("""{"a":"[secret]","b":"plain"}""", plan.Outputs.ToJsonString());
    }

    /// <summary>The schema's word holds where the program forgot to mark the value, in nested objects and in a provider's configuration too.</summary>
    [Fact]
    public async Task A_value_the_schema_marks_is_masked_without_the_programs_help()
    {
        var plan = await Programs.PlanAsync(() =>
        {
            _ = new Pulumi.Aws.Provider("other", new Pulumi.Aws.ProviderArgs { Region = "us-east-1", SecretKey = Known });
            _ = new Pulumi.Aws.LB.Listener("web", new Pulumi.Aws.LB.ListenerArgs
            {
                LoadBalancerArn = "arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/net/x/1",
                DefaultActions =
                {
                    new Pulumi.Aws.LB.Inputs.ListenerDefaultActionArgs
                    {
                        Type = "authenticate-oidc",
                        AuthenticateOidc = new Pulumi.Aws.LB.Inputs.ListenerDefaultActionAuthenticateOidcArgs
                        {
                            AuthorizationEndpoint = "https://a", ClientId = "c", ClientSecret = Known, Issuer = "https://i", TokenEndpoint = "https://t", UserInfoEndpoint = "https://u",
                        },
                    },
                },
            });
        });

        Assert.DoesNotContain(Known, PlanJson.Write(plan), StringComparison.Ordinal);
        Assert.Equal("secretKey", Assert.Single(plan.Find("pulumi:providers:aws", "other")!.SecretInputs));
        Assert.Equal("defaultActions[0].authenticateOidc.clientSecret", Assert.Single(plan.Find("aws:lb/listener:Listener", "web")!.SecretInputs));
    }

    /// <summary>Mocks drop the secretness of a password's result; the real engine keeps it, and so must the plan.</summary>
    [Fact]
    public async Task What_is_made_of_a_secret_output_is_secret_without_a_mark()
    {
        var plan = await Programs.PlanAsync(() =>
        {
            var password = new RandomPassword("master", new RandomPasswordArgs { Length = 32 });
            return [("a", Output.Format($"postgresql://u:{password.Result}@h")), ("b", password.Id)];
        });

        Assert.Equal(
            """{"a":"[secret: ${random:index/randomPassword:RandomPassword::master.result}]","b":"${random:index/randomPassword:RandomPassword::master.id}"}""",
            plan.Outputs.ToJsonString());
    }

    /// <summary>An encrypted value can only be decrypted by the stack's secrets provider, which a preview does not ask.</summary>
    [Fact]
    public async Task An_encrypted_configuration_value_stays_encrypted()
    {
        using var files = new ProjectFiles("""
            config:
              aws:region: us-east-1
              demo:token: {secure: AAABAKnownCiphertext}
              demo:nested: {host: h, password: {secure: AAABAKnownCiphertext}}
            """);
        var capture = new PlanCapture(files.Project, (_, options) => new FunctionStack(options, () =>
        {
            var config = new Config();
            return [("a", config.RequireSecret("token")), ("b", Output.Create(config.Require("nested")))];
        }));

        var plan = await capture.RunAsync("dev");

        Assert.Equal("""{"a":"[secret]","b":"[secret]"}""", plan.Outputs.ToJsonString());
    }
}
