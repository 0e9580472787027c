namespace TechCorp.PgInfra.Planning.Tests;

/// <summary>Edges hide in connection strings and in JSON policies; losing one makes a later judgement wrong.</summary>
public sealed class References_are_found_in_any_text
{
    [Fact]
    public void Those_inside_json_and_beside_shell_variables_are_found() => Assert.Equal(
        [new("aws:kms/key:Key", "primary", "arn"), new PlanReference("pulumi:pulumi:StackReference", "org/demo/prod", "replicaAddresses.techcorp-replica-1")],
        PlanReference.FindAll("""{"a":"x${aws:kms/key:Key::primary.arn}y","b":"${HOME:-/root}","c":"${pulumi:pulumi:StackReference::org/demo/prod.replicaAddresses.techcorp-replica-1}"}"""));

    [Fact]
    public void A_reference_is_parsed_alone_only()
    {
        Assert.Equal("masterUserSecrets[0].secretArn", PlanReference.TryParse("${aws:rds/instance:Instance::p.masterUserSecrets[0].secretArn}")!.Output);
        Assert.Null(PlanReference.TryParse("host=${aws:rds/instance:Instance::p.address}"));
    }

    [Fact]
    public async Task A_plan_written_and_read_is_the_same_plan()
    {
        var json = PlanJson.Write(await EstatePlan.CaptureAsync(Support.Repository.Root, "dr"));

        Assert.Equal(json, PlanJson.Write(PlanJson.Read(json)));
    }
}
