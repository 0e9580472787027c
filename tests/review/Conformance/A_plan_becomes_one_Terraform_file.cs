using TechCorp.PgInfra.Planning;
using TechCorp.PgInfra.Review.Conformance;
using static TechCorp.PgInfra.Review.Tests.Conformance.Support.SmallPlan;

namespace TechCorp.PgInfra.Review.Tests.Conformance;

/// <summary>What the provider is asked must be what the program declares: nothing lost, nothing added, nothing looked up.</summary>
public sealed class A_plan_becomes_one_Terraform_file
{
    [Fact]
    public void References_options_secrets_and_the_region_survive_the_translation()
    {
        var key = Resource("aws:kms/key:Key", "database", """{"description":"PostgreSQL","enableKeyRotation":true}""");
        var password = Resource("random:index/randomPassword:RandomPassword", "master", """{"length":16}""") with { Provider = null, Region = null };
        var database = Resource("aws:rds/instance:Instance", "primary", """
            {
              "identifier": "techcorp-primary",
              "allocatedStorage": 2048,
              "instanceClass": "db.r6g.2xlarge",
              "kmsKeyId": "${aws:kms/key:Key::database.arn}",
              "password": "[secret: ${random:index/randomPassword:RandomPassword::master.result}]",
              "tags": { "Name": "techcorp-primary" }
            }
            """, "password") with
        {
            Options = new PlannedOptions
            {
                Protect = true,
                IgnoreChanges = ["snapshotIdentifier"],
                DependsOn = [Urn("aws:kms/key:Key", "database")],
                CustomTimeouts = new PlannedTimeouts { Create = "3h", Delete = "1h" },
            },
        };
        var provider = Resource("pulumi:providers:aws", "aws", """
            {"defaultTags":"{ \"tags\": { \"Team\": \"Data\" } }","region":"us-east-1","skipRegionValidation":"true"}
            """) with { Urn = Provider, Provider = null };

        Assert.Equal("""
            {
              "terraform": {
                "required_providers": {
                  "aws": {
                    "source": "hashicorp/aws",
                    "version": "5.100.0"
                  }
                }
              },
              "provider": {
                "aws": [
                  {
                    "alias": "us-east-1",
                    "region": "us-east-1",
                    "access_key": "placeholder",
                    "secret_key": "placeholder",
                    "skip_credentials_validation": true,
                    "skip_metadata_api_check": true,
                    "skip_region_validation": true,
                    "skip_requesting_account_id": true,
                    "default_tags": [
                      {
                        "tags": {
                          "Team": "Data"
                        }
                      }
                    ]
                  }
                ]
              },
              "locals": {
                "RandomPassword_master_result": "Placeholder0Plac"
              },
              "resource": {
                "aws_kms_key": {
                  "database": {
                    "provider": "aws.us-east-1",
                    "description": "PostgreSQL",
                    "enable_key_rotation": true
                  }
                },
                "aws_db_instance": {
                  "primary": {
                    "provider": "aws.us-east-1",
                    "identifier": "techcorp-primary",
                    "allocated_storage": 2048,
                    "instance_class": "db.r6g.2xlarge",
                    "kms_key_id": "${aws_kms_key.database.arn}",
                    "password": "${local.RandomPassword_master_result}",
                    "tags": {
                      "Name": "techcorp-primary"
                    },
                    "depends_on": [
                      "aws_kms_key.database"
                    ],
                    "lifecycle": {
                      "prevent_destroy": true,
                      "ignore_changes": [
                        "snapshot_identifier"
                      ]
                    },
                    "timeouts": {
                      "create": "3h",
                      "delete": "1h"
                    }
                  }
                }
              }
            }

            """, PlanTranslation.Translate(Of(key, provider, password, database), "5.100.0").Text);
    }

