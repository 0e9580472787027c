using Pulumi;
using Pulumi.Aws.CloudWatch;
using System.Collections.Immutable;
using TechCorp.PgInfra.Infra.Configuration;

namespace TechCorp.PgInfra.Infra.Databases;

/// <summary>What one instance is declared with, besides the stack's settings.</summary>
/// <param name="Settings">The instance's own line of the configuration.</param>
/// <param name="SecurityGroupId">Group of its role.</param>
/// <param name="ParameterGroupName">Group of its role.</param>
/// <param name="KeyArn">Customer key of the region, as an ARN: a key id or alias would replace the instance on the next run.</param>
/// <param name="Monitoring">Null where Enhanced Monitoring is off.</param>
/// <param name="Logs">Exist before the instance does.</param>
/// <param name="Parent">Component it belongs to.</param>
public sealed record InstancePlace(
    InstanceSettings Settings,
    Input<string> SecurityGroupId,
    Input<string> ParameterGroupName,
    Input<string> KeyArn,
    MonitoringRole? Monitoring,
    ImmutableArray<LogGroup> Logs,
    Resource Parent);
