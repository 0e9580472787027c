using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Npgsql;

namespace TechCorp.PgInfra.Operations.Connect;

/// <summary>Clients with a protocol of their own. None of them knows <c>hostaddr</c>; each has another way to check the server's name through a tunnel.</summary>
internal static class DriverText
{
    public static string Npgsql(Way way)
    {
        var settings = new NpgsqlConnectionStringBuilder
        {
            Host = way.ClientHost, Port = way.ClientPort, Database = way.Database, Username = way.Login, Password = way.Password,
            SslMode = SslMode.VerifyFull, RootCertificate = way.RootCertificate,
        };
        if (way is { Password: null, Tunnel: null, PasswordFile: { } file }) settings.Passfile = file;
        // PgBouncer keeps server sessions apart from clients; Npgsql would reset one that is not its own.
        if (way.IsPooled) settings.NoResetOnClose = true;
        return way.Tunnel is null
            ? settings.ConnectionString
            : $"""
                var builder = new NpgsqlDataSourceBuilder({JsonText(settings.ConnectionString)});
                builder.UseSslClientAuthenticationOptionsCallback(tls => tls.TargetHost = {JsonText(way.Host)});
                await using var source = builder.Build();
                """;
    }

    public static string NodePostgres(Way way)
    {
        var name = way.Tunnel is null ? ""
            : IPAddress.TryParse(way.Host, out _) ? $", checkServerIdentity: (_, certificate) => require('tls').checkServerIdentity({JsonText(way.Host)}, certificate)"
            : $", servername: {JsonText(way.Host)}";
        var password = way.Password is { } known ? JsonText(known) : "process.env.PGPASSWORD";
        return $$"""
            const { Client } = require('pg');
            const client = new Client({
              host: {{JsonText(way.ClientHost)}}, port: {{way.ClientPort}}, database: {{JsonText(way.Database)}}, user: {{JsonText(way.Login)}}, password: {{password}},
              ssl: { ca: require('fs').readFileSync({{JsonText(way.RootCertificate)}}), rejectUnauthorized: true{{name}} },
            });
            """;
    }

    public static string Jdbc(Way way) => ClientFormats.HostsLine(way) is not { } line
        ? Url(way)
        : $"""
            {Url(way)}
            echo {ShellText.Quote(line)} > tunnel.hosts   # then: java -Djdk.net.hosts.file=tunnel.hosts ..., which looks up every name in that file alone
            """;

    public static string DataGrip(Way way) => Url(way);

    /// <summary>A connection of DBeaver's data-sources.json; it keeps passwords elsewhere, encrypted, and asks for one it does not have.</summary>
    public static string DBeaver(Way way)
    {
        var id = $"postgres-jdbc-{way.Stack}-{way.Target}-{way.Login}";
        return new JsonObject
        {
            ["folders"] = new JsonObject(),
            ["connections"] = new JsonObject
            {
                [id] = new JsonObject
                {
                    ["provider"] = "postgresql", ["driver"] = "postgres-jdbc", ["name"] = $"{way.Stack} {way.Target} as {way.Login}{(way.Tunnel is null ? "" : " (tunnel)")}", ["save-password"] = false,
                    ["configuration"] = new JsonObject
                    {
                        ["host"] = way.OnlyHost, ["port"] = way.ClientPort.ToString(CultureInfo.InvariantCulture), ["database"] = way.Database, ["user"] = way.Login,
                        ["url"] = $"jdbc:postgresql://{way.OnlyHost}:{way.ClientPort}/{way.Database}", ["configurationType"] = "MANUAL", ["type"] = way.Stack == "prod" ? "prod" : "test", ["auth-model"] = "native",
                        ["handlers"] = new JsonObject
                        {
                            ["postgre_ssl"] = new JsonObject
                            {
                                ["type"] = "CONFIG", ["enabled"] = true,
                                ["properties"] = new JsonObject { ["sslMode"] = "verify-full", ["ssl.ca.cert"] = way.RootCertificate, ["ssl.method"] = "CERTIFICATES" },
                            },
                        },
                    },
                },
            },
        }.ToJsonString(LibpqText.Indented);
    }

    private static string Url(Way way) => string.Create(CultureInfo.InvariantCulture, $"jdbc:postgresql://{way.OnlyHost}:{way.ClientPort}/{way.Database}?user={way.Login}")
        + (way.Password is { } password ? $"&password={Uri.EscapeDataString(password)}" : "")
        + $"&sslmode=verify-full&sslrootcert={Uri.EscapeDataString(way.RootCertificate)}" + (way.IsPooled ? "&prepareThreshold=0" : "");

    private static string JsonText(string text) => JsonValue.Create(text).ToJsonString(LibpqText.Indented);
}
