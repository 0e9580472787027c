using TechCorp.PgInfra.Operations.Tests.Connect;

namespace TechCorp.PgInfra.Operations.Tests.Runbooks;

/// <summary>
/// A parent was deleted and took its children along: both come back out of one temporary instance. An API server makes and deletes
/// the instance, and a real server stands for it and for the writer, one database each; its endpoint is a name that no DNS knows, as
/// from outside of the VPC.
/// </summary>
[Collection(OnTheApi.Name)]
public sealed class Lost_tables_come_back_end_to_end(EstateApi api, Reached reached) : IClassFixture<Reached>
{
    private const string Temporary = "techcorp-primary-recovery";

    [ApiFact, Trait("Requirement", "S52")]
    public async Task Parents_first_out_of_one_instance_that_goes_with_the_last()
    {
        await api.MakeAsync();
        await reached.SqlAsync("postgres", "CREATE DATABASE restored", "CREATE ROLE orders_owner", $"CREATE ROLE migrator LOGIN NOINHERIT PASSWORD '{Reached.Password}' IN ROLE orders_owner");
        const string Tables = """
            CREATE SCHEMA orders AUTHORIZATION orders_owner; SET ROLE orders_owner;
            CREATE TABLE orders.orders (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, status text);
            CREATE TABLE orders.order_history (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, order_id bigint NOT NULL CONSTRAINT of_order REFERENCES orders.orders ON DELETE CASCADE);
            INSERT INTO orders.orders (status) SELECT 'paid' FROM generate_series(1, 100);
            INSERT INTO orders.order_history (order_id) SELECT id FROM orders.orders;
            """;
        await reached.SqlAsync("restored", Tables);
        await reached.SqlAsync("techcorp", Tables, "DELETE FROM orders.orders WHERE id % 2 = 0");
        var outputs = reached.Outputs(byName: false);
        try
        {
            // Hours of a restore must not end in the words of a driver: the instance stays, and is told how to be reached.
            var unreached = await RecoverAsync("order_history");
            Assert.Equal(1, unreached.Code);
            Assert.Matches($"pg: host {Temporary}\\.\\S+ is not known to DNS: .*{Temporary} stays as it is\\. Where it is not reached from here, lead to it with --restored-connect, for example \"hostaddr=127\\.0\\.0\\.1 port=15433\" through `ssh -N -L ", unreached.Error);

            string[] there = ["--restored-connect", $"dbname=restored host={reached.Address}"];
            var orphans = await RecoverAsync("order_history", there);
            Assert.Equal(1, orphans.Code);
            Assert.EndsWith($"pg: rows of orders.order_history refer to rows that are lost as well (of_order); none is back. Bring the table they refer to back first, with --keep, then run the same command again: {Temporary} stays for both.\n", orphans.Error, StringComparison.Ordinal);

            var parents = await RecoverAsync("orders", [.. there, "--keep"]);
            Assert.True(parents.Code == 0, parents.Error);
            Assert.Contains("50 of 100 rows were missing in orders.orders and are back", parents.Error, StringComparison.Ordinal);
            Assert.Contains($"# delete {Temporary} (yours to do)\naws rds delete-db-instance", parents.Out, StringComparison.Ordinal);
            Assert.Contains(Temporary, await NamesAsync(), StringComparison.Ordinal);

            var children = await RecoverAsync("order_history", there);
            Assert.True(children.Code == 0, children.Error);
            Assert.Contains($"create {Temporary}: done before", children.Error, StringComparison.Ordinal);
            Assert.Contains("50 of 100 rows were missing in orders.order_history and are back", children.Error, StringComparison.Ordinal);
            Assert.DoesNotContain(Temporary, await NamesAsync(), StringComparison.Ordinal);

            // Nothing lost, or the moment is after the loss: to be told before the next hours.
            var idle = await RecoverAsync("order_history", there);
            Assert.Contains("none of 100 rows was missing in orders.order_history; if it should have been, the restored moment is after the loss: say an earlier --time", idle.Error, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(outputs);
        }

        Assert.Equal("100|100|0\n", await reached.SqlAsync("techcorp", "SELECT (SELECT count(*) FROM orders.orders), (SELECT count(*) FROM orders.order_history), (SELECT count(*) FROM pg_class WHERE relname LIKE '%_restored')"));

        Task<Ended> RecoverAsync(string table, params string[] words) => Command.PgAsync(api.Environment,
            ["ops", "recover", "table", "--stack", "prod", "--table", $"orders.{table}", "--latest", "--outputs", outputs, "--connect", $"sslrootcert={reached.RootCertificate}", "--execute", "--yes", "--poll", "0.2", .. words]);
    }

    private Task<string> NamesAsync() => api.AwsAsync("rds", "describe-db-instances", "--region", "us-east-1", "--query", "DBInstances[].DBInstanceIdentifier");
}
