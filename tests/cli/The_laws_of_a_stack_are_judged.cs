using System.Text.Json.Nodes;
using TechCorp.PgInfra.Cli.Tests.Support;

namespace TechCorp.PgInfra.Cli.Tests;

/// <summary><c>./pg laws</c>: the gate of a pull request, so its exit code and its words are what a pipeline and a reviewer rely on.</summary>
public sealed class The_laws_of_a_stack_are_judged
{
    [Fact]
    public async Task The_committed_copy_keeps_them_and_says_what_it_does_not_do()
    {
        var judged = await Pg.RunAsync("laws", "--stack", "dr");

        Assert.Equal(new Result(0, """
            excused  multi-az: It is itself the second copy of a Multi-AZ writer, and promotion makes it Multi-AZ (Data Engineering) (RDS.5, CKV_AWS_157)
                     techcorp-dr: multiAz = false
            excused  default-port: Every connection string in the company names 5432 (S20); security groups name each client, so nobody else can ask (Data Engineering) (RDS.23)
                     techcorp-dr: port = not set
            excused  aws-backup: Production's automated backups are replicated into this region; the warm copy gets its own from promotion on (Data Engineering) (RDS.26)
                     techcorp-dr: backup selection = none names it
            excused  secret-rotation: Passwords are generated, known to nobody, and replaced by hand with pulumi up --replace and post-deploy apply; nothing in the VPC rotates them yet (Data Engineering) (SecretsManager.1, SecretsManager.4, CKV2_AWS_57, CKV_AWS_304)
                     analytics_ro, app_user, auth_service, catalog_service, inventory_service, master, migrator, monitor, order_service, payment_service, pgbouncer_auth, user_service: rotation = none within 90 days

            stack dr: 79 laws, 56 with something to judge, 0 violations, 15 excused, 0 idle exceptions

            """.ReplaceLineEndings("\n"), ""), judged);
    }

    [Fact]
    public async Task A_broken_law_is_exit_code_3_with_resource_value_why_and_way_out()
    {
        using var file = new StackFile("prod", ("deletionProtection: true", "deletionProtection: false"));

        var judged = await Pg.RunAsync("laws", "--stack", "prod", "--config-file", file.Path);

        Assert.Equal(3, judged.Code);
        Assert.StartsWith("""
            broken   deletion-protection: RDS refuses to delete an instance (RDS.8, CKV_AWS_293, AWS-0177)
                     techcorp-primary, techcorp-analytics, techcorp-replica-1, techcorp-replica-2: deletionProtection = false
                     why: One wrong call deletes the database; deletion can not be taken back.
                     way out: protection.deletionProtection: true.

            broken   balancer-protected: AWS refuses to delete the load balancer (ELB.6, CKV_AWS_150)
                     pooler: enableDeletionProtection = false
            """.ReplaceLineEndings("\n"), judged.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_exception_that_excuses_nothing_is_exit_code_3()
    {
        using var file = new StackFile("prod", ("resource: techcorp-analytics", "resource: techcorp-primary"));

        var judged = await Pg.RunAsync("laws", "--stack", "prod", "--config-file", file.Path, "--json");

        Assert.Equal(3, judged.Code);
        var json = JsonNode.Parse(judged.Out)!;
        Assert.Equal(("multi-az", "techcorp-primary"), ($"{json["idleExceptions"]![0]!["law"]}", $"{json["idleExceptions"]![0]!["resource"]}"));
        Assert.Equal(("multi-az", "techcorp-analytics", "false"),
            ($"{json["violations"]![0]!["law"]}", $"{json["violations"]![0]!["resource"]}", $"{json["violations"]![0]!["value"]}"));
    }

    [Fact]
    public async Task An_exception_for_a_law_that_does_not_exist_is_bad_configuration()
    {
        using var file = new StackFile("prod", ("law: aws-backup", "law: aws-bakcup"));

        var refused = await Pg.RunAsync("laws", "--stack", "prod", "--config-file", file.Path);

        Assert.Equal((2, ""), (refused.Code, refused.Out));
        Assert.Contains("exceptions[3].law = 'aws-bakcup'", refused.Error, StringComparison.Ordinal);
        Assert.Contains("Did you mean 'aws-backup'?", refused.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Coverage_lists_every_control_with_its_law_and_state()
    {
        var judged = await Pg.RunAsync("laws", "--stack", "prod", "--coverage");

        var lines = judged.Out.Split('\n');
        Assert.Contains(lines, l => l.StartsWith("RDS.3 ", StringComparison.Ordinal) && l.Contains("  kept  ", StringComparison.Ordinal) && l.Contains("  instance-encrypted  ", StringComparison.Ordinal));
        Assert.Contains(lines, l => l.StartsWith("RDS.23 ", StringComparison.Ordinal) && l.Contains("  excused  ", StringComparison.Ordinal));
        Assert.Contains(lines, l => l.StartsWith("RDS.12 ", StringComparison.Ordinal) && l.Contains("  not applicable  ", StringComparison.Ordinal) && l.Contains("clusters only", StringComparison.Ordinal));
        Assert.Contains("Laws no scanner has:", lines);
    }
}
