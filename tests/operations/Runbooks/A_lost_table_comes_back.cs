using System.Text.Json.Nodes;
using TechCorp.PgInfra.Operations.Tests.Connect;

namespace TechCorp.PgInfra.Operations.Tests.Runbooks;

/// <summary>
/// The rows of one table come back out of a temporary instance, while everybody goes on writing: what is there now wins, and the
/// temporary instance goes again. A real server stands for both, one database each.
/// </summary>
public sealed class A_lost_table_comes_back(Reached reached) : IClassFixture<Reached>
{
    [Fact, Trait("Requirement", "S52")]
    public async Task Missing_rows_are_merged_and_later_ones_kept()
    {
        await reached.SqlAsync("postgres", "CREATE DATABASE restored", "CREATE ROLE orders_owner", $"CREATE ROLE migrator LOGIN NOINHERIT PASSWORD '{Reached.Password}' IN ROLE orders_owner");
        const string Table = "CREATE SCHEMA orders AUTHORIZATION orders_owner; SET ROLE orders_owner; CREATE TABLE orders.order_history (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, status text); INSERT INTO orders.order_history (status) VALUES ('one'), ('two'), ('three')";
        await reached.SqlAsync("restored", Table);
        await reached.SqlAsync("techcorp", Table, "CREATE TABLE orders.notes (note text)", "DELETE FROM orders.order_history WHERE id <> 2", "UPDATE orders.order_history SET status = 'two, later'", "INSERT INTO orders.order_history (status) VALUES ('four')");
        const string Absent = "An error occurred (DBInstanceNotFound) when calling the DescribeDBInstances operation: DBInstance not found.";
        using var aws = new RecordedAws().HasGroups()
            .Describes(new()).Refuses("rds.describe-db-instances", Absent).Describes(new()).Refuses("rds.describe-db-instances", Absent).Describes(new()).Refuses("rds.describe-db-instances", Absent)
            .Describes(new()).Refuses("rds.describe-db-instances", Absent)
            .Describes(new Instance("techcorp-primary-recovery").With("MultiAZ", false).With("TagList", JsonNode.Parse("""[{"Key": "RestoredFrom", "Value": "techcorp-primary"}]""")))
            .Answers("rds.restore-db-instance-to-point-in-time", "{}").Answers("rds.delete-db-instance", "{}");
        var outputs = reached.Outputs(byName: false);
        try
        {
            // What would stop the merge is said before the hours of a restore, not behind them.
            foreach (var (table, connect, obstacle) in new[]
            {
                ("order_histroy", "", "FAILED  database         there is no orders.order_histroy. There are: orders.notes, orders.order_history. One that was dropped is made anew first"),
                ("notes", "", "FAILED  database         orders.notes has no primary key and no unique constraint"),
                ("order_history", " port=1", "FAILED  database         nothing listens at "),
            })
            {
                var refused = await Command.PgAsync(aws.Environment, "ops", "recover", "table", "--stack", "prod", "--table", $"orders.{table}", "--latest", "--outputs", outputs,
                    "--connect", $"sslrootcert={reached.RootCertificate}{connect}", "--execute", "--yes");
                Assert.Equal((3, "pg: nothing was changed: a check forbids it.\n"), (refused.Code, refused.Error));
                Assert.Contains(obstacle, refused.Out, StringComparison.Ordinal);
                Assert.DoesNotContain(aws.Calls, c => c.Contains("restore", StringComparison.Ordinal));
            }

            var ended = await Command.PgAsync(aws.Environment, "ops", "recover", "table", "--stack", "prod", "--table", "orders.order_history", "--latest", "--outputs", outputs,
                "--connect", $"sslrootcert={reached.RootCertificate}", "--restored-connect", $"dbname=restored host={reached.Address}", "--execute", "--yes", "--poll", "0.1");
            Assert.True(ended.Code == 0, ended.Error + ended.Out);
            Assert.Contains("2 of 3 rows were missing in orders.order_history and are back", ended.Error, StringComparison.Ordinal);
            Assert.DoesNotContain(Reached.Password, ended.Out + ended.Error + string.Join('\n', aws.Calls), StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(outputs);
        }

        Assert.Equal("1|one\n2|two, later\n3|three\n4|four\n", await reached.SqlAsync("techcorp", "SELECT * FROM orders.order_history ORDER BY id"));
        Assert.Equal("0\n", await reached.SqlAsync("techcorp", "SELECT count(*) FROM pg_class WHERE relname LIKE '%_restored'"));
        Assert.Equal("rds delete-db-instance --region us-east-1 --output json --db-instance-identifier techcorp-primary-recovery --skip-final-snapshot --delete-automated-backups", aws.Calls[^1]);
    }
}
