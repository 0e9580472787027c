using TechCorp.PgInfra.Review.Conformance;
using TechCorp.PgInfra.Review.Tests.Conformance.Support;

namespace TechCorp.PgInfra.Review.Tests.Conformance;

/// <summary>The provider judges types before values: a secret number must stay a number, or the finding would be ours and not the plan's.</summary>
public sealed class Values_keep_their_kind_and_place
{
    [Theory]
    [InlineData("""{"allocatedStorage":100}""", "allocatedStorage", """{"allocated_storage":1}""")]
    [InlineData("""{"multiAz":true}""", "multiAz", """{"multi_az":false}""")]
    [InlineData("""{"password":"[secret]"}""", "password", """{"password":"placeholder-for-a-secret"}""")]
    public void A_secret_is_replaced_in_kind(string inputs, string secret, string body) =>
        Assert.Equal(body, SmallPlan.Alone("aws:rds/instance:Instance", inputs, secret));

    [Theory]
    [InlineData("_x", "_x")]
    [InlineData("x", "x")]
    [InlineData("1x", "_1x")]
    [InlineData("-x", "_-x")]
    [InlineData("a/b.c", "a_b_c")]
    public void A_name_becomes_a_label(string name, string label) => Assert.Equal(label, Labels.Of(name));

    /// <summary>A finding in a tag's value leads back to that tag.</summary>
    [Fact]
    public void A_key_of_a_map_is_where_its_value_comes_from()
    {
        var plan = SmallPlan.Of(SmallPlan.Resource("aws:kms/key:Key", "x", """{"tags":{"a/b":"1"}}"""));

        var origins = PlanTranslation.Translate(plan, "5.100.0").Origins;

        Assert.Equal("tags.a/b", origins["/resource/aws_kms_key/x/tags/a~1b"].Property);
    }
}
