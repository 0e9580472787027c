using System.Collections.Immutable;
using System.Text.Json;
using TechCorp.PgInfra.Catalog;
using TechCorp.PgInfra.Infra.Pooler;
using TechCorp.PgInfra.Infra.Tests.Recording;

namespace TechCorp.PgInfra.Infra.Tests.Pooler;

/// <summary>PgBouncer as it is declared: reachable by services only, able to reach databases only, never above the connection budget.</summary>
[Trait("Requirement", "S3")]
public sealed class PoolerTests
{
    private const string Ingress = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule";
    private const string Egress = "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule";

    private static async Task<JsonElement[]> ContainersAsync(string stack) => [.. JsonDocument.Parse(
        (await Stacks.OfAsync(stack))["aws:ecs/taskDefinition:TaskDefinition", "pooler"].Text("containerDefinitions")).RootElement.EnumerateArray()];

    /// <summary>One renderer: what is deployed is what a rehearsal runs, and a host is a reference until it exists.</summary>
    [Fact]
    [Trait("Requirement", "S27")]
    [Trait("Requirement", "S28")]
    [Trait("Requirement", "S29")]
    [Trait("Requirement", "S30")]
    [Trait("Requirement", "S31")]
    public async Task The_task_carries_the_rendered_file_with_the_primary_and_both_replicas()
    {
        var ini = (await ContainersAsync("prod"))[0].GetProperty("environment")[0].GetProperty("value").GetString();

        Assert.Equal(
            PgBouncerIni.Render(new(
                "${aws:rds/instance:Instance::techcorp-primary.address}", 5432,
                ["${aws:rds/instance:Instance::techcorp-replica-1.address}", "${aws:rds/instance:Instance::techcorp-replica-2.address}"], 5432,
                "*", 6432, 150, PoolerContainer.Files, PoolerSettings.DeployedVersion)),
            ini);
    }

    /// <summary>Trivy AWS-0036: an environment variable stands in the task definition, which every reader of the account sees.</summary>
    [Theory]
    [InlineData("prod")]
    [InlineData("staging")]
    [Trait("Requirement", "S49")]
    public async Task Secrets_are_read_from_Secrets_Manager_by_a_container_that_ends_before_the_first_client(string stack)
    {
        var containers = await ContainersAsync(stack);
        Assert.Equal(["files", "pgbouncer"], containers.Select(c => c.GetProperty("name").GetString()));
        Assert.False(containers[0].GetProperty("essential").GetBoolean());
        Assert.False(containers[1].TryGetProperty("secrets", out _));
        Assert.False(containers[1].TryGetProperty("environment", out _));
        Assert.Equal(
            [
                "${aws:secretsmanager/secretVersion:SecretVersion::pgbouncer_auth.arn}:password::",
                "${aws:secretsmanager/secretVersion:SecretVersion::monitor.arn}:scram_verifier::",
                $"{Stacks.Settings(stack).Pooler!.TlsSecretArn}:certificate::",
                $"{Stacks.Settings(stack).Pooler!.TlsSecretArn}:key::",
            ],
            containers[0].GetProperty("secrets").EnumerateArray().Select(s => s.GetProperty("valueFrom").GetString()));
    }

    [Fact]
    public async Task The_task_runs_on_Fargate_in_its_own_network_with_two_roles()
    {
        var task = (await Stacks.ProdAsync())["aws:ecs/taskDefinition:TaskDefinition", "pooler"];

        Assert.Equal(["FARGATE"], task.List("requiresCompatibilities"));
        Assert.Equal(("awsvpc", "512", "1024"), (task["networkMode"], task["cpu"], task["memory"]));
        // Checkov CKV_AWS_249.
        Assert.Equal(
            ("${aws:iam/role:Role::pooler-execution.arn}", "${aws:iam/role:Role::pooler-task.arn}"), (task["executionRoleArn"], task["taskRoleArn"]));
        Assert.Equal(["pgbouncer"], task.List("volumes").Cast<ImmutableDictionary<string, object>>().Select(v => v["name"]));
    }

