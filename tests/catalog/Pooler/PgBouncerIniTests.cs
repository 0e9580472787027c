namespace TechCorp.PgInfra.Catalog.Tests.Pooler;

public class PgBouncerIniTests
{
    private static readonly PgBouncerIniInput Deployed = new(
        "techcorp-primary.abc.us-east-1.rds.amazonaws.com", 5432,
        ["techcorp-replica-1.abc.us-east-1.rds.amazonaws.com", "techcorp-replica-2.abc.us-east-1.rds.amazonaws.com"], 5432,
        "*", 6432, PoolerSettings.MaxDbConnections,
        new("/run/pgbouncer/userlist.txt", "/run/pgbouncer/server.crt", "/run/pgbouncer/server.key", "/etc/ssl/rds-global-bundle.pem"),
        PoolerSettings.DeployedVersion);

    /// <summary>The whole file, so that a change of any line is read by someone.</summary>
    [Fact]
    [Trait("Requirement", "S3")]
    [Trait("Requirement", "S27")]
    [Trait("Requirement", "S28")]
    [Trait("Requirement", "S29")]
    [Trait("Requirement", "S30")]
    [Trait("Requirement", "S31")]
    [Trait("Requirement", "S49")]
    public void The_deployed_file_is_this() => Assert.Equal(
        """
        [databases]
        techcorp = host=techcorp-primary.abc.us-east-1.rds.amazonaws.com port=5432 dbname=techcorp
        techcorp_ro = host=techcorp-replica-1.abc.us-east-1.rds.amazonaws.com,techcorp-replica-2.abc.us-east-1.rds.amazonaws.com port=5432 dbname=techcorp

        [pgbouncer]
        pool_mode = transaction
        max_client_conn = 1000
        default_pool_size = 50
        reserve_pool_size = 10
        max_db_connections = 150
        listen_addr = *
        listen_port = 6432
        unix_socket_dir = 
        auth_type = scram-sha-256
        auth_file = /run/pgbouncer/userlist.txt
        auth_user = pgbouncer_auth
        auth_query = SELECT username, password FROM pgbouncer.get_auth($1)
        stats_users = monitor
        client_tls_sslmode = require
        client_tls_cert_file = /run/pgbouncer/server.crt
        client_tls_key_file = /run/pgbouncer/server.key
        server_tls_sslmode = verify-full
        server_tls_ca_file = /etc/ssl/rds-global-bundle.pem
        ignore_startup_parameters = extra_float_digits
        max_prepared_statements = 200
        server_idle_timeout = 60
        server_lifetime = 3600
        query_wait_timeout = 30
        dns_max_ttl = 5
        server_connect_timeout = 5
        server_login_retry = 2
        tcp_keepalive = 1
        tcp_keepidle = 60
        tcp_keepintvl = 10
        tcp_keepcnt = 3

        """, PgBouncerIni.Render(Deployed));

    /// <summary>PgBouncer before 1.21 does not start with a setting it does not know; nothing else may differ by version.</summary>
    [Fact]
    public void An_older_version_gets_the_same_file_without_what_it_does_not_know() => Assert.Equal(
        PgBouncerIni.Render(Deployed).Replace("max_prepared_statements = 200\n", "", StringComparison.Ordinal),
        PgBouncerIni.Render(Deployed with { Version = new(1, 18) }));

    /// <summary>An entry without a host would lead to a Unix socket.</summary>
    [Fact]
    public void Without_replicas_there_is_no_read_only_entry() =>
        Assert.DoesNotContain("techcorp_ro", PgBouncerIni.Render(Deployed with { ReadOnlyHosts = [] }), StringComparison.Ordinal);

    /// <summary>At preview a host is a reference to a value that does not exist yet; it must come through whole.</summary>
    [Fact]
    [Trait("Requirement", "S27")]
    public void A_reference_stands_where_the_host_will() => Assert.StartsWith(
        "[databases]\ntechcorp = host=${aws:rds/instance:Instance::techcorp-primary.address} port=5432 dbname=techcorp\n",
        PgBouncerIni.Render(Deployed with { PrimaryHost = "${aws:rds/instance:Instance::techcorp-primary.address}" }), StringComparison.Ordinal);

    [Theory]
    [InlineData("")]
    [InlineData("host dbname=postgres")]
    [InlineData("host\nauth_type = any")]
    [InlineData("a,b")]
    public void A_host_that_would_break_out_of_its_line_is_refused(string host) =>
        Assert.Throws<ArgumentException>(() => PgBouncerIni.Render(Deployed with { PrimaryHost = host }));

    [Theory]
    [InlineData("userlist.txt")]
    [InlineData("/run/\nadmin_users = app_user")]
    public void A_path_that_is_relative_or_breaks_out_of_its_line_is_refused(string path) =>
        Assert.Throws<ArgumentException>(() => PgBouncerIni.Render(Deployed with { Files = Deployed.Files with { UserList = path } }));

    /// <summary>A network load balancer forgets a silent flow after 350 s.</summary>
    [Fact]
    public void A_silent_connection_is_probed_before_the_load_balancer_forgets_it() =>
        Assert.InRange(PoolerSettings.TcpKeepIdleSeconds, 1, 349);

    [Fact]
    public void A_userlist_quotes_as_PgBouncer_reads_it() => Assert.Equal(
        "\"pgbouncer_auth\" \"a\"\"b\\c\"\n\"monitor\" \"SCRAM-SHA-256$4096:c2FsdA==$c3RvcmVk:c2VydmVy\"\n",
        PgBouncerUserList.Render("a\"b\\c", "SCRAM-SHA-256$4096:c2FsdA==$c3RvcmVk:c2VydmVy"));

    /// <summary>An error message ends in a log.</summary>
    [Fact]
    public void A_secret_that_can_not_be_written_is_not_in_the_message() => Assert.DoesNotContain(
        "hunter2", Assert.Throws<ArgumentException>(() => PgBouncerUserList.Render("hunter2\n", "v")).Message, StringComparison.Ordinal);
}
