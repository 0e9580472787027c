using System.Text.Json.Nodes;
using TechCorp.PgInfra.Cli.Tests.Support;

namespace TechCorp.PgInfra.Cli.Tests;

/// <summary><c>./pg effects</c>: the comment on a pull request, and the list somebody works through at night.</summary>
public sealed class An_edit_is_explained_before_it_is_made
{
    private static readonly string Now = Path.Combine(Repository.Root, "Pulumi.prod.yaml");

    [Fact]
    public async Task More_connections_are_six_steps_in_two_regions()
    {
        using var file = new StackFile("prod", ("  techcorp-pg-infra:backup:", "  techcorp-pg-infra:parameters:\n    max_connections: \"600\"\n  techcorp-pg-infra:backup:"));

        var told = await Pg.RunAsync("effects", "--from", Now, "--to", file.Path, "--stack", "prod");

        Assert.Equal(new Result(0, """
            restart   aws:rds:ParameterGroup analytics-postgres15 max_connections: 500 -> 600; at the next reboot; clients notice: nothing until each instance of the group is rebooted; then every connection ends
            restart   aws:rds:ParameterGroup primary-postgres15 max_connections: 500 -> 600; at the next reboot; clients notice: nothing until each instance of the group is rebooted; then every connection ends
            restart   aws:rds:ParameterGroup replica-postgres15 max_connections: 500 -> 600; at the next reboot; clients notice: nothing until each instance of the group is rebooted; then every connection ends

            Order of operations
              1. Set max_connections to 600 in stack dr and reboot techcorp-dr: before its source has more, or it stops replaying and does not start again
                   pulumi config set --stack dr --path 'techcorp-pg-infra:parameters.max_connections' 600
                   pulumi up --stack dr
                   aws rds reboot-db-instance --db-instance-identifier techcorp-dr --region us-west-2
                   aws rds wait db-instance-available --db-instance-identifier techcorp-dr --region us-west-2
              2. Update stack prod: parameter groups, keys and network come before the instances by themselves
                   pulumi up --stack prod
              3. Reboot techcorp-analytics: a standby with less than its source stops replaying: raise the replicas first
                   aws rds reboot-db-instance --db-instance-identifier techcorp-analytics --region us-east-1
                   aws rds wait db-instance-available --db-instance-identifier techcorp-analytics --region us-east-1
              4. Reboot techcorp-replica-1: a standby with less than its source stops replaying: raise the replicas first
                   aws rds reboot-db-instance --db-instance-identifier techcorp-replica-1 --region us-east-1
                   aws rds wait db-instance-available --db-instance-identifier techcorp-replica-1 --region us-east-1
              5. Reboot techcorp-replica-2: a standby with less than its source stops replaying: raise the replicas first
                   aws rds reboot-db-instance --db-instance-identifier techcorp-replica-2 --region us-east-1
                   aws rds wait db-instance-available --db-instance-identifier techcorp-replica-2 --region us-east-1
              6. Reboot techcorp-primary: a standby with less than its source stops replaying: raise the replicas first
                   aws rds reboot-db-instance --db-instance-identifier techcorp-primary --region us-east-1
                   aws rds wait db-instance-available --db-instance-identifier techcorp-primary --region us-east-1

            stack prod: 3 restart

            """.ReplaceLineEndings("\n"), ""), told);
    }

