using System.Collections.Immutable;
using System.Text.Json.Nodes;
using TechCorp.PgInfra.Catalog;
using TechCorp.PgInfra.Planning;
using static TechCorp.PgInfra.Review.Laws.Ask;

namespace TechCorp.PgInfra.Review.Laws.Resources;

/// <summary>What the pooler's service, its tasks and its load balancer are.</summary>
internal static class PoolerLaws
{
    // What a value in the clear would be called. Certificates are public.
    private static readonly ImmutableArray<string> SecretWords = ["PASSWORD", "SECRET", "TOKEN", "PRIVATE_KEY", "VERIFIER", "DATABASE_URL"];

    public static ImmutableArray<Law> All { get; } =
    [
        Law.OfEach("container-insights", "The cluster reports its tasks", "CKV_AWS_65 AWS-0034 S3",
            "Memory and restarts of a task are seen nowhere else.",
            "the cluster setting containerInsights: enabled or enhanced.",
            All(AwsTypes.Cluster), (_, cluster) => Unless(
                (cluster.Inputs["settings"] as JsonArray ?? []).Any(s => $"{s?["name"]}" == "containerInsights" && $"{s?["value"]}" is "enabled" or "enhanced"),
                cluster, "settings")),

        Law.OfEach("no-shell", "Nobody opens a shell in a task", "CKV_AWS_223 CKV_AWS_224",
            "A shell in the pooler reads the userlist; sessions of ECS Exec would have to be logged under a customer key.",
            "enableExecuteCommand: false.",
            All(AwsTypes.Service), (_, service) => Unless(service.Flag("enableExecuteCommand") != true, service, "enableExecuteCommand")),

        Law.OfEach("latest-platform", "Tasks run on the current platform, at a size it has", "CKV_AWS_332",
            "An older Fargate platform keeps its known holes; a pair of CPU and memory it does not have fails at deployment, and the provider does not say so.",
            "platformVersion: LATEST; pooler.cpu and pooler.memory of a pair that exists.",
            All(AwsTypes.Service, AwsTypes.TaskDefinition), (_, r) => r.Type == AwsTypes.Service
                ? Unless(r.Raw("platformVersion") is null or "LATEST", r, "platformVersion")
                : Unless(int.TryParse(r.Raw("cpu"), out var cpu) && int.TryParse(r.Raw("memory"), out var memory) && FargateSizes.MemoryFor(cpu).Contains(memory), r, "memory")),

        Law.OfEach("task-private", "No task has a public address", "CKV_AWS_333 S50",
            "The pooler is an entrance to every service's data.",
            "assignPublicIp: false.",
            All(AwsTypes.Service), (_, service) => Unless(
                service.Inputs["networkConfiguration"]?["assignPublicIp"]?.ToJsonString() == "false", service, "networkConfiguration")),

        Law.OfEach("task-roles-apart", "Starting a task and running it are two roles", "CKV_AWS_249",
            "The program in the task could read every secret that starting it needs.",
            "taskRoleArn and executionRoleArn of two different roles.",
            All(AwsTypes.TaskDefinition), (_, task) => Unless(task.Has("executionRoleArn") && task.Raw("taskRoleArn") != task.Raw("executionRoleArn"), task, "taskRoleArn")),

        Law.OfEach("task-isolated", "A task shares neither processes nor unencrypted files", "CKV_AWS_97 CKV_AWS_335",
            "What runs beside it could read its memory; EFS without TLS sends files in the clear.",
            "no pidMode host; transitEncryption ENABLED on EFS volumes.",
            All(AwsTypes.TaskDefinition), (_, task) =>
            [
                .. Unless(task.Raw("pidMode") != "host", task, "pidMode"),
                .. (task.Inputs["volumes"] as JsonArray ?? [])
                    .Where(v => v?["efsVolumeConfiguration"] is { } efs && $"{efs["transitEncryption"]}" != "ENABLED")
                    .Select(v => new Finding(task.Name, $"volume {v!["name"]}", "transitEncryption is not ENABLED")),
            ]),

        Law.OfEach("container-hardened", "Containers have no privileges and a read-only root", "CKV_AWS_334 CKV_AWS_336",
            "What breaks into the process should find nothing to write to and nobody to become.",
            "privileged: false and readonlyRootFilesystem: true in every container.",
            Containers, (_, c) =>
            [
                .. Unless(c.Container["privileged"]?.ToJsonString() != "true", c.Task.Name, $"{c.Container["name"]}.privileged", JudgedEstate.Text(c.Container["privileged"])),
                .. Unless(c.Container["readonlyRootFilesystem"]?.ToJsonString() == "true", c.Task.Name, $"{c.Container["name"]}.readonlyRootFilesystem", JudgedEstate.Text(c.Container["readonlyRootFilesystem"])),
            ]),

        Law.OfEach("container-secrets", "No secret stands in a container's environment", "AWS-0036 S49",
            "Everybody who may describe a task definition would read it.",
            "secrets with valueFrom instead of environment.",
            Containers, (_, c) => (c.Container["environment"] as JsonArray ?? []).Select(v => $"{v?["name"]}")
                .Where(name => SecretWords.Any(word => name.Contains(word, StringComparison.OrdinalIgnoreCase)))
                .Select(name => new Finding(c.Task.Name, $"{c.Container["name"]}.environment", name))),

        Law.OfEach("balancer-logged", "The load balancer keeps access logs", "CKV_AWS_91",
            "Who connected to the pooler, and who was refused, is seen nowhere else.",
            "pooler.accessLogBucket.",
            All(AwsTypes.LoadBalancer), (_, lb) => Unless(lb.Inputs["accessLogs"]?["enabled"]?.ToJsonString() == "true", lb, "accessLogs")),

        Law.OfEach("balancer-protected", "AWS refuses to delete the load balancer", "CKV_AWS_150",
            "Without it every service is down, and its name may go to somebody else.",
            "protection.deletionProtection: true.",
            All(AwsTypes.LoadBalancer), (_, lb) => Unless(lb.Flag("enableDeletionProtection") == true, lb, "enableDeletionProtection")),

        Law.OfEach("balancer-cross-zone", "A client reaches a task in any zone", "CKV_AWS_152 S3",
            "A client in the zone of a failed task would reach none.",
            "enableCrossZoneLoadBalancing: true.",
            All(AwsTypes.LoadBalancer), (_, lb) => Unless(lb.Flag("enableCrossZoneLoadBalancing") == true, lb, "enableCrossZoneLoadBalancing")),
    ];

    private static IEnumerable<(PlannedResource Task, JsonObject Container)> Containers(JudgedEstate estate) =>
        estate.Plan.OfType(AwsTypes.TaskDefinition).SelectMany(task => JudgedPooler.ContainersOf(task).Select(c => (task, c)));
}
