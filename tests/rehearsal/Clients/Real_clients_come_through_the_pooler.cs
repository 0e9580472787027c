using TechCorp.PgInfra.Rehearsal.Connections;
using TechCorp.PgInfra.Rehearsal.Estates;

namespace TechCorp.PgInfra.Rehearsal.Tests.Clients;

/// <summary>
/// What services are written with connects with the very strings the rehearsal prints: TLS with certificate and name checked,
/// SCRAM looked up by PgBouncer, transaction pooling.
/// </summary>
[Collection(nameof(RehearsedEstate))]
public sealed class Real_clients_come_through_the_pooler(RehearsedEstate fixture)
{
    private static readonly Dictionary<string, string> Nothing = [];

    private RunningEstate Estate => fixture.Estate;

    [Fact, Trait("Requirement", "S21")]
    public async Task Psql_writes_through_the_writer_entry_and_reads_through_the_other()
    {
        var (writer, replicas) = Of("order_service");
        Assert.Equal("order_service f", await Client.RunAsync(Nothing, "psql", writer.Url, "-XAt", "-F", " ", "-c", "SELECT current_user, pg_is_in_recovery()"));
        Assert.Equal("order_service t", await Client.RunAsync(Nothing, "psql", replicas.Url, "-XAt", "-F", " ", "-c", "SELECT current_user, pg_is_in_recovery()"));
    }

    /// <summary>The line is to be pasted into a shell, so it is given to one.</summary>
    [Fact]
    public async Task The_printed_psql_line_works_as_it_stands() => Assert.Equal(
        "analytics_ro t",
        await Client.RunAsync(Nothing, "sh", "-c", LoginConnection.For(Estate, "analytics_ro").Single().Psql + " -XAt -F ' ' -c 'SELECT current_user, pg_is_in_recovery()'"));

    /// <summary>Twenty clients over one pool; a single failed transaction fails the test.</summary>
    [Fact, Trait("Requirement", "S28")]
    public async Task Pgbench_runs_without_a_failed_transaction()
    {
        var script = Path.Combine(Path.GetTempPath(), $"pg-bench-{Environment.ProcessId}.sql");
        await File.WriteAllTextAsync(script, "SELECT count(*) FROM orders.orders;\n");
        try
        {
            var (writer, _) = Of("order_service");
            var output = await Client.RunAsync(Nothing, "pgbench", "--no-vacuum", "--client=20", "--transactions=20", $"--file={script}", writer.Url);
            Assert.Contains("number of transactions actually processed: 400/400", output, StringComparison.Ordinal);
            Assert.Contains("number of failed transactions: 0 ", output, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(script);
        }
    }

    [ClientFact("psycopg2", "/usr/lib/python3/dist-packages/psycopg2/__init__.py"), Trait("Requirement", "S49")]
    public async Task Psycopg2_connects_and_refuses_a_server_of_another_authority()
    {
        const string Program = """
            import sys, psycopg2
            with psycopg2.connect(sys.argv[1]) as connection, connection.cursor() as cursor:
                cursor.execute("SELECT current_user, count(*) FROM payments.transactions")
                print(*cursor.fetchone())
            try:
                psycopg2.connect(sys.argv[1], sslrootcert="/etc/ssl/certs/ca-certificates.crt")
                print("trusted a stranger")
            except psycopg2.OperationalError as refusal:
                print("certificate verify failed" in str(refusal))
            """;
        Assert.Equal("payment_service 0\nTrue", await Client.RunAsync(Nothing, "/usr/bin/python3", "-c", Program, Of("payment_service").Writer.Url));
    }

    [ClientFact("pgjdbc", "/usr/share/java/postgresql.jar"), Trait("Requirement", "S49")]
    public async Task Pgjdbc_connects_and_repeats_a_prepared_statement()
    {
        const string Program = """
            import java.sql.*;
            public class Client {
                public static void main(String[] args) throws Exception {
                    try (var connection = DriverManager.getConnection(args[0]);
                         var statement = connection.prepareStatement("SELECT current_user || ' ' || ?::int")) {
                        String last = "";
                        for (int i = 1; i <= 20; i++) {
                            statement.setInt(1, i);
                            try (var rows = statement.executeQuery()) { rows.next(); last = rows.getString(1); }
                        }
                        System.out.println(last);
                    }
                }
            }
            """;
        var folder = Directory.CreateTempSubdirectory("pg-jdbc-");
        try
        {
            var source = Path.Combine(folder.FullName, "Client.java");
            await File.WriteAllTextAsync(source, Program);
            Assert.Equal("catalog_service 20", await Client.RunAsync(
                new Dictionary<string, string> { ["PGPASSFILE"] = Estate.PasswordFile },
                "java", "-XX:TieredStopAtLevel=1", "-cp", "/usr/share/java/postgresql.jar", source, Of("catalog_service").Writer.Jdbc));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>
    /// From the registry that npm is configured with, in the versions and with the checksums of the committed lock file. Without node
    /// there is nothing to try; with node and without the registry the test fails with what npm says.
    /// </summary>
    [ClientFact("node-postgres", "node"), Trait("Requirement", "S49")]
    public async Task Node_postgres_pools_connections_and_refuses_a_stranger_and_is_refused_in_clear()
    {
        var folder = Directory.CreateTempSubdirectory("pg-node-");
        try
        {
            foreach (var file in Directory.EnumerateFiles(Path.Combine(Checkout.Root, "tests", "rehearsal", "Clients", "node")))
                File.Copy(file, Path.Combine(folder.FullName, Path.GetFileName(file)));
            // npm's own settings, the registry among them, are in the home of whoever runs this.
            var own = new Dictionary<string, string> { ["HOME"] = Environment.GetEnvironmentVariable("HOME") ?? folder.FullName };
            await Client.RunInAsync(folder.FullName, own, "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error", "--fetch-retries=1", "--fetch-timeout=20000");
            Assert.Equal(
                """
                inventory_service 780 0
                SELF_SIGNED_CERT_IN_CHAIN
                SSL required
                """,
                await Client.RunInAsync(
                    folder.FullName, new Dictionary<string, string> { ["PGPASSFILE"] = Estate.PasswordFile }, "node", "client.js", Of("inventory_service").Writer.Url, "/etc/ssl/certs/ca-certificates.crt"));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>What a .NET service is configured with.</summary>
    [Fact]
    public async Task Npgsql_connects_with_the_printed_string()
    {
        await using var connection = new Npgsql.NpgsqlConnection(Of("user_service").Writer.Npgsql + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new Npgsql.NpgsqlCommand("SELECT current_user::text", connection);
        Assert.Equal("user_service", await command.ExecuteScalarAsync());
    }

    /// <summary>Passwords appear only when they are asked for.</summary>
    [Fact]
    public void Connection_strings_hold_no_password_unless_asked()
    {
        var password = Estate.PasswordOf("auth_service");
        Assert.All(LoginConnection.For(Estate, "auth_service"), c => Assert.DoesNotContain(password, c.ToString(), StringComparison.Ordinal));
        Assert.All(LoginConnection.For(Estate, "auth_service", showSecrets: true), c =>
            Assert.All((string[])[c.Psql, c.Url, c.Npgsql, c.Jdbc], s => Assert.Contains(password, s, StringComparison.Ordinal)));
    }

    private (LoginConnection Writer, LoginConnection Replicas) Of(string login) =>
        LoginConnection.For(Estate, login) is [var writer, var replicas] ? (writer, replicas) : throw new InvalidOperationException(login);
}