    /// <summary>PgBouncer calls no AWS API; whoever breaks into it must not either.</summary>
    [Fact]
    public async Task PgBouncer_itself_may_do_nothing_in_the_account()
    {
        var estate = await Stacks.ProdAsync();
        var role = "${aws:iam/role:Role::pooler-task.name}";

        Assert.DoesNotContain(estate.OfType("aws:iam/rolePolicy:RolePolicy"), p => (string)p["role"]! == role);
        Assert.DoesNotContain(estate.OfType("aws:iam/rolePolicyAttachment:RolePolicyAttachment"), p => (string)p["role"]! == role);
    }

    [Fact]
    public async Task What_starts_the_task_reads_its_three_secrets_its_image_and_writes_its_log_and_nothing_else() => Assert.Equal(
        """
        {"Version":"2012-10-17","Statement":[{"Sid":"Log","Effect":"Allow","Action":["logs:CreateLogStream","logs:PutLogEvents"],"Resource":"${aws:cloudwatch/logGroup:LogGroup::pooler.arn}:*"},{"Sid":"Secrets","Effect":"Allow","Action":"secretsmanager:GetSecretValue","Resource":["${aws:secretsmanager/secretVersion:SecretVersion::pgbouncer_auth.arn}","${aws:secretsmanager/secretVersion:SecretVersion::monitor.arn}","arn:aws:secretsmanager:us-east-1:123456789012:secret:techcorp/pooler-tls-AbCdEf"]},{"Sid":"DecryptSecrets","Effect":"Allow","Action":"kms:Decrypt","Resource":"arn:aws:kms:us-east-1:123456789012:key/*","Condition":{"StringEquals":{"kms:ViaService":"secretsmanager.us-east-1.amazonaws.com","kms:EncryptionContext:SecretARN":["${aws:secretsmanager/secretVersion:SecretVersion::pgbouncer_auth.arn}","${aws:secretsmanager/secretVersion:SecretVersion::monitor.arn}","arn:aws:secretsmanager:us-east-1:123456789012:secret:techcorp/pooler-tls-AbCdEf"]}}},{"Sid":"RegistryToken","Effect":"Allow","Action":"ecr:GetAuthorizationToken","Resource":"*"},{"Sid":"Image","Effect":"Allow","Action":["ecr:BatchCheckLayerAvailability","ecr:BatchGetImage","ecr:GetDownloadUrlForLayer"],"Resource":"arn:aws:ecr:us-east-1:123456789012:repository/pgbouncer"}]}
        """.Trim(),
        (await Stacks.ProdAsync())["aws:iam/rolePolicy:RolePolicy", "pooler-execution"]["policy"]);

    [Fact]
    public async Task Two_tasks_in_private_subnets_are_replaced_one_after_the_other_and_rolled_back_when_they_fail()
    {
        var service = (await Stacks.ProdAsync())["aws:ecs/service:Service", "pooler"];

        Assert.Equal(
            ("FARGATE", "LATEST", 2d, 50d, 100d, "DISABLED", true, false),
            (service["launchType"], service["platformVersion"], service["desiredCount"], service["deploymentMinimumHealthyPercent"],
                service["deploymentMaximumPercent"], service["availabilityZoneRebalancing"], service["waitForSteadyState"], service["enableExecuteCommand"]));
        Assert.Equal([new("enable", true), new("rollback", true)], service.Map("deploymentCircuitBreaker").OrderBy(p => p.Key));
        var network = service.Map("networkConfiguration");
        Assert.Equal(false, network["assignPublicIp"]);
        Assert.Equal(Stacks.Settings("prod").Network.PrivateSubnets.Values, ((ImmutableArray<object>)network["subnets"]).Cast<string>());
        // A task started before its role may read secrets, or before its rules let it reach them, fails; a target group without a listener is refused.
        Assert.Equal(
            [
                "aws:iam/rolePolicy:RolePolicy::pooler-execution", "aws:lb/listener:Listener::pooler",
                "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule::entrance-to-pooler",
                "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule::pooler-to-endpoints",
                "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule::pooler-to-s3",
                "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule::pooler-from-entrance",
            ],
            await service.DependsOnAsync());
    }

