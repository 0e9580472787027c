using System.Net;
using System.Text;
using TechCorp.PgInfra.Processes;

namespace TechCorp.PgInfra.Operations.Tests.Runbooks;

/// <summary>
/// Whatever fails, wherever: the exit code, one line with the way out, no call after it that changes anything, and the same words again
/// are right. Each line of the table is a fault, met by another command.
/// </summary>
public sealed class A_fault_of_AWS_stops_a_runbook_where_it_is
{
    private const string Gone = "An error occurred (DBInstanceNotFound) when calling the DescribeDBInstances operation: DBInstance not found.";
    private const string Replica = "promote-replica --instance techcorp-replica-1";

    /// <summary>Fault, command, its exit code, what it says, and how many calls that change something were made (the refused one included).</summary>
    public static TheoryData<string, string, int, string, int> Faults => new()
    {
        { "Unable to locate credentials. You can configure credentials by running \"aws configure\".", "recover point-in-time --latest", 1, "Log in (aws sso login --profile P), export AWS_PROFILE=P, and run the same command again.", 0 },
        { "The config profile (prod) could not be found", "snapshot", 1, "(NoCredentials)", 0 },
        { "Error when retrieving token from sso: Token has expired and refresh failed", Replica, 1, "(ExpiredToken)", 0 },
        { "create: An error occurred (ExpiredToken) when calling the CreateDBSnapshot operation: The security token included in the request is expired", "snapshot", 1, "Log in again (aws sso login) and run the same command again: it goes on where it stopped.", 1 },
        { "create: An error occurred (AccessDenied) when calling the RestoreDBInstanceToPointInTime operation: User: arn:aws:sts::1:assumed-role/x is not authorized", "recover point-in-time --latest", 1, "needs rds:RestoreDBInstanceToPointInTime in us-east-1; `aws sts get-caller-identity` tells who that is.", 1 },
        { "create: An error occurred (KMSKeyNotAccessibleFault) when calling the CreateDBSnapshot operation: The specified KMS key is not accessible", "snapshot", 1, "Take another profile (AWS_PROFILE)", 1 },
        { "create: An error occurred (Throttling) when calling the RebootDBInstance operation (reached max retries: 5): Rate exceeded", "failover", 1, "run the same command again in a minute: it goes on where it stopped.", 1 },
        { "create: An error occurred (InvalidDBInstanceState) when calling the PromoteReadReplica operation: DB Instance is not in an available state.", Replica, 1, "Run the same command again when `aws rds describe-db-instances` shows it available.", 1 },
        { "create: An error occurred (InstanceQuotaExceeded) when calling the RestoreDBInstanceToPointInTime operation: Instance quota exceeded.", "recover point-in-time --latest", 1, "failed (InstanceQuotaExceeded): Instance quota exceeded. When that is put right, run the same command again: it finds what is there and goes on where it stopped.", 1 },
        { "create: An error occurred (InternalFailure) when calling the RebootDBInstance operation (reached max retries: 5): An internal error has occurred.", "failover", 1, "AWS has trouble that passes by itself; run the same command again in a minute", 1 },
        { "Error parsing the configuration file", "snapshot", 1, "configuration file. When that is put right, run the same command again", 0 },
        { "Could not connect to the endpoint URL: \"https://rds.us-east-1.amazonaws.com/\"", "failover", 1, "A region that is down answers like this too.", 0 },
        { Gone, "snapshot", 3, "us-east-1 has no instance techcorp-primary. Is this the right account (aws sts get-caller-identity)?", 0 },
        { Gone, "recover point-in-time --latest", 3, "us-east-1 has no instance techcorp-primary and no automated backups of one.", 0 },
        { Gone, Replica, 3, "us-east-1 has no instance techcorp-replica-1.", 0 },
        { "state: modifying", "failover", 3, "techcorp-primary is modifying; RDS fails over only what is available", 0 },
        { "state: storage-optimization", "failover", 3, "techcorp-primary is storage-optimization; RDS fails over only what is available", 0 },
        { "state: modifying", "snapshot", 3, "techcorp-primary is modifying; RDS takes snapshots of what is available", 0 },
        { "state: modifying", Replica, 3, "techcorp-replica-1 is modifying; RDS promotes only what is available. Wait, or take another replica", 0 },
        { "state: deleting", "recover point-in-time --latest", 3, "techcorp-primary is deleting; wait until that is over and run again", 0 },
    };

