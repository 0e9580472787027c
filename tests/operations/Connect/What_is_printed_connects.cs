using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Npgsql;
using TechCorp.PgInfra.Operations.Connect;
using TechCorp.PgInfra.Operations.Tests.Runbooks;
using TechCorp.PgInfra.Processes;

namespace TechCorp.PgInfra.Operations.Tests.Connect;

/// <summary>
/// What <c>./pg connect</c> prints is pasted as it stands, direct and through a real SSH tunnel, into the clients people use. The
/// certificate's name is checked in every one of them: a tunnel that ends at another server is refused.
/// </summary>
public sealed partial class What_is_printed_connects(Reached reached) : IClassFixture<Reached>
{
    private const string Query = "SELECT current_user, (SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid())";

    [Fact, Trait("Requirement", "S32")]
    public async Task Psql_goes_straight_to_the_server()
    {
        var line = (await reached.ConnectAsync(false, "--format", "psql", "--show-secret")).Out.Trim();
        var ended = await Command.RunAsync(null, "sh", "-c", $"{line} -XAtc '{Query}'");
        Assert.Equal(("order_service|t\n", ""), (ended.Out, ended.Error));
    }

    [Fact, Trait("Requirement", "S32"), Trait("Requirement", "S49")]
    public async Task Psql_psycopg_Npgsql_and_JDBC_check_the_servers_name_through_the_tunnel()
    {
        var printed = await TunnelledAsync();
        var forms = printed["formats"]!.AsObject();
        await using var tunnel = await reached.OpenAsync(printed["tunnel"]!["command"]!.GetValue<string>(), printed["tunnel"]!["port"]!.GetValue<int>());

        var psql = forms["psql"]!.GetValue<string>();
        Assert.Equal("order_service|t\n", (await Command.RunAsync(null, "sh", "-c", $"{psql} -XAtc '{Query}'")).Out);
        var other = await Command.RunAsync(null, "sh", "-c", $"{psql.Replace(Reached.Name, "another.c1abcdefghij.us-east-1.rds.amazonaws.com", StringComparison.Ordinal)} -XAtc '{Query}'");
        Assert.Equal(2, other.Code);
        Assert.Contains("does not match host name \"another.", other.Error, StringComparison.Ordinal);

        var python = forms["psycopg"]!.GetValue<string>().Replace("import psycopg ", "import psycopg2 as psycopg ", StringComparison.Ordinal);
        Assert.Equal("('order_service', True)\n", (await Command.RunAsync(null, "/usr/bin/python3", "-c", $"{python}\ncursor = connection.cursor()\ncursor.execute(\"{Query}\")\nprint(cursor.fetchone())")).Out);

        await NpgsqlAsync(forms["npgsql"]!.GetValue<string>());
        Assert.Equal(("order_service|t\n", ""), Streams(await JdbcAsync(forms["jdbc"]!.GetValue<string>())));
    }