    /// <summary>The worst moment counts: every task at its cap while a deployment runs.</summary>
    [Theory]
    [InlineData("prod")]
    [InlineData("staging")]
    [Trait("Requirement", "S36")]
    public async Task Even_during_a_deployment_the_server_stays_under_its_alarm(string stack)
    {
        var settings = Stacks.Settings(stack);
        var service = (await Stacks.OfAsync(stack))["aws:ecs/service:Service", "pooler"];
        var most = Math.Floor((double)service["desiredCount"]! * (double)service["deploymentMaximumPercent"]! / 100);
        var budget = settings.ConnectionBudgetOf(settings.Primary, ServiceCatalog.TechCorp);

        Assert.True(most * settings.Pooler!.MaxDbConnections + (budget.Total - budget.Pooled) < budget.AlarmThreshold, budget.Explanation);
    }

    [Fact]
    public async Task The_load_balancer_is_internal_and_passes_TLS_through_to_PgBouncer()
    {
        var estate = await Stacks.ProdAsync();
        var balancer = estate["aws:lb/loadBalancer:LoadBalancer", "pooler"];
        Assert.Equal(("network", true, true, true), (balancer["loadBalancerType"], balancer["internal"], balancer["enableCrossZoneLoadBalancing"], balancer["enableDeletionProtection"]));
        Assert.Equal(["${aws:ec2/securityGroup:SecurityGroup::pooler-entrance.id}"], balancer.List("securityGroups"));

        var targets = estate["aws:lb/targetGroup:TargetGroup", "pooler"];
        Assert.Equal(("TCP", 6432d, "ip", 60d, true), (targets["protocol"], targets["port"], targets["targetType"], targets["deregistrationDelay"], targets["connectionTermination"]));

        var listener = estate["aws:lb/listener:Listener", "pooler"];
        Assert.Equal(("TCP", 6432d), (listener["protocol"], listener["port"]));
    }

    /// <summary>With verify-full a client compares this name with the certificate; the load balancer's own name can't be in it.</summary>
    [Fact]
    [Trait("Requirement", "S21")]
    [Trait("Requirement", "S49")]
    public async Task Clients_connect_to_the_name_the_certificate_is_for()
    {
        var record = (await Stacks.ProdAsync())["aws:route53/record:Record", "pooler"];
        Assert.Equal(("A", "pgbouncer.techcorp.internal", Stacks.Settings("prod").Pooler!.HostedZoneId), (record["type"], record["name"], record["zoneId"]));
        var alias = Assert.IsType<ImmutableDictionary<string, object>>(Assert.Single(record.List("aliases")));
        Assert.Equal(
            ("${aws:lb/loadBalancer:LoadBalancer::pooler.dnsName}", "${aws:lb/loadBalancer:LoadBalancer::pooler.zoneId}"), (alias["name"], alias["zoneId"]));
    }

