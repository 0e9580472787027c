using System.Net;
using System.Net.Sockets;
using Npgsql;
using TechCorp.PgInfra.Migrations.Apply;
using TechCorp.PgInfra.Migrations.Connection;
using TechCorp.PgInfra.Processes;

namespace TechCorp.PgInfra.Migrations.Tests;

/// <summary>Whoever is woken at night reads one sentence: what is wrong with this connection, and where to go instead.</summary>
[Collection(OnPostgreSql.Name)]
public sealed class the_wrong_server_is_refused(PostgreSql postgreSql)
{
    private static Server? _server;
    private static CertificateAuthority? _authority;

    [Fact]
    [Trait("Requirement", "C4")]
    public async Task A_standby()
    {
        var primary = await ServerAsync();
        var standby = await Cluster.StandbyAsync(postgreSql.Run, new ClusterSpec("standby"), Upstream.Of(primary.Cluster, "standby", "standby"));
        await standby.StartAsync();

        Assert.Equal(
            $"127.0.0.1:{standby.Port} is a standby (in recovery): connect to the primary, output primaryAddress of the stack; roles and grants reach the replicas by replication",
            await RefusalAsync(primary.Target with { Port = standby.Port }));
        await standby.StopAsync();
        await primary.ExecuteAsync("SELECT pg_drop_replication_slot('standby')");
    }

    [Fact]
    [Trait("Requirement", "S28")]
    public async Task A_pooler_whatever_its_mode()
    {
        var server = await ServerAsync();
        var pooler = PgBouncer.Create(postgreSql.Run, "pooler", port => $"""
            [databases]
            techcorp = host=127.0.0.1 port={server.Cluster.Port}
            [pgbouncer]
            listen_addr = 127.0.0.1
            listen_port = {port}
            auth_type = scram-sha-256
            auth_file = userlist.txt
            pool_mode = session
            unix_socket_dir =
            """);
        pooler.WriteFile("userlist.txt", $"\"{Server.Master}\" \"{Server.MasterPassword}\"\n");
        await pooler.StartAsync();

        Assert.Equal(
            $"127.0.0.1:{pooler.Port} is a connection pooler, not the server itself: connect to the primary directly (port 5432); a pooler in transaction mode loses advisory locks and SET ROLE between statements",
            await RefusalAsync(server.Target with { Port = pooler.Port }));
        Assert.Equal(
            $"127.0.0.1:{pooler.Port} answers like a connection pooler (SASL authentication failed): connect to the primary directly (port 5432)",
            await RefusalAsync(server.Target with { Port = pooler.Port, Password = "wrong" }));
        await pooler.StopAsync();
    }

    [Fact]
    [Trait("Requirement", "S18")]
    public async Task Another_database()
    {
        var server = await ServerAsync();

        Assert.Equal(
            $"{server.Target.Display} was asked for database postgres: the declared database is techcorp; write dbname=techcorp",
            await RefusalAsync(server.Target with { Database = "postgres" }));
        Assert.Equal(
            $"{server.Target.Display} has no database tehcorp: the instance is created with it; check that this is the right host",
            await RefusalAsync(server.Target with { Database = "tehcorp" }));
    }

    [Fact]
    [Trait("Requirement", "C4")]
    public async Task A_login_that_cannot_do_the_work()
    {
        var server = await ServerAsync();
        await server.ExecuteAsync("CREATE ROLE weak LOGIN PASSWORD 'w'; CREATE ROLE other LOGIN CREATEROLE PASSWORD 'o'");

        Assert.Equal("login weak has no CREATEROLE: connect as the RDS master user, techcorp_admin",
            await RefusalAsync(server.Target with { Username = "weak", Password = "w" }));
        Assert.Equal(
            "login other does not own database techcorp, techcorp_admin does: connect as techcorp_admin, or have it run ALTER DATABASE techcorp OWNER TO other",
            await RefusalAsync(server.Target with { Username = "other", Password = "o" }));
        Assert.Equal($"{server.Target.Display} refused the password of techcorp_admin: take the current one from the stack's outputs (masterPassword); if it is the current one, it has expired (the server answers the same): ALTER ROLE techcorp_admin VALID UNTIL 'infinity'",
            await RefusalAsync(server.Target with { Password = "secret that must not be shown" }));
        Assert.Equal($"{server.Target.Display} refused the password of weak: take the current one from the stack's outputs (logins, weak, password); if it is the current one, it has expired (the server answers the same): ALTER ROLE weak VALID UNTIL 'infinity'",
            await RefusalAsync(server.Target with { Username = "weak", Password = "secret that must not be shown" }));
        Assert.Equal($"{server.Target.Display} asks for the password of techcorp_admin and none was given: put masterPassword in the secrets file, or set PGPASSWORD",
            await RefusalAsync(server.Target with { Password = null }));
        await server.ExecuteAsync("DROP ROLE weak; DROP ROLE other");
    }

