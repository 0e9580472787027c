using System.Collections.Immutable;
using System.Globalization;
using Pulumi;
using Pulumi.Aws.CloudWatch;
using Pulumi.Aws.Ec2;
using Pulumi.Aws.Ecs;
using Pulumi.Aws.Ecs.Inputs;
using Pulumi.Aws.Vpc;
using TechCorp.PgInfra.Catalog;
using TechCorp.PgInfra.Infra.Configuration;

namespace TechCorp.PgInfra.Infra.Pooler;

/// <summary>What PgBouncer is declared with besides the stack's settings.</summary>
/// <param name="Deployment">Size, image and certificate.</param>
/// <param name="Catalog">Its pooled logins decide how many files a task opens.</param>
/// <param name="Entrance">The load balancer in front.</param>
/// <param name="AccountId">Account of the task's roles.</param>
/// <param name="LogKeyArn">Customer key of log groups.</param>
/// <param name="PrimaryHost">Host name of the writer.</param>
/// <param name="ReadOnlyHosts">Host names of the read replicas; none leaves the read-only entry out.</param>
/// <param name="DatabaseSecurityGroups">Role name to the security group its instances are in; connections leave for these only.</param>
/// <param name="LookupSecretArn">Secret of PgBouncer's own login.</param>
/// <param name="StatsSecretArn">Secret of the statistics login.</param>
public sealed record PoolerServiceArgs(
    PoolerDeployment Deployment,
    ServiceCatalog Catalog,
    PoolerEntrance Entrance,
    Output<string> AccountId,
    Input<string> LogKeyArn,
    Output<string> PrimaryHost,
    ImmutableArray<Output<string>> ReadOnlyHosts,
    IReadOnlyDictionary<string, Output<string>> DatabaseSecurityGroups,
    Output<string> LookupSecretArn,
    Output<string> StatsSecretArn);

/// <summary>PgBouncer's tasks on Fargate, one per zone, behind <see cref="PoolerEntrance"/> (S3, S27 to S31).</summary>
public sealed class PoolerService : ComponentResource
{
    private readonly EstateSettings settings;
    private readonly PoolerServiceArgs args;
    private readonly CustomResourceOptions inside;
    private readonly List<Resource> startsAfter = [];

    public PoolerService(string name, EstateSettings settings, PoolerServiceArgs args, ComponentResourceOptions? options = null)
        : base("techcorp:pg:Pooler", name, options)
    {
        this.settings = settings;
        this.args = args;
        inside = new CustomResourceOptions { Parent = this };

        var group = DeclareSecurityGroup();
        var log = new LogGroup("pooler", new LogGroupArgs
        {
            Name = $"/{settings.NamePrefix}/{settings.Stack}/pgbouncer",
            RetentionInDays = settings.Monitoring.LogRetentionDays,
            KmsKeyId = args.LogKeyArn,
        }, inside);
        var roles = PoolerRoles.Declare(settings.Region, args.AccountId, args.Deployment.Image, log.Arn,
            [args.LookupSecretArn, args.StatsSecretArn, Output.Create(args.Deployment.TlsSecretArn)], this);
        var cluster = new Cluster("pooler", new ClusterArgs
        {
            Settings = { new ClusterSettingArgs { Name = "containerInsights", Value = "enabled" } },
        }, inside);
        var task = DeclareTask(roles, log.Name);
        DeclareService(cluster, task, group, roles);

        SecurityGroupId = group.Id;
        RegisterOutputs();
    }

    /// <summary>Group of the tasks; the databases must let it in.</summary>
    public Output<string> SecurityGroupId { get; }

    private int Entries => args.ReadOnlyHosts.IsEmpty ? 1 : 2;

    private SecurityGroup DeclareSecurityGroup()
    {
        var group = new SecurityGroup("pooler", new SecurityGroupArgs
        {
            Description = $"PgBouncer tasks of {settings.NamePrefix} {settings.Stack}",
            VpcId = settings.Network.VpcId,
            Tags = { ["Name"] = $"{settings.NamePrefix}-{settings.Stack}-pooler" },
        }, inside);

        startsAfter.Add(new SecurityGroupIngressRule("pooler-from-entrance", new SecurityGroupIngressRuleArgs
        {
            SecurityGroupId = group.Id,
            ReferencedSecurityGroupId = args.Entrance.SecurityGroupId,
            IpProtocol = "tcp",
            FromPort = PoolerSettings.Port,
            ToPort = PoolerSettings.Port,
            Description = "PgBouncer from its load balancer",
        }, inside));
        startsAfter.Add(new SecurityGroupEgressRule("entrance-to-pooler", new SecurityGroupEgressRuleArgs
        {
            SecurityGroupId = args.Entrance.SecurityGroupId,
            ReferencedSecurityGroupId = group.Id,
            IpProtocol = "tcp",
            FromPort = PoolerSettings.Port,
            ToPort = PoolerSettings.Port,
            Description = "Load balancer to PgBouncer, connections and health checks",
        }, inside));

        foreach (var (role, database) in args.DatabaseSecurityGroups.OrderBy(g => g.Key, StringComparer.Ordinal))
        {
            _ = Egress($"pooler-to-{role}", group, $"PgBouncer to PostgreSQL {role}", Database.Port, rule => rule.ReferencedSecurityGroupId = database);
        }

        // A task starts only if it reaches its image, its secrets and its log; without its rules the first tasks fail, and three failures end the deployment.
        startsAfter.Add(Egress("pooler-to-endpoints", group, "Registry, secrets and logs through interface endpoints", 443,
            rule => rule.ReferencedSecurityGroupId = settings.Network.EndpointsSecurityGroupId));
        startsAfter.Add(Egress("pooler-to-s3", group, "Image layers from S3 through its gateway endpoint", 443,
            rule => rule.PrefixListId = settings.Network.S3PrefixListId));
        return group;
    }

