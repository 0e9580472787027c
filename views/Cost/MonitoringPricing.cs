using System.Text.Json.Nodes;
using TechCorp.PgInfra.Planning;

namespace TechCorp.PgInfra.Views.Cost;

/// <summary>Logs, metrics, alarms, dashboards and those who are told.</summary>
internal static class MonitoringPricing
{
    private const string CloudWatch = "AmazonCloudWatch";
    private const int FreeEmails = 1_000;
    private const int FreeHttpCalls = 100_000;
    private const int PerBatch = 100_000;

    public static void LogGroup(Bill bill, PlannedResource resource)
    {
        var name = bill.Plan.Text(resource, "name") ?? "";
        if (name.EndsWith("/upgrade", StringComparison.Ordinal))
        {
            bill.AddFree(resource, CostArea.Monitoring, "upgrade log", "written while a major version is upgraded, and then some MB");
            return;
        }

        var perDay = bill.Assume[name.StartsWith("/aws/rds/", StringComparison.Ordinal) ? "logGBPerDay" : "poolerLogGBPerDay"];
        var daily = Factor.Count(perDay, "GB a day");
        bill.Add(resource, CostArea.Monitoring, "log ingestion", CloudWatch, "Logs-Ingestion-Bytes", [Factor.Days, daily]);

        // Without a retention a log is kept for ever; ten years stand for that.
        var days = (decimal)(resource.Number("retentionInDays") ?? 3653);
        var stored = bill.Assume["logStoredPercent"];
        bill.Add(resource, CostArea.Monitoring, "log storage", CloudWatch, "Logs-Storage-ByteHrs",
            [Factor.Count(days, "days kept"), daily, new(stored / 100, $"{Money.Number(stored)} % stored")]);
    }

    public static void Alarm(Bill bill, PlannedResource resource)
    {
        var metrics = resource.Inputs["metricQueries"] is JsonArray queries ? Math.Max(1, queries.OfType<JsonObject>().Count(q => q["metric"] is not null)) : 1;
        var dimension = resource.Number("period") is < 60 ? "CW:HighResAlarmMonitorUsage" : "CW:AlarmMonitorUsage";
        bill.Add(resource, CostArea.Monitoring, "alarm", CloudWatch, dimension, [Factor.Count(metrics, metrics == 1 ? "metric" : "metrics")]);
    }

    public static void Dashboard(Bill bill, PlannedResource resource) =>
        bill.Add(resource, CostArea.Monitoring, "dashboard", CloudWatch, "DashboardsUsageHour", [Factor.Count(1, "dashboard")]);

    public static void MetricFilter(Bill bill, PlannedResource resource) =>
        bill.Add(resource, CostArea.Monitoring, "custom metric", CloudWatch, "CW:MetricMonitorUsage", [Factor.Count(1, "metric")]);

    public static void Subscription(Bill bill, PlannedResource resource)
    {
        var messages = bill.Assume["notificationsPerMonth"];
        var protocol = bill.Plan.Text(resource, "protocol") ?? "";
        switch (protocol)
        {
            case "lambda" or "sqs" or "firehose":
                bill.AddFree(resource, CostArea.Monitoring, $"{protocol} deliveries", "AWS does not bill SNS for deliveries to its own functions and queues");
                return;
            case "email" or "email-json":
                Deliveries("DeliveryAttempts-SMTP", FreeEmails);
                return;
            case "http" or "https":
                Deliveries("DeliveryAttempts-HTTP", FreeHttpCalls);
                return;
            default:
                Deliveries($"DeliveryAttempts-{protocol}", 0);
                return;
        }

        void Deliveries(string dimension, int free)
        {
            var billed = Math.Max(0, messages - free);
            bill.Add(resource, CostArea.Monitoring, $"{protocol} deliveries", "AmazonSNS", dimension,
                [new(billed / PerBatch, $"({Money.Number(messages)} messages, {Money.Number(free)} free) / {Money.Number(PerBatch)}")]);
        }
    }
}