    /// <summary>The name is servername's, not the host's: node-postgres takes it over to TLS, and another one is refused.</summary>
    [NodeFact, Trait("Requirement", "S32"), Trait("Requirement", "S49")]
    public async Task Node_postgres_checks_the_servers_name_through_the_tunnel()
    {
        var printed = await TunnelledAsync();
        var client = printed["formats"]!["node-postgres"]!.GetValue<string>();
        await using var tunnel = await reached.OpenAsync(printed["tunnel"]!["command"]!.GetValue<string>(), printed["tunnel"]!["port"]!.GetValue<int>());
        var folder = Directory.CreateTempSubdirectory("node-").FullName;
        try
        {
            // In the version and with the checksums of the client that goes through the pooler.
            foreach (var file in Directory.EnumerateFiles(Path.Combine(Command.Root, "tests", "rehearsal", "Clients", "node"), "package*.json")) File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
            // npm's own settings, the registry among them, are in the home of whoever runs this.
            var own = new Dictionary<string, string> { ["HOME"] = Environment.GetEnvironmentVariable("HOME") ?? folder };
            var installed = await Command.RunAsync(own, "npm", "ci", "--prefix", folder, "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error", "--fetch-retries=1", "--fetch-timeout=20000");
            Assert.True(installed.Code == 0, installed.Error);

            Assert.Equal("order_service|true\n", await RunAsync(client));
            Assert.Equal("ERR_TLS_CERT_ALTNAME_INVALID\n", await RunAsync(client.Replace(Reached.Name, "another.c1abcdefghij.us-east-1.rds.amazonaws.com", StringComparison.Ordinal)));
            Assert.Equal("ERR_TLS_CERT_ALTNAME_INVALID\n", await RunAsync(client.Replace($", servername: \"{Reached.Name}\"", "", StringComparison.Ordinal)));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        async Task<string> RunAsync(string text)
        {
            var program = Path.Combine(folder, "client.js");
            await File.WriteAllTextAsync(program, text + $"\nclient.connect().then(() => client.query(\"{Query}\")).then(r => console.log(Object.values(r.rows[0]).join('|')), e => console.log(e.code ?? e.message)).finally(() => client.end());\n");
            var ended = await Command.RunAsync(null, "node", program);
            return ended.Out + ended.Error;
        }
    }

    /// <summary>Opened instead of printed; nothing of it is left when psql ends, and nobody reads the password in the list of processes.</summary>
    [Fact, Trait("Requirement", "S32")]
    public async Task Opened_through_the_tunnel_psql_leaves_nothing_behind_and_shows_no_password()
    {
        var outputs = reached.Outputs(byName: false);
        try
        {
            var start = Command.StartPg(reached.Environment, "connect", "--stack", "prod", "--as", Reached.Login, "--to", "primary", "--outputs", outputs, "--sslrootcert", reached.RootCertificate,
                "--bastion", $"127.0.0.1:{reached.Bastion.Port}", "--psql");
            using var process = System.Diagnostics.Process.Start(start)!;
            await process.StandardInput.WriteAsync($"\\pset format unaligned\n\\pset tuples_only on\n{Query};\n\\! ps -eo args | grep -c '{Reached.Password[..9]}[-]of'\n\\! ps -eo args | grep -c 'ExitOnForwardFailure=yes -[L]'\n");
            process.StandardInput.Close();
            var (output, error) = (await process.StandardOutput.ReadToEndAsync(), await process.StandardError.ReadToEndAsync());
            await process.WaitForExitAsync();
            Assert.True(process.ExitCode == 0, error);
            Assert.Contains("order_service|t\n0\n", output, StringComparison.Ordinal);
            var left = await Command.RunAsync(null, "sh", "-c", $"ps -eo args | grep -c '[1]27.0.0.1:{reached.Bastion.Port}\\|[s]sh.*-p {reached.Bastion.Port} '");
            Assert.Equal("0\n", left.Out);
        }
        finally
        {
            File.Delete(outputs);
        }
    }

    [Fact]
    public async Task No_password_is_printed_unless_it_is_asked_for()
    {
        var ended = await reached.ConnectAsync(true, "--via-bastion");
        Assert.True(ended.Code == 0, ended.Error);
        Assert.DoesNotContain(Reached.Password, ended.Out + ended.Error, StringComparison.Ordinal);
        Assert.Contains($":{Reached.Name}:", ended.Out, StringComparison.Ordinal);
        Assert.Contains(" bastion.techcorp.com\n", ended.Out, StringComparison.Ordinal);
    }

    /// <summary>The runbooks export it once per night; a bundle in the folder of the moment would be another one, or none.</summary>
    [Fact]
    public async Task PGSSLROOTCERT_holds_for_a_deployed_stack()
    {
        var outputs = reached.Outputs(byName: false);
        try
        {
            var ended = await Command.PgAsync(new Dictionary<string, string> { ["PGSSLROOTCERT"] = "/etc/ssl/rds.pem" }, "connect", "--stack", "prod", "--as", Reached.Login, "--to", "primary", "--outputs", outputs, "--format", "psql");
            Assert.Contains("sslrootcert='/etc/ssl/rds.pem'", ended.Out, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(outputs);
        }
    }

    /// <summary>The stack's bastion forwards to its own loopback, where nothing listens: the tunnel opens and every client hangs up.</summary>
    [Fact, Trait("Requirement", "S32")]
    public async Task A_server_of_this_machine_is_not_looked_for_behind_the_stacks_bastion()
    {
        var ended = await reached.ConnectAsync(false, "--via-bastion");

        Assert.Equal(2, ended.Code);
        Assert.Equal($"pg: techcorp-primary is at {reached.Address}, an address of this machine, and bastion.techcorp.com does not lead to it: leave --via-bastion out, or try the tunnel through an sshd of this machine: --bastion 127.0.0.1.\n", ended.Error);
    }

    /// <summary>No hosts file leads an address elsewhere: a line of one that names an address would be followed, and nothing would change.</summary>
    [Fact, Trait("Requirement", "S32"), Trait("Requirement", "S49")]
    public async Task A_client_without_hostaddr_goes_to_the_tunnels_end_where_the_server_has_an_address_alone()
    {
        var port = LoopbackPorts.Next();
        var ended = await reached.ConnectAsync(false, "--bastion", $"127.0.0.1:{reached.Bastion.Port}", "--local-port", port.ToString(CultureInfo.InvariantCulture), "--show-secret", "--json");
        var printed = JsonNode.Parse(ended.Out)!.AsObject();
        await using var tunnel = await reached.OpenAsync(printed["tunnel"]!["command"]!.GetValue<string>(), port);

        Assert.Null(printed["tunnel"]!["hosts"]);
        var url = printed["formats"]!["jdbc"]!.GetValue<string>();
        // A rehearsal's certificate is for that address too; this one's is not, and the client sees it.
        var refused = await JdbcAsync(url);
        Assert.Contains("hostname 127.0.0.1 could not be verified", refused.Error, StringComparison.Ordinal);
        Assert.Equal(("order_service|t\n", ""), Streams(await JdbcAsync(url.Replace("verify-full", "verify-ca", StringComparison.Ordinal))));
    }

    private async Task<JsonObject> TunnelledAsync()
    {
        var port = LoopbackPorts.Next();
        var ended = await reached.ConnectAsync(true, "--bastion", $"127.0.0.1:{reached.Bastion.Port}", "--local-port", port.ToString(CultureInfo.InvariantCulture), "--show-secret", "--json");
        Assert.True(ended.Code == 0, ended.Error);
        return JsonNode.Parse(ended.Out)!.AsObject();
    }

    // The printed lines are C#; what they set is what is set here.
    private static async Task NpgsqlAsync(string printed)
    {
        var builder = new NpgsqlDataSourceBuilder(Quoted().Match(printed).Groups[1].Value);
        var target = TargetHost().Match(printed).Groups[1].Value;
        Assert.Equal(Reached.Name, target);
        foreach (var (name, isRefused) in new[] { (target, false), ("another.rds.amazonaws.com", true) })
        {
            builder.UseSslClientAuthenticationOptionsCallback(tls => tls.TargetHost = name);
            await using var source = builder.Build();
            var refusal = await Record.ExceptionAsync(async () => await (await source.OpenConnectionAsync()).DisposeAsync());
            Assert.Equal(isRefused, refusal is not null);
        }
    }

    private static async Task<Ended> JdbcAsync(string printed)
    {
        var folder = Directory.CreateTempSubdirectory("jdbc-").FullName;
        try
        {
            var lines = printed.Split('\n');
            await File.WriteAllTextAsync(Path.Combine(folder, "Client.java"), """
                import java.sql.*;
                public class Client {
                    public static void main(String[] args) throws Exception {
                        try (var connection = DriverManager.getConnection(args[0]); var rows = connection.createStatement().executeQuery(args[1])) {
                            rows.next();
                            System.out.println(rows.getString(1) + "|" + rows.getString(2));
                        }
                    }
                }
                """);
            return await Command.RunAsync(null, "sh", "-c", $"cd {folder}; {(lines.Length > 1 ? $"{lines[1]}\nexec java -Djdk.net.hosts.file=tunnel.hosts" : "exec java")} -XX:TieredStopAtLevel=1 -cp /usr/share/java/postgresql.jar Client.java '{lines[0]}' '{Query}'");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static (string, string) Streams(Ended ended) => (ended.Out, ended.Error);

    [GeneratedRegex("Builder\\(\"(.*?)\"\\)")]
    private static partial Regex Quoted();

    [GeneratedRegex("TargetHost = \"(.*?)\"")]
    private static partial Regex TargetHost();
}

/// <summary>Skipped, by name, without node; with it and without npm's registry the test fails with what npm says.</summary>
internal sealed class NodeFactAttribute : FactAttribute
{
    public NodeFactAttribute()
    {
        if (!(Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(f => File.Exists(Path.Combine(f, "node")))) Skip = "node-postgres is not installed (node)";
    }
}

/// <summary>A way the security groups close is refused with the one that is open, instead of a connection that hangs.</summary>
public sealed class A_way_that_is_closed_is_refused
{
    private static readonly Doors Doors = new(
        [("techcorp-primary", "primary", "p.rds"), ("techcorp-replica-1", "replica", "r.rds"), ("techcorp-analytics", "analytics", "a.rds")], 5432, ("pgbouncer.techcorp.internal", 6432), "techcorp_admin", "global-bundle.pem", "pooler-ca.pem");

    [Theory]
    [InlineData("order_service", null, false, "pgbouncer.techcorp.internal")]
    [InlineData("order_service", null, true, "p.rds")]
    [InlineData("analytics_ro", null, true, "a.rds")]
    [InlineData("monitor", "techcorp-replica-1", false, "r.rds")]
    [InlineData("techcorp_admin", "analytics", false, "a.rds")]
    public void A_login_goes_where_it_is_let_in(string login, string? to, bool viaBastion, string host) => Assert.Equal(host, Way.Find(Doors, "prod", login, to, viaBastion, null).Host);

    [Theory]
    [InlineData("analytics_ro", "primary", false, "analytics_ro is let in to the analytics replica alone, so that no report slows a service: --to analytics.")]
    [InlineData("order_service", "pooler", true, "the pooler's security group lets in the services and monitoring, not the bastion: --to primary, or leave --via-bastion out.")]
    [InlineData("techcorp_admin", "pooler", false, "techcorp_admin does not go through the pooler, which knows the logins of the services: --to primary.")]
    [InlineData("migrator", "replica", false, "migrator changes schemas, and techcorp-replica-1 is read-only: --to primary.")]
    [InlineData("pgbouncer_auth", null, false, "pgbouncer_auth is PgBouncer's own: it may call the lookup of passwords and nothing else. Take techcorp_admin or monitor.")]
    [InlineData("monitor", "techcorp-replica-9", false, "--to: there is no 'techcorp-replica-9'. Did you mean 'techcorp-replica-1'? There are: primary, replica, analytics, pooler, techcorp-primary, techcorp-replica-1, techcorp-analytics.")]
    public void Another_way_is_refused_with_the_one_that_is_open(string login, string? to, bool viaBastion, string refusal) =>
        Assert.Equal(refusal, Assert.Single(Assert.Throws<ConnectException>(() => Way.Find(Doors, "prod", login, to, viaBastion, null)).Problems));

    /// <summary>The copy has no analytics replica before it is promoted: each of the two refusals would point to the other.</summary>
    [Theory]
    [InlineData(null)]
    [InlineData("primary")]
    [InlineData("analytics")]
    public void A_login_without_its_server_is_told_so_and_not_sent_around(string? to) =>
        Assert.Equal("stack dr has no analytics replica, the one server that analytics_ro is meant for: take another login, for example --as monitor.",
            Assert.Single(Assert.Throws<ConnectException>(() => Way.Find(Doors with { Servers = [("techcorp-dr", "primary", "d.rds")] }, "dr", "analytics_ro", to, false, null)).Problems));

    /// <summary>A document of another tool, or one edited by hand, is told apart from a fault of the program.</summary>
    [Theory]
    [InlineData("""{"primaryAddress": "p.rds", "port": "5432"}""", "port")]
    [InlineData("""{"primaryAddress": "p.rds", "port": 65536}""", "port")]
    [InlineData("""{"primaryAddress": "p.rds", "poolerAddress": "pooler", "poolerPort": null, "port": {}}""", "port")]
    [InlineData("""{"primaryAddress": "p.rds", "poolerAddress": "pooler", "poolerPort": 0}""", "poolerPort")]
    public async Task A_port_that_is_none_is_refused(string outputs, string name)
    {
        var plan = await Planning.EstatePlan.CaptureAsync(Runbooks.Command.Root, "prod");

        Assert.Equal($"--outputs: {name} is not a number from 1 to 65535.", Assert.Single(Assert.Throws<ConnectException>(() => Doors.Of(outputs, plan)).Problems));
    }
}
