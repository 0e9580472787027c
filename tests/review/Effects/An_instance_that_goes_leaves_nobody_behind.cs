using TechCorp.PgInfra.Review.Effects;
using TechCorp.PgInfra.Review.Laws;
using TechCorp.PgInfra.Review.Tests.Laws.Support;
using static TechCorp.PgInfra.Review.Tests.Effects.Support.ProdEdits;

namespace TechCorp.PgInfra.Review.Tests.Effects;

/// <summary>A replica is removed, or made anew in another zone, together with other changes: others replay it, read from it, or are its only backup.</summary>
public sealed class An_instance_that_goes_leaves_nobody_behind
{
    /// <summary>Deletions come last in an update, when whoever has read a secret still holds the old address.</summary>
    [Fact]
    public void A_replica_that_goes_is_left_by_its_readers_first()
    {
        static PlanEdit Gone(PlanEdit plan)
        {
            foreach (var login in (string[])["app_user", "auth_service", "catalog_service", "inventory_service", "monitor", "order_service", "payment_service", "user_service"])
            {
                plan.Replace(AwsTypes.SecretVersion, login, "secretString", "techcorp-replica-1", "techcorp-replica-2");
            }

            return plan.Remove(AwsTypes.Instance, "techcorp-replica-1").Replace(AwsTypes.TaskDefinition, "pooler", "containerDefinitions", "${aws:rds/instance:Instance::techcorp-replica-1.address},", "");
        }

        var report = Prod(p => Gone(Connections(p, "600")));

        Assert.Equal(
            """
            Set max_connections to 600 in stack dr and reboot techcorp-dr
            Move the readers of techcorp-replica-1 away: app_user, auth_service, catalog_service, inventory_service, monitor, order_service, payment_service, user_service
            Let RDS delete techcorp-replica-1
            Update stack prod
            Reboot techcorp-analytics
            Reboot techcorp-replica-2
            Reboot techcorp-primary
            """, What(report));
        Assert.StartsWith("pulumi up --stack prod --target 'urn:pulumi:prod::techcorp-pg-infra::", Assert.Single(report.Operations[1].Commands), StringComparison.Ordinal);
        Assert.DoesNotContain(report.Operations.Skip(4).SelectMany(o => o.Commands), c => c.Contains("techcorp-replica-1", StringComparison.Ordinal));
    }

    /// <summary>The update restarts the writer with more while the replica still stands: it goes, with what names it, before that.</summary>
    [Fact]
    public void A_replica_that_goes_is_gone_before_an_update_gives_its_source_more()
    {
        var report = AtOnce(p => Connections(p, "600").Instance("techcorp-primary", "instanceClass", "db.r6g.4xlarge").Remove(AwsTypes.Instance, "techcorp-analytics"));

        Assert.Equal(
            """
            Set max_connections to 600 in stack dr and reboot techcorp-dr
            Let RDS delete techcorp-analytics
            Update the parameter groups of stack prod alone
            Remove techcorp-analytics
            Reboot techcorp-replica-1
            Reboot techcorp-replica-2
            Update stack prod
            Reboot techcorp-primary if it still waits
            """, What(report));
        Assert.Equal([$"pulumi up --stack prod --target '{Databases}{AwsTypes.Instance}::techcorp-analytics' --target-dependents"], report.Operations[3].Commands.AsEnumerable());
    }