    /// <summary>Names that are not the camel case of Terraform's, and members that are blocks there; each once cost a failed apply somewhere.</summary>
    [Theory]
    [InlineData("aws:cloudwatch/metricAlarm:MetricAlarm", """{"name":"CPU","metricQueries":[{"id":"a","expression":"b","metric":{"metricName":"CPUUtilization","namespace":"AWS/RDS","period":60,"stat":"Average"}}]}""",
        """{"alarm_name":"CPU","metric_query":[{"id":"a","expression":"b","metric":[{"metric_name":"CPUUtilization","namespace":"AWS/RDS","period":60,"stat":"Average"}]}]}""")]
    [InlineData("aws:sns/topicSubscription:TopicSubscription", """{"topic":"t","protocol":"email","endpoint":"a@b"}""", """{"topic_arn":"t","protocol":"email","endpoint":"a@b"}""")]
    [InlineData("aws:rds/parameterGroup:ParameterGroup", """{"parameters":[{"name":"work_mem","value":"65536"}]}""", """{"parameter":[{"name":"work_mem","value":"65536"}]}""")]
    [InlineData("aws:ecs/service:Service", """{"name":"s","networkConfiguration":{"subnets":["a"]},"loadBalancers":[{"containerName":"c","containerPort":1}]}""",
        """{"name":"s","network_configuration":[{"subnets":["a"]}],"load_balancer":[{"container_name":"c","container_port":1}]}""")]
    [InlineData("aws:lb/loadBalancer:LoadBalancer", """{"subnetMappings":[{"subnetId":"a"}]}""", """{"subnet_mapping":[{"subnet_id":"a"}]}""")]
    [InlineData("aws:lb/targetGroup:TargetGroup", """{"deregistrationDelay":30,"healthCheck":{"port":"6432"}}""", """{"deregistration_delay":"30","health_check":[{"port":"6432"}]}""")]
    [InlineData("aws:lb/listener:Listener", """{"defaultActions":[{"type":"forward","targetGroupArn":"a"}]}""", """{"default_action":[{"type":"forward","target_group_arn":"a"}]}""")]
    [InlineData("aws:iam/role:Role", """{"inlinePolicies":[{"name":"a","policy":"{}"}]}""", """{"inline_policy":[{"name":"a","policy":"{}"}]}""")]
    [InlineData("aws:backup/plan:Plan", """{"name":"p","rules":[{"ruleName":"r","targetVaultName":"v","lifecycle":{"deleteAfter":7},"copyActions":[{"destinationVaultArn":"d","lifecycle":{"deleteAfter":7}}]}]}""",
        """{"name":"p","rule":[{"rule_name":"r","target_vault_name":"v","lifecycle":[{"delete_after":7}],"copy_action":[{"destination_vault_arn":"d","lifecycle":[{"delete_after":7}]}]}]}""")]
    // Attributes-as-blocks: an absent member is null there, not absent.
    [InlineData("aws:ec2/securityGroup:SecurityGroup", """{"ingress":[{"protocol":"tcp","fromPort":5432,"toPort":5432,"self":true}]}""",
        """{"ingress":[{"protocol":"tcp","from_port":5432,"to_port":5432,"self":true,"cidr_blocks":null,"description":null,"ipv6_cidr_blocks":null,"prefix_list_ids":null,"security_groups":null}]}""")]
    // A document given as an object is one JSON string to the provider; IAM's variables are not Terraform's.
    [InlineData("aws:iam/policy:Policy", """{"policy":"{\"Resource\":\"arn:aws:s3:::b/${aws:username}\"}"}""", """{"policy":"{\"Resource\":\"arn:aws:s3:::b/$${aws:username}\"}"}""")]
    public void A_property_takes_the_providers_own_name_and_form(string type, string inputs, string expected) => Assert.Equal(expected, Alone(type, inputs));

    /// <summary>The provider itself says that there is no such argument, in the sentence a search engine knows.</summary>
    [Fact]
    public void What_the_schema_does_not_know_reaches_the_provider_in_snake_case() =>
        Assert.Equal("""{"backup_windw":"03:00-03:30"}""", Alone("aws:rds/instance:Instance", """{"backupWindw":"03:00-03:30"}"""));

    [Fact]
    public void Keys_of_a_map_keep_their_spelling_and_are_escaped() =>
        Assert.Equal("""{"tags":{"camelCase":"1","a/b":"2","$${x}":"%%{y}"}}""", Alone("aws:kms/key:Key", """{"tags":{"camelCase":"1","a/b":"2","${x}":"%{y}"}}"""));

    /// <summary>Under mocks the engine names nothing, and these types cannot name themselves.</summary>
    [Fact]
    public void A_name_the_engine_would_give_is_given_where_Terraform_demands_one()
    {
        Assert.Equal("""{"alarm_name":"x-0123abc"}""", Alone("aws:cloudwatch/metricAlarm:MetricAlarm", "{}"));
        Assert.Equal("""{"name":"x-0123abc"}""", Alone("aws:ecs/cluster:Cluster", "{}"));
        Assert.Equal("{}", Alone("aws:sns/topic:Topic", "{}"));
    }

