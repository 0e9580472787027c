using System.Text.Json.Nodes;
using TechCorp.PgInfra.Rehearsal.Plans;
using TechCorp.PgInfra.Rehearsal.Topology;

namespace TechCorp.PgInfra.Rehearsal.Tests.Topology;

/// <summary>Which servers there are is read from the captured plans and from nowhere else.</summary>
public sealed class The_topology_follows_the_plans
{
    /// <summary>Multi-AZ means a synchronous standby of the writer; the other stack's replica follows the same writer.</summary>
    [Fact, Trait("Requirement", "S2")]
    public async Task Prod_and_dr_declare_six_servers()
    {
        var plans = await EstatePlans.CaptureAsync(Checkout.Root, "prod");
        Assert.Equal("dr", plans.DisasterRecovery?.Stack);
        Assert.Equal(
            """
            techcorp-primary Writer <- nothing, us-east-1, 7 days
            techcorp-primary-standby Standby <- techcorp-primary, us-east-1, 7 days
            techcorp-analytics Replica <- techcorp-primary, us-east-1, 0 days
            techcorp-replica-1 Replica <- techcorp-primary, us-east-1, 0 days
            techcorp-replica-2 Replica <- techcorp-primary, us-east-1, 0 days
            techcorp-dr RemoteReplica <- techcorp-primary, us-west-2, 0 days
            """,
            Lines(plans.Topology));
    }

    /// <summary>The estate that is rehearsed is the one that is declared: take a replica out of the configuration and it is not there.</summary>
    [Fact, Trait("Requirement", "S5")]
    public async Task Removing_a_replica_from_the_configuration_removes_a_node()
    {
        var replicas = JsonNode.Parse(Checkout.Project.LoadStack("prod").Get("techcorp-pg-infra:replicas")!)!.AsArray();
        replicas.RemoveAt(1);
        var plans = await Checkout.PlansWithAsync("replicas", replicas.ToJsonString());
        Assert.Equal(
            ["techcorp-primary", "techcorp-primary-standby", "techcorp-analytics", "techcorp-replica-1", "techcorp-dr"],
            plans.Topology.Nodes.Select(n => n.Identifier));
    }

    /// <summary>Without Multi-AZ there is nobody to fail over to, and nothing pretends there is.</summary>
    [Fact, Trait("Requirement", "S6")]
    public async Task A_writer_without_Multi_AZ_has_no_standby()
    {
        var staging = await EstatePlans.CaptureAsync(Checkout.Root, "staging");
        Assert.Null(staging.DisasterRecovery);
        Assert.DoesNotContain(staging.Topology.Nodes, n => n.Kind == NodeKind.Standby);
    }

    /// <summary>A copy has no writer of its own; the message names the stack that has.</summary>
    [Fact]
    public async Task A_stack_that_copies_another_is_refused_with_the_stack_to_rehearse()
    {
        var refusal = await Assert.ThrowsAsync<TopologyException>(() => EstatePlans.CaptureAsync(Checkout.Root, "dr"));
        Assert.Equal(
            ["stack dr copies techcorp/techcorp-pg-infra/prod; an estate is rehearsed by the stack that has the writer: ./pg rehearse --stack prod"],
            refusal.Problems);
    }

    /// <summary>A replica whose source no plan declares cannot be made; every such finding is told at once.</summary>
    [Fact]
    public async Task A_plan_without_its_writer_is_refused_with_every_reason()
    {
        var plans = await EstatePlans.CaptureAsync(Checkout.Root, "prod");
        var headless = plans.Estate with { Resources = [.. plans.Estate.Resources.Where(r => r.Type != "aws:rds/instance:Instance" || r.Name != "techcorp-primary")] };
        var refusal = Assert.Throws<TopologyException>(() => EstateTopology.From(headless));
        Assert.Contains("an estate has one writer; these plans declare 0", refusal.Problems);
        Assert.Equal(4, refusal.Problems.Count);
    }

    private static string Lines(EstateTopology topology) => string.Join('\n', topology.Nodes.Select(n =>
        $"{n.Identifier} {n.Kind} <- {n.Source ?? "nothing"}, {n.Region}, {n.BackupRetentionDays} days"));
}
