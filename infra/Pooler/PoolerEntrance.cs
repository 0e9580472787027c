using System.Collections.Immutable;
using Pulumi;
using Pulumi.Aws.Ec2;
using Pulumi.Aws.LB;
using Pulumi.Aws.LB.Inputs;
using Pulumi.Aws.Route53;
using Pulumi.Aws.Route53.Inputs;
using Pulumi.Aws.Vpc;
using TechCorp.PgInfra.Catalog;
using TechCorp.PgInfra.Infra.Configuration;

namespace TechCorp.PgInfra.Infra.Pooler;

/// <summary>
/// The internal network load balancer clients of PgBouncer connect to (S3). Declared apart from the tasks behind it: the
/// logins' connection strings name it, and the tasks need the logins' secrets.
/// </summary>
public sealed class PoolerEntrance : ComponentResource
{
    /// <summary>Seconds a task that leaves keeps its connections; then the load balancer resets them and clients connect anew.</summary>
    public const int DeregistrationDelaySeconds = 60;

    public PoolerEntrance(string name, EstateSettings settings, PoolerDeployment pooler, ComponentResourceOptions? options = null)
        : base("techcorp:pg:PoolerEntrance", name, options)
    {
        var inside = new CustomResourceOptions { Parent = this };
        var network = settings.Network;
        var label = $"{settings.NamePrefix}-{settings.Stack}-pooler";

        var group = new SecurityGroup("pooler-entrance", new SecurityGroupArgs
        {
            Description = $"PgBouncer load balancer of {settings.NamePrefix} {settings.Stack}",
            VpcId = network.VpcId,
            Tags = { ["Name"] = $"{label}-entrance" },
        }, inside);
        foreach (var (client, clientGroup) in Clients(network))
        {
            _ = new SecurityGroupIngressRule($"pooler-from-{client}", new SecurityGroupIngressRuleArgs
            {
                SecurityGroupId = group.Id,
                ReferencedSecurityGroupId = clientGroup,
                IpProtocol = "tcp",
                FromPort = PoolerSettings.Port,
                ToPort = PoolerSettings.Port,
                Description = $"PgBouncer from {client}",
            }, inside);
        }

        var balancerArgs = new LoadBalancerArgs
        {
            LoadBalancerType = "network",
            Internal = true,
            IpAddressType = "ipv4",
            Subnets = network.PrivateSubnets.Values.ToArray(),
            SecurityGroups = { group.Id },
            // A zone that loses its only task would otherwise answer its clients with resets.
            EnableCrossZoneLoadBalancing = true,
            EnableDeletionProtection = settings.Protection.DeletionProtection,
            Tags = { ["Name"] = label },
        };
        if (pooler.AccessLogBucket is { } bucket)
        {
            balancerArgs.AccessLogs = new LoadBalancerAccessLogsArgs { Enabled = true, Bucket = bucket, Prefix = label };
        }

        var balancer = new LoadBalancer("pooler", balancerArgs, inside);

        var targets = new TargetGroup("pooler", new TargetGroupArgs
        {
            // TCP and not TLS: PostgreSQL asks for TLS inside its own protocol, so only PgBouncer can answer it.
            Protocol = "TCP",
            Port = PoolerSettings.Port,
            TargetType = "ip",
            VpcId = network.VpcId,
            DeregistrationDelay = DeregistrationDelaySeconds,
            ConnectionTermination = true,
            HealthCheck = new TargetGroupHealthCheckArgs
            {
                Enabled = true,
                Protocol = "TCP",
                Port = "traffic-port",
                Interval = 10,
                Timeout = 5,
                HealthyThreshold = 2,
                UnhealthyThreshold = 2,
            },
            Tags = { ["Name"] = label },
        }, inside);

        Listener = new Listener("pooler", new ListenerArgs
        {
            LoadBalancerArn = balancer.Arn,
            Port = PoolerSettings.Port,
            Protocol = "TCP",
            DefaultActions = { new ListenerDefaultActionArgs { Type = "forward", TargetGroupArn = targets.Arn } },
        }, inside);

        Address = pooler is { HostName: { } hostName, HostedZoneId: { } zoneId } ? Name(hostName, zoneId, balancer) : balancer.DnsName;
        SecurityGroupId = group.Id;
        TargetGroupArn = targets.Arn;
        BalancerSuffix = balancer.ArnSuffix;
        TargetGroupSuffix = targets.ArnSuffix;
        RegisterOutputs();
    }

    /// <summary>Host name clients connect to.</summary>
    public Output<string> Address { get; }

    /// <summary>Group of the load balancer; the tasks take connections from nobody else.</summary>
    public Output<string> SecurityGroupId { get; }

    /// <summary>Where tasks register.</summary>
    public Output<string> TargetGroupArn { get; }

    /// <summary>CloudWatch's dimension <c>LoadBalancer</c>.</summary>
    public Output<string> BalancerSuffix { get; }

    /// <summary>CloudWatch's dimension <c>TargetGroup</c>.</summary>
    public Output<string> TargetGroupSuffix { get; }

    /// <summary>ECS refuses a target group that no load balancer listens for.</summary>
    public Resource Listener { get; }

    // The certificate is for this name; the load balancer's own changes when it is replaced.
    private Output<string> Name(string hostName, string zoneId, LoadBalancer balancer) => new Record("pooler", new RecordArgs
    {
        ZoneId = zoneId,
        Name = hostName,
        Type = "A",
        Aliases = { new RecordAliasArgs { Name = balancer.DnsName, ZoneId = balancer.ZoneId, EvaluateTargetHealth = true } },
    }, new CustomResourceOptions { Parent = this }).Name;

    /// <summary>Who connects through the pooler; migrations do not (SET ROLE and advisory locks end with each transaction there).</summary>
    public static ImmutableArray<(string Name, string SecurityGroupId)> Clients(NetworkSettings network) =>
    [
        .. network.ServiceSecurityGroups.Select(service => (service.Key, service.Value)),
        ("monitoring", network.MonitoringSecurityGroupId),
    ];
}
