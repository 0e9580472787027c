using System.Globalization;
using System.Text.Json.Nodes;
using TechCorp.PgInfra.Planning;

namespace TechCorp.PgInfra.Views.Cost;

/// <summary>PgBouncer on Fargate, the load balancer before it, and what both send between zones.</summary>
internal static class PoolerPricing
{
    private const string Ecs = "AmazonECS";

    public static void Service(Bill bill, PlannedResource resource)
    {
        if (bill.Plan.Referent(resource, "taskDefinition") is not { } task || bill.Plan.Text(resource, "launchType") != "FARGATE")
        {
            bill.Find(resource, Ecs, $"{bill.Plan.Text(resource, "launchType") ?? "unknown launch type"}-Hours");
            return;
        }

        var tasks = Factor.Count((decimal)(resource.Number("desiredCount") ?? 1), "tasks");
        var architecture = task.Inputs["runtimePlatform"]?["cpuArchitecture"]?.ToString() == "ARM64" ? "ARM-" : "";
        var processors = Whole(bill.Plan.Text(task, "cpu")) / 1024m;
        var memory = Whole(bill.Plan.Text(task, "memory")) / 1024m;
        bill.Add(resource, CostArea.Pooler, "Fargate vCPU", Ecs, $"Fargate-{architecture}vCPU-Hours:perCPU", [Factor.Hours, tasks, Factor.Count(processors, "vCPU")]);
        bill.Add(resource, CostArea.Pooler, "Fargate memory", Ecs, $"Fargate-{architecture}GB-Hours", [Factor.Hours, tasks, Factor.Count(memory, "GB")]);
    }

    public static void Cluster(Bill bill, PlannedResource resource)
    {
        var insights = (resource.Inputs["settings"] as JsonArray ?? []).OfType<JsonObject>().FirstOrDefault(s => $"{s["name"]}" == "containerInsights")?["value"]?.ToString();
        if (insights is null or "disabled")
        {
            bill.AddFree(resource, CostArea.Pooler, "ECS cluster", "a cluster of Fargate tasks has no price; Container Insights is off");
            return;
        }

        // The enhanced mode bills other metrics at another price.
        bill.Add(resource, CostArea.Monitoring, "Container Insights", "AmazonCloudWatch", insights == "enabled" ? "CW:MetricMonitorUsage" : $"ContainerInsights:{insights}",
            [Factor.Count(bill.Assume["containerInsightsMetrics"], "metrics")]);
    }

    public static void LoadBalancer(Bill bill, PlannedResource resource)
    {
        var kind = bill.Plan.Text(resource, "loadBalancerType") is "network" ? "Network" : "Application";
        var traffic = Factor.Count(bill.Assume["poolerGBPerHour"], "GB an hour");
        bill.Add(resource, CostArea.Pooler, "load balancer", "AWSELB", $"LoadBalancerUsage:{kind}", [Factor.Hours]);
        bill.Add(resource, CostArea.Pooler, "load balancer capacity units", "AWSELB", $"LCUUsage:{kind}", [Factor.Hours, traffic]);

        var other = bill.Assume["otherZonePercent"];
        bill.Add(resource, CostArea.Transfer, "between zones", "AWSDataTransfer", "DataTransfer-Regional-Bytes",
            [Factor.Hours, traffic, Factor.Count(2, "hops (to a task, to an instance)"), new(other / 100, $"{Money.Number(other)} % to another zone"), Factor.Count(2, "(out and in)")]);
    }

    private static decimal Whole(string? text) => decimal.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
}