    [Theory, MemberData(nameof(Faults))]
    public async Task With_its_way_out_and_nothing_after_it(string fault, string words, int code, string said, int changes)
    {
        using var aws = new RecordedAws().HasGroups().Answers("rds.describe-events", """{"Events": []}""").Answers("cloudwatch.get-metric-statistics", """{"Datapoints": []}""");
        var refused = fault.Split(": ", 2) is ["create", var refusal] ? refusal : null;
        if (refused is not null || fault.StartsWith("state: ", StringComparison.Ordinal))
        {
            var status = refused is null ? fault["state: ".Length..] : "available";
            aws.Describes(new Instance().With("DBInstanceStatus", status));
            if (words == Replica) aws.Describes(new Instance("techcorp-replica-1").With("DBInstanceStatus", status).With("ReadReplicaSourceDBInstanceIdentifier", "techcorp-primary"));
            else aws.Refuses("rds.describe-db-instances", Gone);
            aws.Refuses("rds.describe-db-snapshots", "An error occurred (DBSnapshotNotFound) when calling the DescribeDBSnapshots operation: DBSnapshot not found.");
            foreach (var call in (string[])["rds.create-db-snapshot", "rds.restore-db-instance-to-point-in-time", "rds.reboot-db-instance", "rds.promote-read-replica"]) aws.Refuses(call, refused ?? "");
        }
        else
        {
            aws.Refuses("rds.describe-db-instances", fault);
        }

        var ended = await Command.PgAsync(aws.Environment, ["ops", .. words.Split(' '), "--stack", "prod", "--execute", "--yes", "--poll", "0.1"]);
        Assert.True(ended.Code == code, ended.Out + ended.Error);
        Assert.Contains(said, ended.Out + ended.Error, StringComparison.Ordinal);
        // Of a snapshot the same words alone would make another one.
        if (changes > 0) Assert.Matches(words == "snapshot" ? @"pg: stopped in step 1 of \d, create snapshot (\S+)\. Say --name \1 to go on with this one\.\n" : @"pg: stopped in step \d of \d, [^\n]+\.\n", ended.Error);
        Assert.DoesNotContain("   at ", ended.Error, StringComparison.Ordinal);
        Assert.Equal(changes, aws.Calls.Count(c => !c.Contains(" describe-", StringComparison.Ordinal) && !c.Contains(" get-", StringComparison.Ordinal)));
    }

    /// <summary>RDS throttles a whole account: at the second refusal in a row a person would lose patience, the CLI is told not to.</summary>
    [ApiFact]
    public async Task A_throttled_call_is_repeated_by_the_CLI()
    {
        using var server = new HttpListener();
        var address = $"http://127.0.0.1:{LoopbackPorts.Next()}/";
        server.Prefixes.Add(address);
        server.Start();
        var (asked, context) = (0, (HttpListenerContext)null!);
        var serving = Task.Run(async () =>
        {
            while (asked < 3)
            {
                // Stopped when the program has ended without asking again.
                if (await Record.ExceptionAsync(async () => context = await server.GetContextAsync()) is not null) return;
                var throttled = ++asked < 3;
                context.Response.StatusCode = throttled ? 400 : 404;
                await context.Response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes($"<ErrorResponse><Error><Code>{(throttled ? "Throttling" : "DBInstanceNotFound")}</Code><Message>Rate exceeded</Message></Error></ErrorResponse>"));
                context.Response.Close();
            }
        });
        var ended = await Command.PgAsync(new Dictionary<string, string>
        {
            ["AWS_ENDPOINT_URL"] = address, ["AWS_ACCESS_KEY_ID"] = "test", ["AWS_SECRET_ACCESS_KEY"] = "test", ["PATH"] = $"{Path.GetDirectoryName(EstateApi.Python)}:{Environment.GetEnvironmentVariable("PATH")}",
        }, "ops", "failover", "--stack", "prod");
        server.Stop();
        await serving;
        Assert.Equal((3, 3), (ended.Code, asked));
        Assert.Contains("us-east-1 has no instance techcorp-primary", ended.Out, StringComparison.Ordinal);
    }
}
