using TechCorp.PgInfra.Planning;
using TechCorp.PgInfra.Review.Conformance;
using static TechCorp.PgInfra.Review.Tests.Conformance.Support.SmallPlan;

namespace TechCorp.PgInfra.Review.Tests.Conformance;

/// <summary>The provider checks the form of what it is given: a placeholder of the wrong form would be a finding about nothing.</summary>
public sealed class What_stands_for_a_value_nobody_knows
{
    [Theory]
    [InlineData("primaryArn", "arn:aws:rds:us-east-1:123456789012:db:placeholder")]
    [InlineData("accountId", "123456789012")]
    [InlineData("keyArn", "arn:aws:iam::123456789012:role/placeholder")]
    [InlineData("arn", "arn:aws:iam::123456789012:role/placeholder")]
    [InlineData("primaryAddress", "placeholder.example.internal")]
    [InlineData("primaryIdentifier", "placeholder")]
    [InlineData("vpcId", "vpc-0123456789abcdef0")]
    [InlineData("cidrBlock", "10.0.0.0/16")]
    [InlineData("subnetId", "subnet-0123456789abcdef0")]
    [InlineData("securityGroupId", "sg-0123456789abcdef0")]
    [InlineData("availabilityZone", "us-east-1a")]
    [InlineData("engineVersion", "15")]
    [InlineData("something.else", "placeholder-something_else")]
    public void An_output_of_another_stack_has_the_form_its_name_promises(string output, string value)
    {
        var placeholders = new Placeholders(Of());

        placeholders.Expression(new(PlanReference.StackReferenceType, "other", output));

        Assert.Equal(value, (string?)Assert.Single(placeholders.Locals).Value);
    }

    [Theory]
    [InlineData("RandomId", """{"byteLength":16}""", "hex", "0123456789abcdef0123456789abcdef")]
    [InlineData("RandomBytes", """{"length":3}""", "hex", "012345")]
    [InlineData("RandomId", "{}", "hex", "0123456789abcdef")]
    [InlineData("RandomId", """{"byteLength":10}""", "dec", "12345678912345678912")]
    [InlineData("RandomId", "{}", "dec", "1234567891234567")]
    [InlineData("RandomPassword", """{"length":5}""", "result", "Place")]
    [InlineData("RandomPassword", """{"length":5}""", "bcryptHash", "$2a$10$Placeholder0Placeholder0Placeholder0Placeholder0Place")]
    public void What_chance_makes_has_the_length_it_will_have(string type, string inputs, string output, string value)
    {
        var made = Resource($"random:index/r:{type}", "x", inputs) with { Provider = null, Region = null };
        var placeholders = new Placeholders(Of(made));

        Assert.Equal($"local.{type}_x_{output}", placeholders.Expression(new(made.Type, "x", output)));
        Assert.Equal(value, (string?)Assert.Single(placeholders.Locals).Value);
    }

    /// <summary>Two names that are one to Terraform must not share a value: a password of eight characters may stand where sixteen are asked for.</summary>
    [Fact]
    public void Names_that_are_one_to_Terraform_stay_different_values()
    {
        var placeholders = new Placeholders(Of());
        string Expression(string name) => placeholders.Expression(new("a:b/c:Thing", name, "x"));

        Assert.Equal(["local.Thing_a_b_x", "local.Thing_a_b_x_2", "local.Thing_a_b_x_3", "local.Thing_a_b_x_2"], new[] { "a/b", "a b", "a+b", "a b" }.Select(Expression));
        Assert.Equal(["Thing_a_b_x", "Thing_a_b_x_2", "Thing_a_b_x_3"], placeholders.Locals.Select(l => l.Key));
    }

    /// <summary>Whoever reads "no findings" should know what nobody was asked about.</summary>
    [Fact]
    public void What_chance_makes_is_said_not_to_be_judged()
    {
        var password = Resource("random:index/randomPassword:RandomPassword", "master") with { Provider = null, Region = null };
        var topic = Resource("aws:sns/topic:Topic", "t");
        var component = Resource("techcorp:pg:Keys", "keys") with { IsComponent = true };

        Assert.Equal("resources of the provider random are not judged (1); placeholders stand for what they make.", Assert.Single(PlanTranslation.Translate(Of(topic, password, component), "5.100.0").Notes));
        Assert.Empty(PlanTranslation.Translate(Of(topic, component), "5.100.0").Notes);
    }

    [Fact]
    public void A_plan_that_needs_none_has_no_locals() =>
        Assert.False(PlanTranslation.Translate(Of(Resource("aws:sns/topic:Topic", "t")), "5.100.0").Json.ContainsKey("locals"));
}