    /// <summary>Before version 6 of the provider a resource has no region of its own.</summary>
    [Fact]
    public void Each_region_is_an_alias_of_the_provider()
    {
        var here = Resource("aws:kms/key:Key", "here");
        var there = Resource("aws:kms/key:Key", "there", """{"region":"us-west-2"}""") with { Region = "us-west-2" };
        var plan = Of(here, there);

        Assert.Equal("""{"provider":"aws.us-east-1"}""", Body(plan, "aws_kms_key.here").ToJsonString());
        Assert.Equal("""{"provider":"aws.us-west-2"}""", Body(plan, "aws_kms_key.there").ToJsonString());
    }

    [Fact]
    public void An_argument_of_a_later_provider_is_left_out_with_a_note()
    {
        var translated = PlanTranslation.Translate(Of(Resource("aws:cloudwatch/logGroup:LogGroup", "l", """{"name":"l","deletionProtectionEnabled":true}""")), "5.100.0");

        Assert.Equal("""{"provider":"aws.us-east-1","name":"l"}""", translated.Json["resource"]!["aws_cloudwatch_log_group"]!["l"]!.ToJsonString());
        Assert.Equal(
            "aws:cloudwatch/logGroup:LogGroup 'l', deletionProtectionEnabled: not judged: provider 5.100.0 does not have it, a later one does.",
            Assert.Single(translated.Notes));
    }

    /// <summary>The plan holds none, so none can be written; what stands there instead has to pass for one.</summary>
    [Fact]
    public void A_secret_is_what_it_is_made_of_or_a_placeholder()
    {
        Assert.Equal("""{"password":"placeholder-for-a-secret"}""", Alone("aws:rds/instance:Instance", """{"password":"[secret]"}""", "password"));
        Assert.Equal(
            """{"secret_string":"${local.RandomPassword_a_result} ${local.StackReference_org_pg_prod_masterPassword}"}""",
            Alone("aws:secretsmanager/secretVersion:SecretVersion", """
                {"secretString":"[secret: ${random:index/randomPassword:RandomPassword::a.result} ${pulumi:pulumi:StackReference::org/pg/prod.masterPassword}]"}
                """, "secretString"));
    }

    [Fact]
    public void What_another_stack_the_account_or_chance_decides_is_a_placeholder_of_the_right_form()
    {
        var id = Resource("random:index/randomId:RandomId", "suffix", """{"byteLength":4}""") with { Provider = null, Region = null };
        var replica = Resource("aws:rds/instance:Instance", "copy", """
            {
              "replicateSourceDb": "${pulumi:pulumi:StackReference::org/pg/prod.primaryArn}",
              "monitoringRoleArn": "arn:aws:iam::${aws:index/getCallerIdentity:getCallerIdentity::current.accountId}:role/m",
              "finalSnapshotIdentifier": "copy-${random:index/randomId:RandomId::suffix.hex}"
            }
            """);
        var json = PlanTranslation.Translate(Of(id, replica), "5.100.0").Json;

        Assert.Equal("""
            {"RandomId_suffix_hex":"01234567","StackReference_org_pg_prod_primaryArn":"arn:aws:rds:us-east-1:123456789012:db:placeholder","getCallerIdentity_current_accountId":"123456789012"}
            """, json["locals"]!.ToJsonString());
        Assert.Equal("arn:aws:iam::${local.getCallerIdentity_current_accountId}:role/m", (string?)json["resource"]!["aws_db_instance"]!["copy"]!["monitoring_role_arn"]);
    }

    [Fact]
    public void A_reference_into_a_nested_value_counts_as_Terraform_counts()
    {
        var database = Resource("aws:rds/instance:Instance", "d");
        var role = Resource("aws:iam/role:Role", "r", """{"description":"${aws:rds/instance:Instance::d.masterUserSecrets[0].secretArn} ${aws:rds/instance:Instance::d.restoreToPointInTime.restoreTime} ${aws:rds/instance:Instance::d.tags.Name}"}""");

        Assert.Equal(
            "${aws_db_instance.d.master_user_secret[0].secret_arn} ${aws_db_instance.d.restore_to_point_in_time[0].restore_time} ${aws_db_instance.d.tags[\"Name\"]}",
            (string?)Body(Of(database, role), "aws_iam_role.r")["description"]);
    }