    /// <summary>Services to load balancer to PgBouncer to databases: a chain of groups, and no step can be left out.</summary>
    [Fact]
    [Trait("Requirement", "S50")]
    public async Task Groups_form_a_chain_from_the_services_to_the_databases()
    {
        var estate = await Stacks.ProdAsync();
        static string Rule(Recorded rule) =>
            $"{rule["securityGroupId"]} {rule["referencedSecurityGroupId"] ?? rule["prefixListId"]} {rule["fromPort"]}: {rule["description"]}"
                .Replace("${aws:ec2/securityGroup:SecurityGroup::", "", StringComparison.Ordinal).Replace(".id}", "", StringComparison.Ordinal);

        Assert.Equal(
            """
            pooler-entrance sg-0000000000000a110 6432: PgBouncer from auth-service
            pooler-entrance sg-0000000000000a115 6432: PgBouncer from catalog-service
            pooler pooler-entrance 6432: PgBouncer from its load balancer
            pooler-entrance sg-0000000000000a114 6432: PgBouncer from inventory-service
            pooler-entrance sg-0000000000000a123 6432: PgBouncer from monitoring
            pooler-entrance sg-0000000000000a112 6432: PgBouncer from order-service
            pooler-entrance sg-0000000000000a113 6432: PgBouncer from payment-service
            pooler-entrance sg-0000000000000a111 6432: PgBouncer from user-service
            """, string.Join('\n', estate.OfType(Ingress).Where(r => r.Name.StartsWith("pooler-from", StringComparison.Ordinal)).Select(Rule)));
        Assert.Equal(
            """
            pooler-entrance pooler 6432: Load balancer to PgBouncer, connections and health checks
            pooler sg-0000000000000a124 443: Registry, secrets and logs through interface endpoints
            pooler primary 5432: PgBouncer to PostgreSQL primary
            pooler replica 5432: PgBouncer to PostgreSQL replica
            pooler pl-63a5400a 443: Image layers from S3 through its gateway endpoint
            """, string.Join('\n', estate.OfType(Egress).Select(Rule)));
        Assert.Equal(
            ["primary pooler 5432: PostgreSQL primary from pooler", "replica pooler 5432: PostgreSQL replica from pooler"],
            estate.OfType(Ingress).Where(r => r.Name.EndsWith("-from-pooler", StringComparison.Ordinal)).Select(Rule));
    }

    /// <summary>Checkov CKV_AWS_65, CKV_AWS_66, CKV_AWS_158.</summary>
    [Fact]
    [Trait("Requirement", "S4")]
    public async Task It_is_watched_and_its_log_is_kept_under_the_customer_key()
    {
        var estate = await Stacks.ProdAsync();
        Assert.Equal("enabled", Assert.IsType<ImmutableDictionary<string, object>>(Assert.Single(estate["aws:ecs/cluster:Cluster", "pooler"].List("settings")))["value"]);

        var log = estate["aws:cloudwatch/logGroup:LogGroup", "pooler"];
        Assert.Equal(("/techcorp/prod/pgbouncer", "${aws:kms/key:Key::logs.arn}", 365d), (log["name"], log["kmsKeyId"], log["retentionInDays"]));
    }

    /// <summary>One task left serves everybody and tells nobody that the next failure is an outage.</summary>
    [Fact]
    public async Task A_task_that_stays_away_is_an_alarm()
    {
        var alarm = (await Stacks.ProdAsync())["aws:cloudwatch/metricAlarm:MetricAlarm", "PgBouncerHealthyTasksLow-techcorp-prod"];

        Assert.Equal(
            ("AWS/NetworkELB", "HealthyHostCount", "Minimum", "LessThanThreshold", 2d, "breaching"),
            (alarm["namespace"], alarm["metricName"], alarm["statistic"], alarm["comparisonOperator"], alarm["threshold"], alarm["treatMissingData"]));
        Assert.Equal(
            [new("LoadBalancer", "${aws:lb/loadBalancer:LoadBalancer::pooler.arnSuffix}"), new("TargetGroup", "${aws:lb/targetGroup:TargetGroup::pooler.arnSuffix}")],
            alarm.Map("dimensions").OrderBy(d => d.Key));
    }

    /// <summary>A warm copy takes no connections of services; once promoted it must take all of them.</summary>
    [Fact]
    [Trait("Requirement", "S48")]
    public async Task The_copy_has_a_pooler_once_it_is_promoted()
    {
        var settings = Stacks.Settings("dr");
        Assert.Empty((await Stacks.OfAsync("dr")).OfType("aws:ecs/service:Service"));

        var promoted = await RecordedEstate.OfAsync(
            settings with { DisasterRecovery = settings.DisasterRecovery! with { Promoted = true } }, sourceOutputs: Stacks.SourceEstateOutputs());
        Assert.Single(promoted.OfType("aws:ecs/service:Service"));
    }
}