    /// <summary>A class change restarts: alone, in this order, and without a second reboot where that restart has brought the values.</summary>
    [Fact]
    public async Task Larger_classes_with_more_connections_are_one_restart_each()
    {
        using var file = new StackFile("staging",
            ("    shared_buffers: 2GB", "    max_connections: \"600\"\n    shared_buffers: 2GB"), ("db.m6g.large", "db.m6g.xlarge"), ("db.r6g.large", "db.r6g.xlarge"));

        var told = await Pg.RunAsync("effects", "--from", Path.Combine(Repository.Root, "Pulumi.staging.yaml"), "--to", file.Path, "--stack", "staging");

        Assert.Equal(("""
            Order of operations
              1. Update the parameter groups of stack staging alone: each restart from here on brings their values to one instance, in the order of these steps
                   pulumi up --stack staging --target 'urn:pulumi:staging::techcorp-pg-infra::techcorp:pg:Databases$aws:rds/parameterGroup:ParameterGroup::analytics-postgres15' --target 'urn:pulumi:staging::techcorp-pg-infra::techcorp:pg:Databases$aws:rds/parameterGroup:ParameterGroup::primary-postgres15' --target 'urn:pulumi:staging::techcorp-pg-infra::techcorp:pg:Databases$aws:rds/parameterGroup:ParameterGroup::replica-postgres15'
              2. Update techcorp-staging-analytics alone, and reboot it if it still waits: a standby with less than its source stops replaying: raise the replicas first
                   pulumi up --stack staging --target 'urn:pulumi:staging::techcorp-pg-infra::techcorp:pg:Databases$aws:rds/instance:Instance::techcorp-staging-analytics'
                   [ "$(aws rds describe-db-instances --db-instance-identifier techcorp-staging-analytics --region us-east-1 --query 'DBInstances[0].DBParameterGroups[0].ParameterApplyStatus' --output text)" = in-sync ] || aws rds reboot-db-instance --db-instance-identifier techcorp-staging-analytics --region us-east-1
                   aws rds wait db-instance-available --db-instance-identifier techcorp-staging-analytics --region us-east-1
              3. Update techcorp-staging-replica-1 alone, and reboot it if it still waits: a standby with less than its source stops replaying: raise the replicas first
                   pulumi up --stack staging --target 'urn:pulumi:staging::techcorp-pg-infra::techcorp:pg:Databases$aws:rds/instance:Instance::techcorp-staging-replica-1'
                   [ "$(aws rds describe-db-instances --db-instance-identifier techcorp-staging-replica-1 --region us-east-1 --query 'DBInstances[0].DBParameterGroups[0].ParameterApplyStatus' --output text)" = in-sync ] || aws rds reboot-db-instance --db-instance-identifier techcorp-staging-replica-1 --region us-east-1
                   aws rds wait db-instance-available --db-instance-identifier techcorp-staging-replica-1 --region us-east-1
              4. Update stack staging: all that is left of the edit; it restarts techcorp-staging-primary for instanceClass
                   pulumi up --stack staging
              5. Reboot techcorp-staging-primary if it still waits: its restart brings the waiting parameters unless it was a failover: this asks RDS
                   [ "$(aws rds describe-db-instances --db-instance-identifier techcorp-staging-primary --region us-east-1 --query 'DBInstances[0].DBParameterGroups[0].ParameterApplyStatus' --output text)" = in-sync ] || aws rds reboot-db-instance --db-instance-identifier techcorp-staging-primary --region us-east-1
                   aws rds wait db-instance-available --db-instance-identifier techcorp-staging-primary --region us-east-1

            stack staging: 6 restart, 45 in place

            """.ReplaceLineEndings("\n"), 0), (told.Out[told.Out.IndexOf("Order of operations", StringComparison.Ordinal)..], told.Code));
    }

    [Fact]
    public async Task A_renamed_primary_is_refused_with_exit_code_3()
    {
        using var file = new StackFile("prod", ("identifier: techcorp-primary", "identifier: techcorp-main"));

        var told = await Pg.RunAsync("effects", "--from", Now, "--to", file.Path, "--stack", "prod");

        Assert.Equal(3, told.Code);
        Assert.StartsWith("delete    aws:rds:Instance techcorp-primary; DATA LOSS: clients notice: what it holds is gone (protected)\n", told.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("Order of operations", told.Out, StringComparison.Ordinal);
        Assert.Contains("refused: protected, and would be replaced or deleted: techcorp-primary.", told.Out, StringComparison.Ordinal);
    }

    /// <summary>The type token holds ":Key:", which a terminal library takes for a picture.</summary>
    [Fact]
    public async Task References_are_shown_as_they_are_written()
    {
        using var file = new StackFile("prod", ("identifier: techcorp-primary", "identifier: techcorp-main"));

        var told = await Pg.RunAsync("effects", "--from", Now, "--to", file.Path, "--stack", "prod");

        Assert.Contains("replicateSourceDb: \"${aws:rds/instance:Instance::techcorp-primary.identifier}\" -> ", told.Out, StringComparison.Ordinal);
        Assert.All(told.Out, c => Assert.True(char.IsAscii(c), $"'{c}'"));
    }

    /// <summary>A preview of last week is one side as good as a file.</summary>
    [Fact]
    public async Task A_preview_against_its_own_stack_changes_nothing()
    {
        var preview = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(preview, (await Pg.RunAsync("preview", "--stack", "staging", "--json")).Out);

            Assert.Equal(new Result(0, "stack staging: nothing changes\n", ""), await Pg.RunAsync("effects", "--from", preview));
        }
        finally
        {
            File.Delete(preview);
        }
    }

