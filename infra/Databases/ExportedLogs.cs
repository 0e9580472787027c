using System.Collections.Immutable;
using Pulumi;
using Pulumi.Aws.CloudWatch;

namespace TechCorp.PgInfra.Infra.Databases;

/// <summary>
/// The log groups an instance exports to. Declared before the instance: RDS creates a missing group by itself, without
/// retention or customer key, and a later declaration then fails with "already exists".
/// </summary>
public static class ExportedLogs
{
    /// <summary>Both kinds RDS for PostgreSQL has; Security Hub RDS.9 wants both.</summary>
    public static ImmutableArray<string> Kinds { get; } = ["postgresql", "upgrade"];

    /// <summary>The name RDS writes to; it can't be chosen.</summary>
    public static string GroupName(string identifier, string kind) => $"/aws/rds/instance/{identifier}/{kind}";

    public static ImmutableArray<LogGroup> Declare(string identifier, int retentionDays, Input<string> keyArn, Resource parent) =>
    [
        .. Kinds.Select(kind => new LogGroup($"{identifier}-{kind}", new LogGroupArgs
        {
            Name = GroupName(identifier, kind),
            RetentionInDays = retentionDays,
            KmsKeyId = keyArn,
        }, new CustomResourceOptions { Parent = parent })),
    ];
}
