using Pulumi;
using TechCorp.PgInfra.Catalog;

namespace TechCorp.PgInfra.Infra.Network;

/// <summary>A named source of connections: one security group, and the instances it may reach.</summary>
/// <param name="Name">Part of the rule's name and description, e.g. <c>order-service</c>.</param>
/// <param name="SecurityGroupId">Where its connections come from.</param>
/// <param name="Reaches">Roles of the instances it may connect to.</param>
public sealed record DatabaseClient(string Name, Input<string> SecurityGroupId, params InstanceRole[] Reaches);
