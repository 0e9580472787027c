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
        Law.OfEach("container-insights", "The cluster reports its tasks", "ECS.12 CKV_AWS_65 AWS-0034 S3",
            "Memory and restarts of a task are seen nowhere else.",
            "the cluster setting containerInsights: enabled or enhanced.",
            All(AwsTypes.Cluster), (_, cluster) => Unless(
                (cluster.Inputs["settings"] as JsonArray ?? []).Any(s => $"{s?["name"]}" == "containerInsights" && $"{s?["value"]}" is "enabled" or "enhanced"),
                cluster, "settings")),

        Law.OfEach("no-shell", "Nobody opens a shell in a task", "CKV_AWS_223 CKV_AWS_224",
            "A shell in the pooler reads the userlist; sessions of ECS Exec would have to be logged under a customer key.",
            "enableExecuteCommand: false.",
            All(AwsTypes.Service), (_, service) => Unless(service.Flag("enableExecuteCommand") != true, service, "enableExecuteCommand")),

        Law.OfEach("latest-platform", "Tasks run on the current platform, at a size it has", "ECS.10 CKV_AWS_332",
            "An older Fargate platform keeps its known holes; a pair of CPU and memory it does not have fails at deployment, and the provider does not say so.",
            "platformVersion: LATEST; pooler.cpu and pooler.memory of a pair that exists.",
            All(AwsTypes.Service, AwsTypes.TaskDefinition), (_, r) => r.Type == AwsTypes.Service
                ? Unless(r.Raw("platformVersion") is null or "LATEST", r, "platformVersion")
                : Unless(int.TryParse(r.Raw("cpu"), out var cpu) && int.TryParse(r.Raw("memory"), out var memory) && FargateSizes.MemoryFor(cpu).Contains(memory), r, "memory")),

        Law.OfEach("task-private", "No task has a public address", "ECS.2 CKV_AWS_333 S50",
            "The pooler is an entrance to every service's data.",
            "assignPublicIp: false.",
            All(AwsTypes.Service), (_, service) => Unless(
                service.Inputs["networkConfiguration"]?["assignPublicIp"]?.ToJsonString() == "false", service, "networkConfiguration")),

        Law.OfEach("task-roles-apart", "Starting a task and running it are two roles", "CKV_AWS_249",
            "The program in the task could read every secret that starting it needs.",
            "taskRoleArn and executionRoleArn of two different roles.",
            All(AwsTypes.TaskDefinition), (_, task) => Unless(task.Has("executionRoleArn") && task.Raw("taskRoleArn") != task.Raw("executionRoleArn"), task, "taskRoleArn")),

        Law.OfEach("task-isolated", "A task shares neither processes, nor a network, nor unencrypted files", "ECS.3 ECS.17 ECS.18 CKV_AWS_97 CKV_AWS_335 AWS-0035",
            "What runs beside it could read its memory or answer in its place; EFS without TLS sends files in the clear.",
            "no pidMode host; networkMode awsvpc; transitEncryption ENABLED on EFS volumes.",
            All(AwsTypes.TaskDefinition), (_, task) =>
            [
                .. Unless(task.Raw("pidMode") != "host", task, "pidMode"),
                .. Unless(task.Raw("networkMode") == "awsvpc", task, "networkMode"),
                .. (task.Inputs["volumes"] as JsonArray ?? [])
                    .Where(v => v?["efsVolumeConfiguration"] is { } efs && $"{efs["transitEncryption"]}" != "ENABLED")
                    .Select(v => new Finding(task.Name, $"volume {v!["name"]}", "transitEncryption is not ENABLED")),
            ]),

        Law.OfEach("container-hardened", "Containers have no privileges and a read-only root", "ECS.4 ECS.5 CKV_AWS_334 CKV_AWS_336",
            "What breaks into the process should find nothing to write to and nobody to become.",
            "privileged: false and readonlyRootFilesystem: true in every container.",
            Containers, (_, c) =>
            [
                .. Unless(c.Container["privileged"]?.ToJsonString() != "true", c.Task.Name, $"{c.Container["name"]}.privileged", JudgedEstate.Text(c.Container["privileged"])),
                .. Unless(c.Container["readonlyRootFilesystem"]?.ToJsonString() == "true", c.Task.Name, $"{c.Container["name"]}.readonlyRootFilesystem", JudgedEstate.Text(c.Container["readonlyRootFilesystem"])),
            ]),

        Law.OfEach("container-user", "No container runs as root", "ECS.20",
            "Root in a container is root of the machine under it, once one hole is found.",
            "user in every container, by number, and not 0; a volume takes its owner from the image's VOLUME.",
            Containers, (_, c) => Unless($"{c.Container["user"]}".Split(':')[0] is not ("" or "0" or "root"), c.Task.Name, $"{c.Container["name"]}.user", JudgedEstate.Text(c.Container["user"]))),

        Law.OfEach("container-logged", "What a container says is kept", "ECS.9",
            "A task that does not start leaves nothing behind but its log.",
            "logConfiguration with a logDriver in every container.",
            Containers, (_, c) => Unless($"{c.Container["logConfiguration"]?["logDriver"]}".Length > 0, c.Task.Name, $"{c.Container["name"]}.logConfiguration", "no logDriver")),

        Law.OfEach("container-secrets", "No secret stands in a container's environment", "ECS.8 AWS-0036 S49",
            "Everybody who may describe a task definition would read it.",
            "secrets with valueFrom instead of environment.",
            Containers, (_, c) => (c.Container["environment"] as JsonArray ?? []).Select(v => $"{v?["name"]}")
                .Where(name => SecretWords.Any(word => name.Contains(word, StringComparison.OrdinalIgnoreCase)))
                .Select(name => new Finding(c.Task.Name, $"{c.Container["name"]}.environment", name))),

        Law.OfEach("pooler-tls", "PgBouncer takes no client without TLS, and knows its servers", "S49",
            "The load balancer passes bytes on as they come: whether a password crosses the network in the clear is decided by PgBouncer alone.",
            "client_tls_sslmode require or stricter, and server_tls_sslmode verify-full.",
            e => e.Poolers, (_, pooler) =>
            [
                .. Mode(pooler, "client_tls_sslmode", "require", "verify-ca", "verify-full"),
                .. Mode(pooler, "server_tls_sslmode", "verify-full"),
            ]),

        Law.OfEach("balancer-logged", "The load balancer keeps access logs", "CKV_AWS_91",
            "Who connected to the pooler, and who was refused, is seen nowhere else.",
            "pooler.accessLogBucket.",
            All(AwsTypes.LoadBalancer), (_, lb) => Unless(lb.Inputs["accessLogs"]?["enabled"]?.ToJsonString() == "true", lb, "accessLogs")),

        Law.OfEach("balancer-protected", "AWS refuses to delete the load balancer", "ELB.6 CKV_AWS_150",
            "Without it every service is down, and its name may go to somebody else.",
            "protection.deletionProtection: true.",
            All(AwsTypes.LoadBalancer), (_, lb) => Unless(lb.Flag("enableDeletionProtection") == true, lb, "enableDeletionProtection")),

        Law.OfEach("balancer-cross-zone", "A client reaches a task in any zone", "CKV_AWS_152 S3",
            "A client in the zone of a failed task would reach none.",
            "enableCrossZoneLoadBalancing: true.",
            All(AwsTypes.LoadBalancer), (_, lb) => Unless(lb.Flag("enableCrossZoneLoadBalancing") == true, lb, "enableCrossZoneLoadBalancing")),

        Law.OfEach("balancer-zones", "The load balancer stands in several zones", "ELB.13 S3",
            "With the one zone it stands in, every service is down.",
            "network.privateSubnets with a subnet in each zone.",
            All(AwsTypes.LoadBalancer), (_, lb) => Unless(Zones(lb) > 1, lb.Name, "subnets", $"{Zones(lb)} of one zone")),

        Law.OfEach("balancer-internal", "The load balancer has no public address", "AWS-0053 S50",
            "The pooler is an entrance to every service's data.",
            "internal: true.",
            All(AwsTypes.LoadBalancer), (_, lb) => Unless(lb.Flag("internal") == true, lb, "internal")),
    ];

    private static IEnumerable<Finding> Mode(JudgedPooler pooler, string setting, params string[] safe) =>
        Unless(safe.Contains(pooler.Settings.GetValueOrDefault(setting)), pooler.Service.Name, setting, pooler.Settings.GetValueOrDefault(setting, "not set"));

    // AWS takes one subnet of a zone at most.
    private static int Zones(PlannedResource balancer) => balancer.Texts("subnets").Distinct().Count();

    private static IEnumerable<(PlannedResource Task, JsonObject Container)> Containers(JudgedEstate estate) =>
        estate.Plan.OfType(AwsTypes.TaskDefinition).SelectMany(task => JudgedPooler.ContainersOf(task).Select(c => (task, c)));
}