    /// <summary>A block that is meant whole is the list of its one element; every resource has an id, whatever the schema lists.</summary>
    [Theory]
    [InlineData("restoreToPointInTime", "aws_db_instance.d.restore_to_point_in_time")]
    [InlineData("id", "aws_db_instance.d.id")]
    public void An_output_that_is_meant_whole_is_named_whole(string output, string expression)
    {
        var role = Resource("aws:iam/role:Role", "r", $$"""{"description":"${aws:rds/instance:Instance::d.{{output}}}"}""");

        Assert.Equal($"${{{expression}}}", (string?)Body(Of(Resource("aws:rds/instance:Instance", "d"), role), "aws_iam_role.r")["description"]);
    }

    [Fact]
    public void A_nested_output_of_a_later_provider_is_a_placeholder()
    {
        var plan = Resource("aws:backup/plan:Plan", "p", """{"name":"p"}""");
        var role = Resource("aws:iam/role:Role", "r", """{"description":"${aws:backup/plan:Plan::p.rules[0].targetLogicallyAirGappedBackupVaultArn} ${aws:backup/plan:Plan::p.rules[0].ruleName}"}""");

        Assert.Equal("${local.Plan_p_rules_0__targetLogicallyAirGappedBackupVaultArn} ${aws_backup_plan.p.rule[0].rule_name}", (string?)Body(Of(plan, role), "aws_iam_role.r")["description"]);
    }

    [Fact]
    public void Every_time_limit_that_is_given_is_asked_for_and_no_other()
    {
        var topic = Resource("aws:sns/topic:Topic", "t") with { Options = new PlannedOptions { CustomTimeouts = new PlannedTimeouts { Update = "2h" } } };

        Assert.Equal("""{"update":"2h"}""", Body(Of(topic), "aws_sns_topic.t")["timeouts"]!.ToJsonString());
    }

    [Fact]
    public void An_output_of_a_later_provider_is_a_placeholder_with_a_note()
    {
        var service = Resource("aws:ecs/service:Service", "s", """{"name":"s"}""");
        var role = Resource("aws:iam/role:Role", "r", """{"description":"${aws:ecs/service:Service::s.arn} ${aws:ecs/service:Service::s.arn}"}""");
        var translated = PlanTranslation.Translate(Of(service, role), "5.100.0");

        Assert.Equal("""{"Service_s_arn":"arn:aws:iam::123456789012:role/placeholder"}""", translated.Json["locals"]!.ToJsonString());
        Assert.Equal("aws:ecs/service:Service 's' has no output arn in this version of the provider; a placeholder stands for it.", Assert.Single(translated.Notes));
    }

    /// <summary>To the engine a component that is depended on is every resource in it.</summary>
    [Fact]
    public void Depending_on_a_component_is_depending_on_its_children()
    {
        var component = Resource("techcorp:pg:Keys", "keys") with { IsComponent = true, Provider = null, Region = null };
        var key = Resource("aws:kms/key:Key", "k") with { Parent = component.Urn };
        var topic = Resource("aws:sns/topic:Topic", "t") with { Options = new PlannedOptions { DependsOn = [component.Urn] } };

        Assert.Equal("""["aws_kms_key.k"]""", Body(Of(component, key, topic), "aws_sns_topic.t")["depends_on"]!.ToJsonString());
    }

    [Fact]
    public void Changes_of_everything_can_be_ignored()
    {
        var topic = Resource("aws:sns/topic:Topic", "t") with { Options = new PlannedOptions { IgnoreChanges = ["*"] } };

        Assert.Equal("""{"ignore_changes":"all"}""", Body(Of(topic), "aws_sns_topic.t")["lifecycle"]!.ToJsonString());
    }

    [Fact]
    public void Names_that_are_one_label_to_Terraform_stay_two_resources()
    {
        var addresses = PlanTranslation.Translate(Of(Resource("aws:sns/topic:Topic", "a/b"), Resource("aws:sns/topic:Topic", "a b"), Resource("aws:sns/topic:Topic", "1")), "5.100.0").Addresses;

        Assert.Equal(["aws_sns_topic._1", "aws_sns_topic.a_b", "aws_sns_topic.a_b_2"], addresses.Keys.Order(StringComparer.Ordinal));
    }
}