    /// <summary>Each keeps the master out in its own way, and the server's answer names no way out.</summary>
    [Fact]
    [Trait("Requirement", "C4")]
    public async Task A_login_or_a_database_that_somebody_has_shut()
    {
        var server = await ServerAsync();
        string[] shut = ["ALTER ROLE techcorp_admin CONNECTION LIMIT 0", "ALTER DATABASE techcorp CONNECTION LIMIT 0", "ALTER DATABASE techcorp SET statement_timeout = 1", "ALTER DATABASE techcorp ALLOW_CONNECTIONS false"];
        string[] open = ["ALTER ROLE techcorp_admin CONNECTION LIMIT -1", "ALTER DATABASE techcorp CONNECTION LIMIT -1", "ALTER DATABASE techcorp RESET statement_timeout", "ALTER DATABASE techcorp ALLOW_CONNECTIONS true"];
        var answers = new List<string>();
        foreach (var (by, again) in shut.Zip(open))
        {
            await server.ExecuteAsync(by, "postgres");
            answers.Add((await RefusalAsync(server.Target)).Replace(server.Target.Display, "SERVER", StringComparison.Ordinal));
            await server.ExecuteAsync(again, "postgres");
        }

        Assert.Equal(
            """
            SERVER has a limit that is reached (too many connections for role "techcorp_admin"): end sessions that are not needed, or raise its CONNECTION LIMIT (ALTER ROLE or ALTER DATABASE)
            SERVER has a limit that is reached (too many connections for database "techcorp"): end sessions that are not needed, or raise its CONNECTION LIMIT (ALTER ROLE or ALTER DATABASE)
            SERVER gave the session no time to be set up (canceling statement due to statement timeout): a timeout is pinned on the login or the database; run ALTER DATABASE techcorp RESET statement_timeout, or the same for ROLE techcorp_admin
            SERVER lets nobody into the database techcorp (database "techcorp" is not currently accepting connections): its owner, connected to another database, runs ALTER DATABASE techcorp ALLOW_CONNECTIONS true
            """, string.Join('\n', answers));
    }

    /// <summary>RDS says so under rds.force_ssl, and names neither the option nor its value.</summary>
    [Fact]
    [Trait("Requirement", "S49")]
    public async Task A_server_that_takes_TLS_alone()
    {
        var target = new ConnectionTarget { Host = "db.example.org", Tls = TlsMode.Disable };
        const string Said = "no pg_hba.conf entry for host \"10.0.0.1\", user \"techcorp_admin\", database \"techcorp\", no encryption";

        Assert.Equal($"db.example.org:5432 does not let techcorp_admin in without TLS ({Said}): leave sslmode out, or say sslmode=verify-full",
            (await ConnectionProblem.ExplainAsync(new Npgsql.PostgresException(Said, "FATAL", "FATAL", "28000"), target, default)).Message);
    }

    /// <summary>No such server can be started here; the rule is a function of what the server says.</summary>
    [Fact]
    [Trait("Requirement", "S1")]
    public void A_major_version_below_15()
    {
        var old = new ServerFacts(14, "14.12", "techcorp", "techcorp_admin", "techcorp_admin", IsSuperuser: false, IsRds: true);
        var target = new ConnectionTarget { Host = "db.example.org" };

        Assert.Equal("db.example.org:5432 runs PostgreSQL 14.12: major 15 or later is needed; upgrade the instance first",
            new SessionFacts(old, false, false, true, true, true).Refusal(target));
        Assert.Null(new SessionFacts(old with { MajorVersion = 17, Version = "17.2" }, false, false, true, true, true).Refusal(target));
    }

    [Fact]
    [Trait("Requirement", "S49")]
    public async Task A_server_that_is_not_there_or_not_who_it_says()
    {
        var server = await ServerAsync();
        var port = LoopbackPorts.Next();
        var checkedTarget = server.Target with { Host = "localhost", Tls = TlsMode.VerifyFull, RootCertificate = _authority!.RootCertificateFile };
        using var stranger = CertificateAuthority.Create(postgreSql.Run, $"stranger-{Guid.NewGuid():N}"[..16]);
        var plain = await postgreSql.StartAsync();

        Assert.Equal($"nothing listens at 127.0.0.1:{port}: check host and port, and that the instance is running",
            await RefusalAsync(server.Target with { Port = port }));
        Assert.Equal("host primary.invalid is not known to DNS: check the name; endpoints inside the VPC resolve there only",
            await RefusalAsync(server.Target with { Host = "primary.invalid" }));
        Assert.Equal(
            $"{plain.Target.Display} does not offer TLS and sslmode is verify-full: turn ssl on at the server (RDS always has it), or check that this is the right host and port",
            await RefusalAsync(plain.Target with { Tls = TlsMode.VerifyFull }));
        Assert.Equal(
            $"the certificate of localhost:{server.Cluster.Port} is not signed by the authorities in {stranger.RootCertificateFile}: pass sslrootcert with the authority's certificate; for RDS download https://truststore.pki.rds.amazonaws.com/global/global-bundle.pem",
            await RefusalAsync(checkedTarget with { RootCertificate = stranger.RootCertificateFile }));
        Assert.Equal(
            $"the certificate of techcorp-primary.example.org:{server.Cluster.Port} (at 127.0.0.1) is for another name: connect by the endpoint's own name, through a tunnel with host=ENDPOINT hostaddr=127.0.0.1",
            await RefusalAsync(checkedTarget with { Host = "techcorp-primary.example.org", HostAddress = "127.0.0.1" }));
        Assert.Equal("sslrootcert is /nowhere/root.crt, and there is no such file",
            await RefusalAsync(checkedTarget with { RootCertificate = "/nowhere/root.crt" }, ExitCode.BadUsage));
    }

