using Pulumi;
using Pulumi.Aws.Kms;
using Pulumi.Aws.Rds;
using Pulumi.Aws.Rds.Inputs;
using Pulumi.Random;
using TechCorp.PgInfra.Planning.Tests.Support;

namespace TechCorp.PgInfra.Planning.Tests;

/// <summary>Later verbs read the plan and nothing else, so whatever the engine would be told must be in it.</summary>
public sealed class A_plan_is_a_graph_with_options
{
    private sealed class Part : ComponentResource
    {
        public Part(string name, ComponentResourceOptions options)
            : base("demo:index:Part", name, options)
        {
            var key = new Key("primary", new KeyArgs { Description = "database" }, new CustomResourceOptions { Parent = this });
            var password = new RandomPassword("master", new RandomPasswordArgs { Length = 32 }, new CustomResourceOptions { Parent = this });
            var group = new ParameterGroup("primary", new ParameterGroupArgs
            {
                Family = "postgres15",
                Parameters = { new ParameterGroupParameterArgs { Name = "max_connections", Value = "500", ApplyMethod = "pending-reboot" } },
            }, new CustomResourceOptions { Parent = this });
            _ = new Instance("primary", new InstanceArgs
            {
                InstanceClass = "db.r6g.2xlarge",
                Identifier = "techcorp-primary",
                AllocatedStorage = 2048,
                MultiAz = true,
                KmsKeyId = key.Arn,
                Password = password.Result,
                ParameterGroupName = group.Name,
                Tags = { ["password-of"] = Output.Format($"{password.Result}!"), ["plain"] = "yes" },
            }, new CustomResourceOptions
            {
                Parent = this,
                DependsOn = { group },
                IgnoreChanges = { "password" },
                DeleteBeforeReplace = true,
                CustomTimeouts = new CustomTimeouts { Create = TimeSpan.FromMinutes(90) },
            });
            RegisterOutputs();
        }
    }

    /// <summary>
    /// The URN has every ancestor's type, which mocks drop; protect comes from the component; the password is masked with its
    /// source kept, and so is a tag that is only made of it (mocks forget that the result is secret).
    /// </summary>
    [Fact]
    public async Task A_resource_stands_with_inputs_options_and_references()
    {
        var plan = await Programs.PlanAsync(() => _ = new Part("database", new ComponentResourceOptions { Protect = true }));

        var json = PlanJson.Write(plan with { Sdk = "-", Resources = [plan.Find("aws:rds/instance:Instance", "primary")!] });

        Assert.Equal("""
            {
              "project": "demo",
              "stack": "dev",
              "sdk": "-",
              "resources": [
                {
                  "urn": "urn:pulumi:dev::demo::demo:index:Part$aws:rds/instance:Instance::primary",
                  "type": "aws:rds/instance:Instance",
                  "name": "primary",
                  "parent": "urn:pulumi:dev::demo::demo:index:Part::database",
                  "provider": null,
                  "region": "us-east-1",
                  "inputs": {
                    "allocatedStorage": 2048,
                    "identifier": "techcorp-primary",
                    "instanceClass": "db.r6g.2xlarge",
                    "kmsKeyId": "${aws:kms/key:Key::primary.arn}",
                    "multiAz": true,
                    "parameterGroupName": "${aws:rds/parameterGroup:ParameterGroup::primary.name}",
                    "password": "[secret: ${random:index/randomPassword:RandomPassword::master.result}]",
                    "tags": {
                      "password-of": "[secret: ${random:index/randomPassword:RandomPassword::master.result}]",
                      "plain": "yes"
                    }
                  },
                  "secretInputs": [
                    "password",
                    "tags.password-of"
                  ],
                  "options": {
                    "protect": true,
                    "ignoreChanges": [
                      "password"
                    ],
                    "dependsOn": [
                      "urn:pulumi:dev::demo::demo:index:Part$aws:rds/parameterGroup:ParameterGroup::primary"
                    ],
                    "deleteBeforeReplace": true,
                    "customTimeouts": {
                      "create": "1h30m"
                    },
                    "additionalSecretOutputs": [
                      "password",
                      "passwordWo"
                    ]
                  },
                  "isComponent": false
                }
              ],
              "outputs": {},
              "warnings": []
            }
            """, json);
    }
}
