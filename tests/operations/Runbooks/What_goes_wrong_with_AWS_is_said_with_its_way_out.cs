using TechCorp.PgInfra.Operations.Runbooks.Aws;

namespace TechCorp.PgInfra.Operations.Tests.Runbooks;

/// <summary>At night the first thing that fails is the login, the region or a permission; each has its sentence, and none a stack trace.</summary>
public sealed class What_goes_wrong_with_AWS_is_said_with_its_way_out
{
    [Theory]
    [InlineData("Unable to locate credentials. You can configure credentials by running \"aws configure\".", "Log in (aws sso login --profile P)")]
    [InlineData("An error occurred (ExpiredToken) when calling the DescribeDBInstances operation: The security token included in the request is expired", "Log in again (aws sso login)")]
    [InlineData("An error occurred (AccessDenied) when calling the DescribeDBInstances operation: User: arn:aws:sts::1:assumed-role/x is not authorized", "needs rds:DescribeDBInstances in us-east-1")]
    [InlineData("An error occurred (Throttling) when calling the DescribeDBInstances operation (reached max retries: 5): Rate exceeded", "being throttled; run the same command again in a minute")]
    [InlineData("An error occurred (Throttling) when calling the DescribeDBInstances operation (reached max retries: 5): Rate exceeded", "failed (Throttling): Rate exceeded. ")]
    [InlineData("An error occurred (InvalidClientTokenId) when calling the DescribeDBInstances operation: The security token included in the request is invalid", "us-east-1 is not enabled in it")]
    [InlineData("An error occurred (DBInstanceAlreadyExists) when calling the RestoreDBInstanceToPointInTime operation: DB instance already exists", "Another run of this command may have been faster: run it again")]
    [InlineData("Could not connect to the endpoint URL: \"https://rds.us-east-1.amazonaws.com/\"", "A region that is down answers like this too")]
    public void A_refusal_gives_the_way_out(string said, string wayOut) =>
        Assert.Contains(wayOut, AwsError.From(AwsCommand.Of("us-east-1", "rds", "describe-db-instances"), "\n" + said + "\n").Message, StringComparison.Ordinal);

    [Fact]
    public async Task It_is_one_line_on_standard_error()
    {
        using var aws = new RecordedAws().Refuses("rds.describe-db-instances", "An error occurred (ExpiredToken) when calling the DescribeDBInstances operation: The security token included in the request is expired");
        var ended = await Command.PgAsync(aws.Environment, "ops", "failover", "--stack", "prod");
        Assert.Equal((1, "", "pg: aws rds describe-db-instances in us-east-1 failed (ExpiredToken): The security token included in the request is expired. Log in again (aws sso login) and run the same command again: it goes on where it stopped.\n"),
            (ended.Code, ended.Out, ended.Error));
    }

    /// <summary>The right account, the wrong region: RDS says the instance does not exist.</summary>
    [Fact]
    public async Task An_instance_that_is_not_there_is_a_failed_check_and_nothing_is_changed()
    {
        using var aws = new RecordedAws().Refuses("rds.describe-db-instances", "An error occurred (DBInstanceNotFound) when calling the DescribeDBInstances operation: DBInstance techcorp-primary not found.");
        var ended = await Command.PgAsync(aws.Environment, "ops", "failover", "--stack", "prod", "--execute", "--yes");
        Assert.Equal(3, ended.Code);
        Assert.Contains("us-east-1 has no instance techcorp-primary. Is this the right account", ended.Out, StringComparison.Ordinal);
        Assert.Equal("pg: nothing was changed: a check forbids it.\n", ended.Error);
        Assert.Single(aws.Calls);
    }

    /// <summary>A lost region does not refuse, it is silent: who waits is told what for.</summary>
    [Fact]
    public async Task A_silent_region_is_told_of_while_it_is_waited_for()
    {
        var folder = Directory.CreateTempSubdirectory("silent-aws-").FullName;
        try
        {
            var program = Path.Combine(folder, "aws");
            await File.WriteAllTextAsync(program, "#!/bin/sh\nsleep 11\necho '{}'\n");
            File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserExecute);

            var ended = await Command.PgAsync(new Dictionary<string, string> { ["PATH"] = $"{folder}:{Environment.GetEnvironmentVariable("PATH")}" }, "ops", "failover", "--stack", "prod");

            Assert.Equal((3, "pg: aws rds describe-db-instances in us-east-1 has not answered for 10 s; it is given 3 minutes\npg: nothing was changed: a check forbids it.\n"), (ended.Code, ended.Error));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task Without_the_CLI_its_installation_is_named()
    {
        var dotnet = Path.GetDirectoryName((await Command.RunAsync(null, "sh", "-c", "readlink -f \"$(command -v dotnet)\"")).Out.Trim())!;
        var ended = await Command.PgAsync(new Dictionary<string, string> { ["PATH"] = dotnet }, "ops", "snapshot", "--stack", "prod");
        Assert.Equal((1, "pg: the aws CLI is not installed or not on PATH. Install it (https://docs.aws.amazon.com/cli/latest/userguide/getting-started-install.html, or apt-get install awscli) and run the same command again.\n"),
            (ended.Code, ended.Error));
    }
}