    /// <summary>RDS promotes the replicas of a replica that is deleted, and the engine, to which nothing of them has changed, never notices.</summary>
    [Fact]
    public void A_replica_of_a_replica_that_is_made_anew_is_made_anew_too()
    {
        static void Chained(PlanEdit plan) => plan.Followers("techcorp-replica-1", 1, "techcorp-replica-3");
        var (from, to) = (Estates.Of("prod", Chained), Estates.Of("prod", p =>
        {
            Chained(p);
            Connections(p, "450").Instance("techcorp-replica-1", "availabilityZone", "us-east-1c");
        }));

        var report = EffectsReport.Between(from, to);

        Assert.Contains("Replace techcorp-replica-3 replicateSourceDb that of the new techcorp-replica-1", report.Effects.Select(e => $"{e.Kind} {e.Resource} {e.Property} {e.To}"));
        Assert.Equal(
            """
            Delete techcorp-replica-3 first
            Let RDS delete techcorp-replica-1
            Update the parameter groups of stack prod alone
            Reboot techcorp-primary
            Update stack prod
            Reboot techcorp-analytics
            Reboot techcorp-replica-2
            Set max_connections to 450 in stack dr and reboot techcorp-dr
            """, What(report));
        Assert.Equal(
            [
                "aws rds delete-db-instance --skip-final-snapshot --db-instance-identifier techcorp-replica-3 --region us-east-1",
                "aws rds wait db-instance-deleted --db-instance-identifier techcorp-replica-3 --region us-east-1",
                $"pulumi refresh --stack prod --target 'urn:pulumi:test::test::{AwsTypes.Instance}::techcorp-replica-3'",
            ],
            report.Operations[0].Commands.AsEnumerable());
    }

    /// <summary>From the writer on it is made anew; the update itself does so before it deletes the one it followed.</summary>
    [Fact]
    public void A_replica_of_a_replica_that_goes_needs_another_source()
    {
        var (from, to) = (Estates.Of("prod", p => p.Followers("techcorp-analytics", 1, "techcorp-replica-3")),
            Estates.Of("prod", p => Connections(p, "450").Followers("techcorp-primary", 1, "techcorp-replica-3").Remove(AwsTypes.Instance, "techcorp-analytics")));

        Assert.Equal(
            """
            Let RDS delete techcorp-analytics
            Update the parameter groups of stack prod alone
            Reboot techcorp-primary
            Update stack prod
            Reboot techcorp-replica-1
            Reboot techcorp-replica-2
            Set max_connections to 450 in stack dr and reboot techcorp-dr
            """, What(EffectsReport.Between(from, to)));
    }

    /// <summary>Where it is not protected. Its replicas would be promoted, and the copy in the other region ends: none of them is left to get the data from.</summary>
    [Fact]
    public void A_writer_that_is_made_anew_takes_the_whole_estate_along()
    {
        static void Open(PlanEdit plan)
        {
            plan.Option(AwsTypes.Instance, "techcorp-primary", "protect", false);
            Array.ForEach(All, name => plan.Instance(name, "deletionProtection", false));
        }

        var report = EffectsReport.Between(Estates.Of("prod", Open), Estates.Of("prod", p =>
        {
            Open(p);
            Connections(p, "450").Instance("techcorp-primary", "availabilityZone", "us-east-1b");
        }));

        Assert.Equal(
            """
            Keep the data as it is: a snapshot of techcorp-primary
            Delete techcorp-analytics first
            Delete techcorp-replica-1 first
            Delete techcorp-replica-2 first
            Update stack prod
            Build techcorp-dr in stack dr again
            """, What(report));
        Assert.Equal(
            [
                "aws rds create-db-snapshot --db-instance-identifier techcorp-primary --db-snapshot-identifier techcorp-primary-before-replacement --region us-east-1",
                "aws rds wait db-snapshot-available --db-instance-identifier techcorp-primary --db-snapshot-identifier techcorp-primary-before-replacement --region us-east-1",
            ],
            report.Operations[0].Commands.AsEnumerable());
        Assert.Equal(
            [
                "pulumi config set --stack dr --path 'techcorp-pg-infra:parameters.max_connections' 450",
                "aws rds modify-db-instance --no-deletion-protection --apply-immediately --db-instance-identifier techcorp-dr --region us-west-2",
                "aws rds delete-db-instance --skip-final-snapshot --db-instance-identifier techcorp-dr --region us-west-2",
                "aws rds wait db-instance-deleted --db-instance-identifier techcorp-dr --region us-west-2",
                "pulumi refresh --stack dr",
                "pulumi up --stack dr",
            ],
            report.Operations[^1].Commands.AsEnumerable());
    }
}
