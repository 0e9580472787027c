using System.Collections.Immutable;
using Pulumi;
using Pulumi.Aws.Ec2;
using Pulumi.Aws.Rds;
using Pulumi.Aws.Vpc;
using TechCorp.PgInfra.Catalog;
using TechCorp.PgInfra.Infra.Configuration;

namespace TechCorp.PgInfra.Infra.Network;

/// <summary>
/// Where the instances are and who reaches them: a subnet group over private subnets, and one security group per role whose
/// rules name one client each. Nothing is open to an address range, and an instance opens no connection by itself (S50).
/// </summary>
public sealed class DatabaseNetwork : ComponentResource
{
    private readonly ImmutableSortedDictionary<InstanceRole, SecurityGroup> groups;

    public DatabaseNetwork(string name, EstateSettings settings, ComponentResourceOptions? options = null)
        : base("techcorp:pg:Network", name, options)
    {
        SubnetGroup = new SubnetGroup("database", new SubnetGroupArgs
        {
            Name = $"{settings.NamePrefix}-{settings.Stack}",
            Description = "Private subnets of the PostgreSQL estate, one per zone",
            SubnetIds = settings.Network.PrivateSubnets.Values.ToArray(),
            // Security Hub RDS.33 looks for tags on the group itself.
            Tags = { ["Name"] = $"{settings.NamePrefix}-{settings.Stack}" },
        }, new CustomResourceOptions { Parent = this });

        groups = settings.Instances.Select(i => i.Role).Distinct().ToImmutableSortedDictionary(
            role => role,
            role => new SecurityGroup(RoleLabels.Of(role), new SecurityGroupArgs
            {
                Description = $"PostgreSQL {RoleLabels.Of(role)} of {settings.NamePrefix} {settings.Stack}",
                VpcId = settings.Network.VpcId,
                Tags = { ["Name"] = $"{settings.NamePrefix}-{settings.Stack}-{RoleLabels.Of(role)}" },
            }, new CustomResourceOptions { Parent = this }));

        foreach (var client in DatabaseClients.External(settings.Network))
        {
            Allow(client);
        }

        RegisterOutputs();
    }

    public SubnetGroup SubnetGroup { get; }

    /// <summary>Security groups by role; only roles that the stack has.</summary>
    public IReadOnlyDictionary<InstanceRole, SecurityGroup> SecurityGroups => groups;

    /// <summary>One rule per role that the client may reach and the stack has.</summary>
    public void Allow(DatabaseClient client)
    {
        foreach (var role in client.Reaches.Where(groups.ContainsKey))
        {
            _ = new SecurityGroupIngressRule($"{RoleLabels.Of(role)}-from-{client.Name}", new SecurityGroupIngressRuleArgs
            {
                SecurityGroupId = groups[role].Id,
                ReferencedSecurityGroupId = client.SecurityGroupId,
                IpProtocol = "tcp",
                FromPort = Database.Port,
                ToPort = Database.Port,
                Description = $"PostgreSQL {RoleLabels.Of(role)} from {client.Name}",
            }, new CustomResourceOptions { Parent = this });
        }
    }
}
