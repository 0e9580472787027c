using System.Text;
using TechCorp.PgInfra.Review.Conformance;
using static TechCorp.PgInfra.Review.Tests.Conformance.Support.SmallPlan;

namespace TechCorp.PgInfra.Review.Tests.Conformance;

/// <summary>Terraform tells bytes of a file nobody wrote; a person needs the resource and the property.</summary>
public sealed class A_byte_of_the_file_leads_back_to_the_property
{
    // ^ marks the byte.
    [Theory]
    [InlineData("""^{"a":1}""", "")]
    [InlineData("""^ {"a":1}""", "")]
    [InlineData("""{^"a":1}""", "/a")]
    [InlineData("""{"a":^1}""", "/a")]
    [InlineData("""{"a":^{"b":1}}""", "/a")]
    [InlineData("""{"a":{"b":1^}}""", "/a")]
    [InlineData("""{"a":{"b":1},"c":^2}""", "/c")]
    [InlineData("""{"a":[1,^2]}""", "/a/1")]
    [InlineData("""{"a":[[1],[2,^3]]}""", "/a/1/1")]
    [InlineData("""{"a":[{"b":1},{"b":^2}]}""", "/a/1/b")]
    [InlineData("""{"a":[{"b":1},^{"b":2}]}""", "/a/1")]
    [InlineData("""{"a":[],"b":{},"c":^1}""", "/c")]
    [InlineData("""{"x/y":{"~":^1}}""", "/x~1y/~0")]
    [InlineData("""{"":[^1]}""", "//0")]
    [InlineData("""[[],{},[^1]]""", "/2/0")]
    public void The_pointer_of_a_byte(string json, string expected)
    {
        var at = json.IndexOf('^', StringComparison.Ordinal);

        Assert.Equal(expected, Pointer.At(Encoding.UTF8.GetBytes(json.Remove(at, 1)), at));
    }

    [Fact]
    public void A_value_inside_a_block_is_the_input_it_came_from()
    {
        var group = Resource("aws:rds/parameterGroup:ParameterGroup", "p", """{"family":"postgres15","parameters":[{"name":"a","value":"1"},{"name":"b","value":"2"}]}""");
        var service = Resource("aws:ecs/service:Service", "s", """{"networkConfiguration":{"subnets":["x","y"]}}""");
        var translated = PlanTranslation.Translate(Of(group, service), "5.100.0");

        Assert.Equal(new Origin(group.Urn, "parameters[1].value"), translated.OriginOf("/resource/aws_db_parameter_group/p/parameter/1/value"));
        Assert.Equal(new Origin(service.Urn, "networkConfiguration.subnets[1]"), translated.OriginOf("/resource/aws_ecs_service/s/network_configuration/0/subnets/1"));
        Assert.Equal(new Origin(service.Urn, "networkConfiguration"), translated.OriginOf("/resource/aws_ecs_service/s/network_configuration/0"));
        Assert.Equal(new Origin(group.Urn, ""), translated.OriginOf("/resource/aws_db_parameter_group/p/provider"));
        Assert.Null(translated.OriginOf("/terraform/required_providers"));
    }
}
