using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using TechCorp.PgInfra.Catalog;

namespace TechCorp.PgInfra.Infra.Pooler;

/// <summary>What the containers of one task are made of; values that other resources compute are strings here, resolved or not.</summary>
/// <param name="Image">By digest.</param>
/// <param name="Ini">pgbouncer.ini, which holds no secret.</param>
/// <param name="LookupSecretArn">Secret of <see cref="PoolerAuthentication.Login"/>, JSON with <c>password</c>.</param>
/// <param name="StatsSecretArn">Secret of <see cref="PoolerAuthentication.StatsLogin"/>, JSON with <c>scram_verifier</c>.</param>
/// <param name="TlsSecretArn">Secret with the server certificate, JSON with <c>certificate</c> and <c>key</c>, both PEM.</param>
/// <param name="LogGroup">Log group of the task.</param>
/// <param name="Region">Region of the log group.</param>
/// <param name="OpenFiles">File descriptors PgBouncer needs.</param>
public sealed record PoolerContainerInput(
    string Image,
    string Ini,
    string LookupSecretArn,
    string StatsSecretArn,
    string TlsSecretArn,
    string LogGroup,
    string Region,
    int OpenFiles);

/// <summary>
/// The task's container definitions. A first container writes PgBouncer's files into a volume and ends; PgBouncer then starts
/// without any secret in its environment. Both run as an unprivileged user on a read-only root. The image needs <c>/bin/sh</c>,
/// <c>sed</c>, <c>grep</c>, <c>pgbouncer</c>, the RDS certificate bundle, and <see cref="Directory"/> as a VOLUME of
/// <see cref="User"/>; see <c>image/Dockerfile</c>.
/// </summary>
public static class PoolerContainer
{
    /// <summary>Name of the container the load balancer sends connections to.</summary>
    public const string Name = "pgbouncer";

    /// <summary>Name of the task's volume.</summary>
    public const string Volume = "pgbouncer";

    /// <summary>Where the volume is mounted.</summary>
    public const string Directory = "/run/pgbouncer";

    /// <summary>User and group of both containers; PgBouncer refuses to run as root.</summary>
    public const string User = "10001:10001";

    /// <summary>Paths inside the container.</summary>
    public static PgBouncerFiles Files { get; } = new(
        $"{Directory}/userlist.txt", $"{Directory}/server.crt", $"{Directory}/server.key", "/etc/ssl/certs/rds-global-bundle.pem");

    /// <summary>
    /// Writes the files. Values reach it as environment variables and leave it through a builtin, so that none is ever an
    /// argument of a process; the first failing line ends it, and PgBouncer does not start on half of its files.
    /// </summary>
    public const string MaterialiseScript =
        $$"""
        set -eu
        umask 077
        [ -w {{Directory}} ] || { echo "{{Directory}} belongs to root: the image must give it to {{User}} and name it as a VOLUME, as infra/Pooler/image/Dockerfile does" >&2; exit 1; }
        cd {{Directory}}
        quote() { printf '"'; printf '%s' "$1" | sed 's/"/""/g'; printf '"'; }
        printf '%s' "$PGBOUNCER_INI" > pgbouncer.ini
        printf '%s\n' "$TLS_CERTIFICATE" > server.crt
        printf '%s\n' "$TLS_PRIVATE_KEY" > server.key
        {
          quote {{PoolerAuthentication.Login}}; printf ' '; quote "$LOOKUP_PASSWORD"; printf '\n'
          quote {{PoolerAuthentication.StatsLogin}}; printf ' '; quote "$STATS_VERIFIER"; printf '\n'
        } > userlist.txt
        """;

    /// <summary>
    /// True while something listens on the port: its line in the kernel's table, state 0A. No connection is made and no
    /// client program is needed in the image.
    /// </summary>
    public static string HealthCommand(int port) =>
        string.Create(CultureInfo.InvariantCulture, $"cat /proc/net/tcp /proc/net/tcp6 2>/dev/null | grep -q ':{port:X4} [0-9A-F]*:0000 0A '");

    /// <summary>The JSON ECS wants.</summary>
    public static string Definitions(PoolerContainerInput input)
    {
        ArgumentNullException.ThrowIfNull(input);
        var logs = new
        {
            logDriver = "awslogs",
            options = new Dictionary<string, string>
            {
                ["awslogs-group"] = input.LogGroup,
                ["awslogs-region"] = input.Region,
                ["awslogs-stream-prefix"] = Name,
                // A slow log service must not stop connections.
                ["mode"] = "non-blocking",
                ["max-buffer-size"] = "4m",
            },
        };
        var mount = new { sourceVolume = Volume, containerPath = Directory };

        return JsonSerializer.Serialize(new object[]
        {
            new
            {
                name = "files",
                image = input.Image,
                essential = false,
                // The volume takes its owner from the image's VOLUME of the same path (ECS developer guide, "Use bind mounts with Amazon ECS").
                user = User,
                readonlyRootFilesystem = true,
                privileged = false,
                entryPoint = new[] { "/bin/sh", "-c" },
                command = new[] { MaterialiseScript },
                environment = new[] { new { name = "PGBOUNCER_INI", value = input.Ini } },
                secrets = new[]
                {
                    new { name = "LOOKUP_PASSWORD", valueFrom = $"{input.LookupSecretArn}:password::" },
                    new { name = "STATS_VERIFIER", valueFrom = $"{input.StatsSecretArn}:scram_verifier::" },
                    new { name = "TLS_CERTIFICATE", valueFrom = $"{input.TlsSecretArn}:certificate::" },
                    new { name = "TLS_PRIVATE_KEY", valueFrom = $"{input.TlsSecretArn}:key::" },
                },
                mountPoints = new[] { new { mount.sourceVolume, mount.containerPath, readOnly = false } },
                linuxParameters = new { capabilities = new { drop = new[] { "ALL" } } },
                logConfiguration = logs,
            },
            new
            {
                name = Name,
                image = input.Image,
                essential = true,
                user = User,
                readonlyRootFilesystem = true,
                privileged = false,
                // Said, since an image's own entry point may write a configuration of its own.
                entryPoint = new[] { "pgbouncer" },
                command = new[] { $"{Directory}/pgbouncer.ini" },
                dependsOn = new[] { new { containerName = "files", condition = "SUCCESS" } },
                portMappings = new[] { new { containerPort = PoolerSettings.Port, hostPort = PoolerSettings.Port, protocol = "tcp" } },
                mountPoints = new[] { new { mount.sourceVolume, mount.containerPath, readOnly = true } },
                ulimits = new[] { new { name = "nofile", softLimit = input.OpenFiles, hardLimit = input.OpenFiles } },
                linuxParameters = new { initProcessEnabled = true, capabilities = new { drop = new[] { "ALL" } } },
                healthCheck = new { command = new[] { "CMD-SHELL", HealthCommand(PoolerSettings.Port) }, interval = 10, timeout = 5, retries = 3, startPeriod = 10 },
                // On SIGTERM PgBouncer waits for its clients; the load balancer has reset them by then.
                stopTimeout = 30,
                logConfiguration = logs,
            },
        }, Json);
    }

    // The script and the references are read by people in plans: no \u0022 and \u003E where JSON needs none.
    private static JsonSerializerOptions Json { get; } = new()
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };
}