    [Fact]
    public async Task The_engines_preview_is_judged_too()
    {
        var preview = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(preview, """
                {"steps": [{"op": "delete", "urn": "urn:pulumi:prod::techcorp-pg-infra::aws:kms/key:Key::database", "oldState": {"protect": true}}]}
                """);

            var told = await Pg.RunAsync("effects", "--from-preview", preview, "--json");

            Assert.Equal(3, told.Code);
            Assert.Equal(["database"], JsonNode.Parse(told.Out)!["forbidden"]!.AsArray().Select(n => $"{n}"));
        }
        finally
        {
            File.Delete(preview);
        }
    }

    [Theory]
    [InlineData("pg: say what the stack is now: --from main --stack prod, --from OLD.yaml, or --from-preview FILE.\n")]
    [InlineData("pg: There is no file /nowhere.json; write one with 'pulumi preview --json > FILE'.\n", "--from-preview", "/nowhere.json")]
    [InlineData("pg: 'no-such-thing' is no file; if it is a git revision, say which stack's: --stack prod.\n", "--from", "no-such-thing")]
    public async Task What_cannot_be_compared_is_bad_usage(string expected, params string[] words) =>
        Assert.Equal(new Result(2, "", expected), await Pg.RunAsync(["effects", .. words]));

    /// <summary>The file of main may lack what this program demands; who edits the other one must be told which it is.</summary>
    /// <summary>The file that is edited names the stack; asked for all the same, the way out was to say what had been said.</summary>
    [Fact]
    public async Task The_edited_file_says_which_stack_a_revision_is_of()
    {
        var folder = Directory.CreateTempSubdirectory("edited ").FullName;
        var edited = Path.Combine(folder, "Pulumi.dr.yaml");
        try
        {
            File.Copy(Path.Combine(Repository.Root, "Pulumi.dr.yaml"), edited);

            var told = await Pg.RunAsync("effects", "--from", "HEAD", "--to", edited);

            Assert.Equal((0, ""), (told.Code, told.Error));
            Assert.StartsWith("stack dr: ", told.Out.Split('\n')[^2], StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Of the reader's own words most name types of this program, which tell nobody what to do.</summary>
    [Theory]
    [InlineData("{\"resources\": 3}", "$.resources is not what a preview has there (line 1)")]
    [InlineData("{}", "it lacks what every preview has: project, stack, sdk, resources, outputs, warnings")]
    [InlineData("{\"project\": \"p\",\n  stack}", "line 2 is not JSON")]
    public async Task What_is_no_preview_is_told_by_its_place(string text, string why)
    {
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, text);

            Assert.Equal(new Result(2, "", $"pg: {file} is no preview: {why}. Write one with './pg preview --stack prod --json'.\n"), await Pg.RunAsync("effects", "--from", file));
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public async Task A_wrong_side_is_named()
    {
        using var file = new StackFile("prod", ("window: 03:00-03:30", "window: 03:00-03:10"));

        Assert.Equal(new Result(2, "", $"""
            pg: the configuration of stack 'prod' in {file.Path} has 1 problem:
              backup.window = '03:00-03:10': allowed is 30 minutes or longer (RDS refuses a shorter window)

            """.ReplaceLineEndings("\n")), await Pg.RunAsync("effects", "--from", file.Path, "--to", Now, "--stack", "prod"));
    }

    /// <summary>What <c>&lt;(git show main:Pulumi.prod.yaml)</c> is can be read once.</summary>
    [Fact]
    public async Task A_pipe_is_a_side()
    {
        var folder = Directory.CreateTempSubdirectory("effects-");
        try
        {
            var pipe = Path.Combine(folder.FullName, "pipe");
            await System.Diagnostics.Process.Start("mkfifo", [pipe]).WaitForExitAsync();
            var writing = Task.Run(async () => await File.WriteAllTextAsync(pipe, await File.ReadAllTextAsync(Now)));

            Assert.Equal(new Result(0, "stack prod: nothing changes\n", ""), await Pg.RunAsync("effects", "--from", pipe, "--stack", "prod"));
            await writing;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>A gate that was handed another stack's verdict has judged nothing.</summary>
    [Fact]
    public async Task A_preview_of_another_stack_is_refused()
    {
        var preview = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(preview, """{"steps": [{"op": "same", "urn": "urn:pulumi:staging::techcorp-pg-infra::pulumi:pulumi:Stack::techcorp-pg-infra-staging"}]}""");

            Assert.Equal(new Result(2, "", $"pg: --stack prod: {preview} is a preview of stack staging.\n"), await Pg.RunAsync("effects", "--from-preview", preview, "--stack", "prod"));
            Assert.Equal(new Result(0, "stack staging: nothing changes\n", ""), await Pg.RunAsync("effects", "--from-preview", preview));
        }
        finally
        {
            File.Delete(preview);
        }
    }
}
