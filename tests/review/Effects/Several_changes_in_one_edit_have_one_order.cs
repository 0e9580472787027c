using TechCorp.PgInfra.Review.Laws;
using static TechCorp.PgInfra.Review.Tests.Effects.Support.ProdEdits;

namespace TechCorp.PgInfra.Review.Tests.Effects;

/// <summary>One restart brings whatever waits, and one update makes, restarts and deletes in an order of its own.</summary>
public sealed class Several_changes_in_one_edit_have_one_order
{
    /// <summary>A new replica starts with the group's values beside a source that has not restarted yet: it would not start.</summary>
    [Fact]
    public void Fewer_connections_reach_the_writer_before_a_replica_is_made()
    {
        var report = Prod(p => Connections(p, "450").Followers("techcorp-primary", 1, "techcorp-replica-3"));

        Assert.Equal(
            """
            Update the parameter groups of stack prod alone
            Reboot techcorp-primary
            Update stack prod
            Reboot techcorp-analytics
            Reboot techcorp-replica-1
            Reboot techcorp-replica-2
            Set max_connections to 450 in stack dr and reboot techcorp-dr
            """, What(report));
        Assert.Equal([Groups], report.Operations[0].Commands.AsEnumerable());
    }

    /// <summary>One that is made anew is deleted first, which deletion protection refuses; and is not rebooted, since it is new.</summary>
    [Fact]
    public void Fewer_connections_reach_the_writer_before_a_replica_is_made_anew()
    {
        var report = Prod(p => Connections(p, "450").Instance("techcorp-replica-1", "availabilityZone", "us-east-1c"));

        Assert.Equal(
            """
            Let RDS delete techcorp-replica-1
            Update the parameter groups of stack prod alone
            Reboot techcorp-primary
            Update stack prod
            Reboot techcorp-analytics
            Reboot techcorp-replica-2
            Set max_connections to 450 in stack dr and reboot techcorp-dr
            """, What(report));
        Assert.Equal(["aws rds modify-db-instance --no-deletion-protection --apply-immediately --db-instance-identifier techcorp-replica-1 --region us-east-1"], report.Operations[0].Commands.AsEnumerable());
    }

    /// <summary>More is no danger to what is made with it: it comes with the update, before the writer has more.</summary>
    [Fact]
    public void More_connections_may_come_with_a_new_replica() => Assert.Equal(
        """
        Set max_connections to 600 in stack dr and reboot techcorp-dr
        Let RDS delete techcorp-replica-1
        Update stack prod
        Reboot techcorp-analytics
        Reboot techcorp-replica-2
        Reboot techcorp-primary
        """, What(Prod(p => Connections(p, "600").Instance("techcorp-replica-1", "availabilityZone", "us-east-1c").Followers("techcorp-primary", 1, "techcorp-replica-3"))));

    /// <summary>A class change restarts, and brings what waits (RDS user guide, "DB instance outage or reboot"): in the engine's order, unless each goes alone.</summary>
    [Fact]
    public void Larger_classes_at_once_bring_more_connections_the_writer_last()
    {
        var report = AtOnce(p => Larger(Connections(p, "600")));

        Assert.Equal(
            """
            Set max_connections to 600 in stack dr and reboot techcorp-dr
            Update the parameter groups of stack prod alone
            Update techcorp-analytics alone, and reboot it if it still waits
            Update techcorp-replica-1 alone, and reboot it if it still waits
            Update techcorp-replica-2 alone, and reboot it if it still waits
            Update stack prod
            Reboot techcorp-primary if it still waits
            """, What(report));
        Assert.Equal(
            [
                $"pulumi up --stack prod --target '{Databases}{AwsTypes.Instance}::techcorp-replica-1'",
                "[ \"$(aws rds describe-db-instances --db-instance-identifier techcorp-replica-1 --region us-east-1 --query 'DBInstances[0].DBParameterGroups[0].ParameterApplyStatus' --output text)\" = in-sync ] "
                + "|| aws rds reboot-db-instance --db-instance-identifier techcorp-replica-1 --region us-east-1",
                "aws rds wait db-instance-available --db-instance-identifier techcorp-replica-1 --region us-east-1",
            ],
            report.Operations[3].Commands.AsEnumerable());
        Assert.Equal("all that is left of the edit; it restarts techcorp-primary for instanceClass", report.Operations[5].Why);
    }

    [Fact]
    public void Larger_classes_at_once_bring_fewer_connections_the_writer_first() => Assert.Equal(
        """
        Update the parameter groups of stack prod alone
        Update techcorp-primary alone, and reboot it if it still waits
        Update techcorp-analytics alone, and reboot it if it still waits
        Update techcorp-replica-1 alone, and reboot it if it still waits
        Update stack prod
        Reboot techcorp-replica-2 if it still waits
        Set max_connections to 450 in stack dr and reboot techcorp-dr
        """, What(AtOnce(p => Larger(Connections(p, "450")))));

    /// <summary>The replicas keep their class: they are rebooted before the update that restarts the writer, and it is not rebooted again.</summary>
    [Fact]
    public void A_larger_writer_with_more_connections_comes_after_its_replicas() => Assert.Equal(
        """
        Set max_connections to 600 in stack dr and reboot techcorp-dr
        Update the parameter groups of stack prod alone
        Reboot techcorp-analytics
        Reboot techcorp-replica-1
        Reboot techcorp-replica-2
        Update stack prod
        Reboot techcorp-primary if it still waits
        """, What(AtOnce(p => Connections(p, "600").Instance("techcorp-primary", "instanceClass", "db.r6g.4xlarge"))));

    /// <summary>All have one window, and RDS has an order of its own in it; a reboot before it would start large values on the small class.</summary>
    [Fact]
    public void A_class_for_the_window_with_more_connections_is_made_at_once() => Assert.Equal(
        """
        Set applyImmediately: true in the same edit, and make it at an hour of your choice
        Set max_connections to 600 in stack dr and reboot techcorp-dr
        Update the parameter groups of stack prod alone
        Update techcorp-analytics alone, and reboot it if it still waits
        Update techcorp-replica-1 alone, and reboot it if it still waits
        Update techcorp-replica-2 alone, and reboot it if it still waits
        Update stack prod
        Reboot techcorp-primary if it still waits
        """, What(Prod(p => Larger(Connections(p, "600")))));

    /// <summary>No order is needed, so the window's restart is the only one.</summary>
    [Fact]
    public void A_class_for_the_window_brings_what_no_standby_needs() => Assert.Equal(
        """
        Update stack prod
        Reboot techcorp-replica-1
        Wait for the maintenance window of techcorp-replica-2, sun:05:00-sun:06:00 UTC: instanceClass
        Reboot techcorp-replica-2 if it still waits
        """, What(Prod(p => p.Parameter("replica", "shared_buffers", "value", "1310720").Instance("techcorp-replica-2", "instanceClass", "db.r6g.2xlarge"))));
}
