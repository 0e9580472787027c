using System.Text.Json;
using System.Text.RegularExpressions;
using Pulumi;
using Pulumi.Aws.Iam;

namespace TechCorp.PgInfra.Infra.Pooler;

/// <summary>
/// Two roles. ECS starts the task with the execution role; PgBouncer itself runs with the task role, which may do nothing:
/// it calls no AWS API, and whoever breaks into it must not either.
/// </summary>
/// <param name="Execution">Pulls the image, reads the task's secrets, writes its log.</param>
/// <param name="ExecutionPermission">A task started before this exists fails to read its secrets.</param>
/// <param name="Task">No permission at all.</param>
internal sealed partial record PoolerRoles(Role Execution, Resource ExecutionPermission, Role Task)
{
    public static PoolerRoles Declare(
        string region, Output<string> accountId, string image, Output<string> logGroupArn, Output<string>[] secretArns, Resource parent)
    {
        var options = new CustomResourceOptions { Parent = parent };
        var trust = accountId.Apply(TrustPolicy);

        // No fixed names: IAM is global, and two stacks may share an account.
        var execution = new Role("pooler-execution", new RoleArgs
        {
            Description = "Amazon ECS starts PgBouncer's tasks with it",
            AssumeRolePolicy = trust,
        }, options);
        var permission = new RolePolicy("pooler-execution", new RolePolicyArgs
        {
            Role = execution.Name,
            Policy = Output.Tuple(accountId, logGroupArn, Output.All(secretArns))
                .Apply(v => ExecutionPolicy(region, v.Item1, image, v.Item2, [.. v.Item3])),
        }, options);
        var task = new Role("pooler-task", new RoleArgs
        {
            Description = "PgBouncer runs with it and may do nothing",
            AssumeRolePolicy = trust,
        }, options);
        return new(execution, permission, task);
    }

    // The service acts for every customer; only this account's tasks may take the role.
    private static string TrustPolicy(string account) => JsonSerializer.Serialize(new
    {
        Version = "2012-10-17",
        Statement = new[]
        {
            new
            {
                Effect = "Allow",
                Principal = new { Service = "ecs-tasks.amazonaws.com" },
                Action = "sts:AssumeRole",
                Condition = new { StringEquals = new Dictionary<string, string> { ["aws:SourceAccount"] = account } },
            },
        },
    });

    private static string ExecutionPolicy(string region, string account, string image, string logGroupArn, string[] secretArns)
    {
        var statements = new List<object>
        {
            new { Sid = "Log", Effect = "Allow", Action = new[] { "logs:CreateLogStream", "logs:PutLogEvents" }, Resource = $"{logGroupArn}:*" },
            new { Sid = "Secrets", Effect = "Allow", Action = "secretsmanager:GetSecretValue", Resource = secretArns },
            new
            {
                // The TLS secret may be under any key of the account; what may be decrypted is said by the secret and not by the key.
                Sid = "DecryptSecrets",
                Effect = "Allow",
                Action = "kms:Decrypt",
                Resource = $"arn:aws:kms:{region}:{account}:key/*",
                Condition = new
                {
                    StringEquals = new Dictionary<string, object>
                    {
                        ["kms:ViaService"] = $"secretsmanager.{region}.amazonaws.com",
                        ["kms:EncryptionContext:SecretARN"] = secretArns,
                    },
                },
            },
        };
        if (EcrImage().Match(image) is { Success: true } ecr)
        {
            var (registry, registryRegion, repository) = (ecr.Groups["account"].Value, ecr.Groups["region"].Value, ecr.Groups["repository"].Value);
            // A token is for the whole registry and has no resource of its own.
            statements.Add(new { Sid = "RegistryToken", Effect = "Allow", Action = "ecr:GetAuthorizationToken", Resource = "*" });
            statements.Add(new
            {
                Sid = "Image",
                Effect = "Allow",
                Action = new[] { "ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer" },
                Resource = $"arn:aws:ecr:{registryRegion}:{registry}:repository/{repository}",
            });
        }

        return JsonSerializer.Serialize(new { Version = "2012-10-17", Statement = statements });
    }

    [GeneratedRegex(@"^(?<account>\d{12})\.dkr\.ecr\.(?<region>[a-z0-9-]+)\.amazonaws\.com/(?<repository>[^:@]+)[:@]")]
    private static partial Regex EcrImage();
}
