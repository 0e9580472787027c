using System.Text.Json.Nodes;
using Pulumi;
using Pulumi.Aws.Kms;
using TechCorp.PgInfra.Planning.Schema;
using TechCorp.PgInfra.Planning.Tests.Support;

namespace TechCorp.PgInfra.Planning.Tests;

/// <summary>A provider says these things too, but only with the cloud at hand and one at a time.</summary>
public sealed class Inputs_are_checked_against_the_schema
{
    private static string[] Problems(string type, string inputs) =>
        [.. InputValidation.Validate(ProviderSchema.Shared, type, "x", JsonNode.Parse(inputs)!.AsObject()).Select(p => p.ToString())];

    [Fact]
    public void Every_problem_of_a_resource_is_told_with_the_nearest_name() => Assert.Equal(
        [
            "aws:rds/instance:Instance 'x', instnceClass: there is no such property. Did you mean 'instanceClass'?",
            "aws:rds/instance:Instance 'x', multiAz: it must be true or false, and is a string.",
            "aws:rds/instance:Instance 'x', allocatedStorage: it must be a whole number, and is a number with a fraction.",
            "aws:rds/instance:Instance 'x', tags.Name: it must be a string, and is a whole number.",
            "aws:rds/instance:Instance 'x', vpcSecurityGroupIds: it must be a list, and is a string.",
            "aws:rds/instance:Instance 'x', instanceClass: it is required and was not given.",
        ],
        Problems("aws:rds/instance:Instance", """
            {"instnceClass": "db.r6g.large", "multiAz": "yes", "allocatedStorage": 20.5, "tags": {"Name": 1}, "vpcSecurityGroupIds": "sg-1"}
            """));

    [Fact]
    public void Nested_objects_are_checked_with_their_path() => Assert.Equal(
        [
            "aws:rds/parameterGroup:ParameterGroup 'x', parameters[1].nane: there is no such property. Did you mean 'name'?",
            "aws:rds/parameterGroup:ParameterGroup 'x', parameters[1].name: it is required and was not given.",
        ],
        Problems("aws:rds/parameterGroup:ParameterGroup", """
            {"family": "postgres15", "parameters": [{"name": "a", "value": "1"}, {"nane": "b", "value": "2"}]}
            """));

    [Fact]
    public void An_unknown_type_is_named_with_the_nearest_one() => Assert.Equal(
        ["aws:rds/instance:Instanse 'x': the type is not in the provider schema. Did you mean 'aws:rds/instance:Instance'? Types are added in sdk/schema."],
        Problems("aws:rds/instance:Instanse", "{}"));

    [Fact]
    public void A_reference_and_a_value_of_an_enumeration_are_strings() => Assert.Empty(
        Problems("aws:rds/instance:Instance", """{"instanceClass": "db.r6g.2xlarge", "storageType": "gp3", "kmsKeyId": "${aws:kms/key:Key::k.arn}"}"""));

    /// <summary>The engine refuses a URN twice; mocks do not, and a preview that does not either would promise too much.</summary>
    [Fact]
    public async Task A_name_declared_twice_is_refused()
    {
        var refused = await Assert.ThrowsAsync<PlanException>(() => Programs.PlanAsync(() =>
        {
            _ = new Key("database", new KeyArgs());
            _ = new Key("database", new KeyArgs());
        }));

        Assert.Equal("aws:kms/key:Key", Assert.Single(refused.Problems).Type);
    }

    [Fact]
    public async Task A_name_that_would_break_references_is_refused()
    {
        var refused = await Assert.ThrowsAsync<PlanException>(() => Programs.PlanAsync(() => _ = new Key("data.base", new KeyArgs())));

        Assert.Contains("a name here holds no '.'", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_program_that_throws_is_told_without_a_stack_trace()
    {
        var failed = await Assert.ThrowsAsync<ProgramException>(() => Programs.PlanAsync(() => throw new InvalidOperationException("the subnets are gone")));

        Assert.Contains("the subnets are gone", failed.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", failed.Message, StringComparison.Ordinal);
    }
}