    private SecurityGroupEgressRule Egress(string name, SecurityGroup group, string description, int port, Action<SecurityGroupEgressRuleArgs> destination)
    {
        var rule = new SecurityGroupEgressRuleArgs
        {
            SecurityGroupId = group.Id,
            IpProtocol = "tcp",
            FromPort = port,
            ToPort = port,
            Description = description,
        };
        destination(rule);
        return new SecurityGroupEgressRule(name, rule, inside);
    }

    private TaskDefinition DeclareTask(PoolerRoles roles, Output<string> logGroup)
    {
        var ini = Output.Tuple(args.PrimaryHost, Output.All(args.ReadOnlyHosts)).Apply(hosts => PgBouncerIni.Render(new(
            hosts.Item1, Database.Port, hosts.Item2, Database.Port, "*", PoolerSettings.Port,
            args.Deployment.MaxDbConnections, PoolerContainer.Files, PoolerSettings.DeployedVersion)));

        return new TaskDefinition("pooler", new TaskDefinitionArgs
        {
            Family = $"{settings.NamePrefix}-{settings.Stack}-pgbouncer",
            RequiresCompatibilities = { "FARGATE" },
            NetworkMode = "awsvpc",
            Cpu = args.Deployment.Cpu.ToString(CultureInfo.InvariantCulture),
            Memory = args.Deployment.MemoryMiB.ToString(CultureInfo.InvariantCulture),
            ExecutionRoleArn = roles.Execution.Arn,
            TaskRoleArn = roles.Task.Arn,
            RuntimePlatform = new TaskDefinitionRuntimePlatformArgs { OperatingSystemFamily = "LINUX", CpuArchitecture = "X86_64" },
            Volumes = { new TaskDefinitionVolumeArgs { Name = PoolerContainer.Volume } },
            // The file is part of the definition: another pgbouncer.ini is another revision, and ECS rolls it out.
            ContainerDefinitions = Output.Tuple(ini, args.LookupSecretArn, args.StatsSecretArn, logGroup).Apply(v => PoolerContainer.Definitions(new(
                args.Deployment.Image, v.Item1, v.Item2, v.Item3, args.Deployment.TlsSecretArn, v.Item4, settings.Region,
                PoolerSettings.OpenFiles(args.Catalog.Logins.Count(login => login.Pooled), Entries)))),
        }, inside);
    }

    private void DeclareService(Cluster cluster, TaskDefinition task, SecurityGroup group, PoolerRoles roles)
    {
        var deployment = args.Deployment;
        var budget = settings.ConnectionBudgetOf(settings.Primary, args.Catalog);
        var room = (budget.AlarmThreshold - 1 - (budget.Total - budget.Pooled)) / deployment.MaxDbConnections;
        var bounds = DeploymentBounds.For(deployment.Tasks, room);

        var options = new CustomResourceOptions { Parent = this, DependsOn = { args.Entrance.Listener, roles.ExecutionPermission } };
        options.DependsOn.AddRange(startsAfter);

        _ = new Pulumi.Aws.Ecs.Service("pooler", new ServiceArgs
        {
            Cluster = cluster.Arn,
            TaskDefinition = task.Arn,
            LaunchType = "FARGATE",
            PlatformVersion = "LATEST",
            DesiredCount = deployment.Tasks,
            DeploymentMinimumHealthyPercent = bounds.MinimumHealthyPercent,
            DeploymentMaximumPercent = bounds.MaximumPercent,
            // ECS rebalances by starting one task more first, and refuses the setting where it may not.
            AvailabilityZoneRebalancing = bounds.MaximumPercent > 100 ? "ENABLED" : "DISABLED",
            DeploymentCircuitBreaker = new ServiceDeploymentCircuitBreakerArgs { Enable = true, Rollback = true },
            // A pipeline that is green while no task starts is worse than one that waits.
            WaitForSteadyState = true,
            HealthCheckGracePeriodSeconds = 60,
            EnableExecuteCommand = false,
            PropagateTags = "SERVICE",
            NetworkConfiguration = new ServiceNetworkConfigurationArgs
            {
                AssignPublicIp = false,
                Subnets = settings.Network.PrivateSubnets.Values.ToArray(),
                SecurityGroups = { group.Id },
            },
            LoadBalancers =
            {
                new ServiceLoadBalancerArgs
                {
                    TargetGroupArn = args.Entrance.TargetGroupArn,
                    ContainerName = PoolerContainer.Name,
                    ContainerPort = PoolerSettings.Port,
                },
            },
        }, options);
    }
}
