using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using TechCorp.PgInfra.Processes;

namespace TechCorp.PgInfra.Operations.Connect;

/// <summary>Clients made of libpq (manual, "Parameter Key Words"): <c>hostaddr</c> is where they connect, <c>host</c> what the certificate must say.</summary>
internal static class LibpqText
{
    internal static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, TypeInfoResolver = System.Text.Json.Serialization.Metadata.JsonTypeInfoResolver.Combine(),
    };

    /// <summary>keyword=value pairs; the password never stands in them, since they end up among a program's arguments.</summary>
    public static string ConnectionInfo(Way way) => ConfigurationText.ConnectionInfo(
        ("host", way.Host), ("hostaddr", way.Tunnel is null ? null : Bastion.LocalAddress), ("port", Number(way.ClientPort)), ("dbname", way.Database), ("user", way.Login),
        ("sslmode", "verify-full"), ("sslrootcert", way.RootCertificate), ("passfile", PasswordFile(way)));

    public static string Psql(Way way) =>
        (way.Password is { } password ? $"PGPASSWORD={ShellText.Quote(password)} " : "") + $"psql {DoubleQuoted(ConnectionInfo(way))}";

    public static string Psycopg(Way way) => $"""
        import psycopg  # psycopg2 takes the same string
        connection = psycopg.connect({Python(ConnectionInfo(way))}{(way.Password is { } password ? $", password={Python(password)}" : "")})
        """;

    /// <summary>A servers file of pgAdmin 4 ("Import/Export Servers"); it has no place for a password.</summary>
    public static string PgAdmin(Way way)
    {
        var parameters = new JsonObject { ["sslmode"] = "verify-full", ["sslrootcert"] = way.RootCertificate, ["connect_timeout"] = 10 };
        if (way.Tunnel is not null) parameters["hostaddr"] = Bastion.LocalAddress;
        if (PasswordFile(way) is { } file) parameters["passfile"] = file;
        return new JsonObject
        {
            ["Servers"] = new JsonObject
            {
                ["1"] = new JsonObject
                {
                    ["Name"] = $"{way.Stack} {way.Target} as {way.Login}{(way.Tunnel is null ? "" : " (tunnel)")}",
                    ["Group"] = $"TechCorp {way.Stack}",
                    ["Host"] = way.Host, ["Port"] = way.ClientPort, ["MaintenanceDB"] = way.Database, ["Username"] = way.Login, ["SSLMode"] = "verify-full",
                    ["ConnectionParameters"] = parameters,
                },
            },
        }.ToJsonString(Indented);
    }

    // libpq looks a password up by host and port, and the tunnel's port is not in the file.
    private static string? PasswordFile(Way way) => way.Password is null && way.Tunnel is null ? way.PasswordFile : null;

    private static string Number(int port) => port.ToString(CultureInfo.InvariantCulture);

    // Single quotes stand in the connection string, so the shell gets double ones.
    private static string DoubleQuoted(string text) =>
        "\"" + string.Concat(text.Select(c => "\\\"$`".Contains(c, StringComparison.Ordinal) ? $"\\{c}" : c.ToString())) + "\"";

    private static string Python(string text) => "\"" + text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal) + "\"";
}
