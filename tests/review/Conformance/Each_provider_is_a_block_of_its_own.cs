using TechCorp.PgInfra.Planning;
using TechCorp.PgInfra.Review.Conformance;
using static TechCorp.PgInfra.Review.Tests.Conformance.Support.SmallPlan;

namespace TechCorp.PgInfra.Review.Tests.Conformance;

/// <summary>Default tags decide what a resource is tagged with; mixed up, the provider would judge another account's values.</summary>
public sealed class Each_provider_is_a_block_of_its_own
{
    private static readonly PlannedResource Other = Resource("pulumi:providers:aws", "other", """
        {"defaultTags":"{ \"tags\": { \"Team\": \"Data\" } }","ignoreTags":"{ \"keyPrefixes\": [ \"aws:\" ] }","region":"us-east-1","skipRegionValidation":"true","profile":"x","maxRetries":"3"}
        """) with { Provider = null };

    [Fact]
    public void Two_providers_of_one_region_are_two_aliases_and_one_is_one()
    {
        var (a, b, c) = (Resource("aws:sns/topic:Topic", "a"), Resource("aws:sns/topic:Topic", "b") with { Provider = Other.Urn }, Resource("aws:sns/topic:Topic", "c") with { Provider = Other.Urn });
        var plan = Of(Other, a, b, c);

        Assert.Equal(["aws.us-east-1", "aws.us-east-1-2", "aws.us-east-1-2"], new[] { "a", "b", "c" }.Select(name => (string?)Body(plan, $"aws_sns_topic.{name}")["provider"]));
        Assert.Equal(2, PlanTranslation.Translate(plan, "5.100.0").Json["provider"]!["aws"]!.AsArray().Count);
    }

    [Fact]
    public void A_resource_without_a_region_is_asked_of_the_estates_own() =>
        Assert.Equal("aws.us-east-1", (string?)Body(Of(Resource("aws:sns/topic:Topic", "t") with { Region = null }), "aws_sns_topic.t")["provider"]);

    [Fact]
    public void Tags_that_are_given_and_tags_that_are_ignored_are_judged_and_lead_back_to_the_provider()
    {
        var translated = PlanTranslation.Translate(Of(Other, Resource("aws:sns/topic:Topic", "a"), Resource("aws:sns/topic:Topic", "b") with { Provider = Other.Urn }), "5.100.0");
        var block = translated.Json["provider"]!["aws"]![1]!;

        Assert.Equal("""[{"tags":{"Team":"Data"}}]""", block["default_tags"]!.ToJsonString());
        Assert.Equal("""[{"key_prefixes":["aws:"]}]""", block["ignore_tags"]!.ToJsonString());
        Assert.Equal(new Origin(Other.Urn, "defaultTags.tags.Team"), translated.OriginOf("/provider/aws/1/default_tags/0/tags/Team"));
        Assert.Equal(new Origin(Other.Urn, ""), translated.OriginOf("/provider/aws/1/alias"));
    }

    /// <summary>Where and as whom the cloud would be called says nothing about values, and here it is not called.</summary>
    [Fact]
    public void What_only_says_how_to_reach_the_cloud_is_named_once_and_left_out()
    {
        var quiet = Resource("pulumi:providers:aws", "quiet", """{"defaultTags":"{}","region":"us-east-1","skipRegionValidation":"true"}""") with { Provider = null };
        var topic = Resource("aws:sns/topic:Topic", "t") with { Provider = Other.Urn };
        var one = Resource("pulumi:providers:aws", "one", """{"region":"us-east-1","profile":"x"}""") with { Provider = null };

        Assert.Equal("provider other: profile, maxRetries not judged: they say how to reach the cloud, which is not asked.", Assert.Single(PlanTranslation.Translate(Of(Other, topic), "5.100.0").Notes));
        Assert.Equal("provider one: profile not judged: they say how to reach the cloud, which is not asked.", Assert.Single(PlanTranslation.Translate(Of(one, topic with { Provider = one.Urn }), "5.100.0").Notes));
        Assert.Empty(PlanTranslation.Translate(Of(quiet, topic with { Provider = quiet.Urn }), "5.100.0").Notes);
    }
}
