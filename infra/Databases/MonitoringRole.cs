using System.Text.Json;
using Pulumi;
using Pulumi.Aws.Iam;

namespace TechCorp.PgInfra.Infra.Databases;

/// <summary>The role RDS writes Enhanced Monitoring with (Security Hub RDS.6).</summary>
/// <param name="Arn">Role ARN.</param>
/// <param name="Permission">Instances wait for it: without the policy, creation fails with <c>ENHANCED_MONITORING</c>.</param>
public sealed record MonitoringRole(Output<string> Arn, Resource Permission)
{
    private const string ManagedPolicy = "arn:aws:iam::aws:policy/service-role/AmazonRDSEnhancedMonitoringRole";

    public static MonitoringRole Declare(Output<string> account, Resource parent)
    {
        // No fixed name: IAM is global and prod and dr may share an account.
        var role = new Role("enhanced-monitoring", new RoleArgs
        {
            Description = "Amazon RDS publishes operating system metrics of the PostgreSQL instances",
            AssumeRolePolicy = account.Apply(TrustPolicy),
        }, new CustomResourceOptions { Parent = parent });

        var permission = new RolePolicyAttachment("enhanced-monitoring", new RolePolicyAttachmentArgs
        {
            Role = role.Name,
            PolicyArn = ManagedPolicy,
        }, new CustomResourceOptions { Parent = parent });

        return new(role.Arn, permission);
    }

    // Without the condition RDS could be made to use the role for another account's instance.
    private static string TrustPolicy(string account) => JsonSerializer.Serialize(new
    {
        Version = "2012-10-17",
        Statement = new[]
        {
            new
            {
                Effect = "Allow",
                Principal = new { Service = "monitoring.rds.amazonaws.com" },
                Action = "sts:AssumeRole",
                Condition = new { StringEquals = new Dictionary<string, string> { ["aws:SourceAccount"] = account } },
            },
        },
    });
}
