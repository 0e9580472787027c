using TechCorp.PgInfra.Planning;

namespace TechCorp.PgInfra.Review.Laws.Relations;

/// <summary>The way from an alarm or an event subscription to a person.</summary>
internal static class Delivery
{
    public static IEnumerable<Finding> Judge(JudgedEstate estate, PlannedResource sender)
    {
        var (property, service) = sender.Type == AwsTypes.Alarm ? ("alarmActions", "cloudwatch.amazonaws.com") : ("snsTopic", "events.rds.amazonaws.com");
        var topics = sender.Texts(property).Select(PlanReference.TryParse).OfType<PlanReference>()
            .Select(estate.Plan.Find).OfType<PlannedResource>().Where(t => t.Type == AwsTypes.Topic).ToList();
        return topics.Count == 0
            ? [JudgedEstate.About(sender, property)]
            : topics.SelectMany(topic => Obstacles(estate.Plan, sender, topic, service).Take(1)).Select(o => new Finding(sender.Name, property, o));
    }

    private static IEnumerable<string> Obstacles(Plan plan, PlannedResource sender, PlannedResource topic, string service)
    {
        if (topic.Region != sender.Region)
        {
            yield return $"topic {topic.Name} is in {topic.Region}; alarms publish in their own region";
        }

        if (!plan.OfType(AwsTypes.TopicSubscription).Any(s => plan.Referent(s, "topic") == topic)
            && !plan.OfType(AwsTypes.SlackChannel).Any(s => s.Texts("snsTopicArns").Any(t => PlanReference.TryParse(t) is { } r && plan.Find(r) == topic)))
        {
            yield return $"topic {topic.Name} has no subscription";
        }

        var policy = plan.OfType(AwsTypes.TopicPolicy).FirstOrDefault(p => plan.Referent(p, "arn") == topic);
        if (policy is null || PolicyText.Of(policy, "policy")?.AllowsService(service, "sns:Publish") != true)
        {
            yield return $"the policy of topic {topic.Name} does not let {service} publish";
        }

        if (plan.Referent(topic, "kmsMasterKeyId") is { } key
            && (PolicyText.Of(key, "policy") is not { } use || !use.AllowsService(service, "kms:Decrypt") || !use.AllowsService(service, "kms:GenerateDataKey")))
        {
            yield return $"key {key.Name} of topic {topic.Name} does not let {service} encrypt";
        }
    }
}
