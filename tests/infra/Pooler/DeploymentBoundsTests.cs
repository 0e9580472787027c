using FsCheck;
using FsCheck.Fluent;
using TechCorp.PgInfra.Infra.Pooler;

namespace TechCorp.PgInfra.Infra.Tests.Pooler;

/// <summary>ECS's own arithmetic: it keeps ceil(desired x minimum) tasks and starts at most floor(desired x maximum).</summary>
[Trait("Requirement", "S3")]
public sealed class DeploymentBoundsTests
{
    private static (int Least, int Most) Tasks(int desired, DeploymentBounds bounds) =>
        ((int)Math.Ceiling(desired * bounds.MinimumHealthyPercent / 100m), desired * bounds.MaximumPercent / 100);

    /// <summary>ECS's defaults (100 and 200) would run 4 tasks: 4 x 150 server connections, where max_connections is 500.</summary>
    [Fact]
    public void Two_tasks_without_room_for_a_third_are_replaced_one_after_the_other() =>
        Assert.Equal(new DeploymentBounds(50, 100), DeploymentBounds.For(tasks: 2, room: 2));

    [Fact]
    public void With_room_for_one_more_no_capacity_is_lost() =>
        Assert.Equal(new DeploymentBounds(100, 150), DeploymentBounds.For(tasks: 2, room: 3));

    [Fact]
    public void A_deployment_always_moves_and_never_leaves_the_budget() => Check.One(
        Config.QuickThrowOnFailure,
        Prop.ForAll(Gen.Choose(1, 50).ToArbitrary(), Gen.Choose(0, 60).ToArbitrary(), (tasks, spare) =>
        {
            var (least, most) = Tasks(tasks, DeploymentBounds.For(tasks, tasks + spare));
            return most <= Math.Max(tasks, tasks + spare) && most - least == 1;
        }));
}
