using System.Collections.Immutable;

namespace TechCorp.PgInfra.Infra.Configuration;

/// <summary>The existing network the estate is placed in; the program creates none of it.</summary>
/// <param name="VpcId">VPC of everything below.</param>
/// <param name="PrivateSubnets">Availability zone to private subnet (no route to an internet gateway); at least two zones.</param>
/// <param name="ServiceSecurityGroups">Service name (as in the catalogue) to the security group its tasks run in.</param>
/// <param name="BastionSecurityGroupId">bastion.techcorp.com (S32).</param>
/// <param name="MigrationsSecurityGroupId">Pipeline runner of the post-deploy step; reaches the writer without the pooler.</param>
/// <param name="AnalyticsSecurityGroupId">Report tools; reach the analytics replica.</param>
/// <param name="MonitoringSecurityGroupId">Grafana and health checks; reach every instance and the pooler.</param>
/// <param name="EndpointsSecurityGroupId">Interface endpoints (ECR, Secrets Manager, CloudWatch Logs) the pooler's tasks start from.</param>
/// <param name="S3PrefixListId">The region's S3 prefix list: image layers come from S3 through a gateway endpoint.</param>
public sealed record NetworkSettings(
    string VpcId,
    ImmutableSortedDictionary<string, string> PrivateSubnets,
    ImmutableSortedDictionary<string, string> ServiceSecurityGroups,
    string BastionSecurityGroupId,
    string MigrationsSecurityGroupId,
    string AnalyticsSecurityGroupId,
    string MonitoringSecurityGroupId,
    string EndpointsSecurityGroupId,
    string S3PrefixListId)
{
    /// <summary>Host name people open their SSH tunnels through (S32), in the group <see cref="BastionSecurityGroupId"/>.</summary>
    /// <value>Default null: <c>./pg connect --via-bastion</c> has to be told.</value>
    public string? BastionHost { get; init; }
}