    /// <summary>At night the two need different people: a hung server is rebooted, a closed network is opened. The driver says the same of both.</summary>
    [Fact]
    [Trait("Requirement", "C4")]
    public async Task A_server_that_hangs_is_told_from_a_network_that_is_closed()
    {
        var hung = await postgreSql.StartAsync();
        var target = hung.Target with { ConnectTimeout = 1 };
        ProcessControl.Freeze(hung.Cluster.Pid!.Value);
        var silent = await RefusalAsync(target);
        var tunnelled = await RefusalAsync(target with { HostAddress = "127.0.0.1" });
        ProcessControl.Thaw(hung.Cluster.Pid!.Value);
        // A queue that is full drops what comes, as a firewall does.
        using var closed = new Socket(SocketType.Stream, ProtocolType.Tcp);
        closed.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        closed.Listen(0);
        var port = ((IPEndPoint)closed.LocalEndPoint!).Port;
        using var first = new TcpClient("127.0.0.1", port);

        Assert.Equal($"{target.Display} is reached, and the server was silent for 1 seconds: it hangs or has too much to do, no security group is in the way; look at its state and CPU (aws rds describe-db-instances), then reboot it or fail over", silent);
        Assert.EndsWith("; or nothing answers at the far end of the tunnel", tunnelled, StringComparison.Ordinal);
        Assert.Equal(
            $"127.0.0.1:{port} was silent for 1 seconds: a security group or route stands between, so run from inside the VPC or through the bastion's tunnel (host=ENDPOINT hostaddr=127.0.0.1); "
            + "where others do not reach it either, the server hangs: look at its state and CPU (aws rds describe-db-instances), then reboot it or fail over",
            await RefusalAsync(target with { Port = port }));
    }

    /// <summary>The port of a web server or a proxy; the driver speaks of bytes.</summary>
    [Fact]
    [Trait("Requirement", "C4")]
    public async Task Another_service()
    {
        var server = await ServerAsync();
        using var web = new TcpListener(IPAddress.Loopback, 0);
        web.Start();
        var port = ((IPEndPoint)web.LocalEndpoint).Port;
        var answering = Task.Run(async () =>
        {
            using var client = await web.AcceptTcpClientAsync();
            await client.GetStream().WriteAsync("HTTP/1.1 400 Bad Request\r\n\r\n"u8.ToArray());
            await client.GetStream().FlushAsync();
            await Task.Delay(500);
        });

        Assert.Equal($"127.0.0.1:{port} does not speak PostgreSQL's protocol: another service listens there; check host and port (of a server 5432)",
            await RefusalAsync(server.Target with { Port = port, Tls = TlsMode.VerifyFull }));
        await answering;
    }

    /// <summary>Through a tunnel the address is this machine's and the certificate the endpoint's: hostaddr keeps verify-full (S32).</summary>
    [Fact]
    [Trait("Requirement", "S32")]
    [Trait("Requirement", "S49")]
    public async Task The_right_one_is_accepted_through_a_tunnel()
    {
        var server = await ServerAsync();

        await using var session = await MigrationSession.OpenAsync(
            server.Target with
            {
                Host = "techcorp-primary.example.com", HostAddress = "127.0.0.1", Tls = TlsMode.VerifyFull, RootCertificate = _authority!.RootCertificateFile,
            },
            new SessionOptions(), CancellationToken.None);

        await using var command = new NpgsqlCommand("SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()", session.Connection);
        Assert.True((bool)(await command.ExecuteScalarAsync())!);
    }

    private static async Task<string> RefusalAsync(ConnectionTarget target, int exitCode = ExitCode.Failed)
    {
        var refused = await Assert.ThrowsAsync<PostDeployException>(() => PostDeployRun.PlanAsync(
            new RunInput(Catalog.ServiceCatalog.TechCorp, Estates.Secrets(Catalog.ServiceCatalog.TechCorp), target, Estates.Session), CancellationToken.None));
        Assert.Equal(exitCode, refused.ExitCode);
        return refused.Message;
    }

    private async Task<Server> ServerAsync()
    {
        _authority ??= CertificateAuthority.Create(postgreSql.Run, "authority");
        return _server ??= await postgreSql.StartAsync(spec => spec with { Certificate = _authority.Issue("primary", "techcorp-primary.example.com") });
    }
}
