using Npgsql;

namespace TechCorp.PgInfra.Processes.Tests;

public sealed class a_pooler_forwards_with_tls : IAsyncLifetime
{
    private readonly RunDirectory _run = RunDirectory.Create();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _run.DisposeAsync();

    [Fact]
    [Trait("Requirement", "S49")]
    public async Task Client_and_server_side_are_checked_against_the_throwaway_authority()
    {
        using var authority = CertificateAuthority.Create(_run);
        var primary = await Cluster.InitializeAsync(_run, new ClusterSpec("primary")
        {
            Certificate = authority.Issue("primary"),
            HostBasedAuthentication = ["hostssl all all 127.0.0.1/32 scram-sha-256"],
        });
        await primary.StartAsync();
        await primary.ExecuteAsync("CREATE ROLE app LOGIN PASSWORD 'not a secret: it lives for this test'");
        var certificate = authority.Issue("pooler");
        var pooler = PgBouncer.Create(_run, "pooler", port => $"""
            [databases]
            postgres = host=127.0.0.1 port={primary.Port}
            [pgbouncer]
            listen_addr = 127.0.0.1
            listen_port = {port}
            auth_type = scram-sha-256
            auth_file = userlist.txt
            pool_mode = transaction
            client_tls_sslmode = require
            client_tls_cert_file = {certificate.CertificateFile}
            client_tls_key_file = {certificate.KeyFile}
            server_tls_sslmode = verify-full
            server_tls_ca_file = {authority.RootCertificateFile}
            unix_socket_dir =
            """);
        pooler.WriteFile("userlist.txt", "\"app\" \"not a secret: it lives for this test\"\n");
        await pooler.StartAsync();

        var client = new NpgsqlConnectionStringBuilder
        {
            Host = "localhost", Port = pooler.Port, Username = "app", Password = "not a secret: it lives for this test", Database = "postgres",
            SslMode = SslMode.VerifyFull, RootCertificate = authority.RootCertificateFile, Pooling = false,
        };
        await using var connection = new NpgsqlConnection(client.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand("SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()", connection);
        Assert.True((bool)(await command.ExecuteScalarAsync())!);

        client.Host = "127.0.0.1";
        client.SslMode = SslMode.Disable;
        await using var plain = new NpgsqlConnection(client.ConnectionString);
        await Assert.ThrowsAsync<PostgresException>(() => plain.OpenAsync());

        await connection.CloseAsync();
        await pooler.StopAsync();
        Assert.Null(pooler.Pid);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(certificate.KeyFile));
    }
}
