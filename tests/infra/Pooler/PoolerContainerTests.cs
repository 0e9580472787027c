using System.Runtime.CompilerServices;
using TechCorp.PgInfra.Catalog;
using TechCorp.PgInfra.Infra.Pooler;

namespace TechCorp.PgInfra.Infra.Tests.Pooler;

/// <summary>The containers of a task.</summary>
[Trait("Requirement", "S3")]
public sealed class PoolerContainerTests
{
    private static readonly PoolerContainerInput Input = new(
        "registry.example.com/pgbouncer@sha256:00", "[databases]\ntechcorp = host=h\n", "arn:lookup", "arn:stats", "arn:tls", "/techcorp/prod/pgbouncer", "us-east-1", 1904);

    /// <summary>
    /// Whole, because every line is a control somebody else checks: read-only root (CKV_AWS_336), not privileged (CKV_AWS_334),
    /// secrets by reference (Trivy AWS-0036), a user that is not root (ECS.20), capabilities dropped, descriptors raised.
    /// </summary>
    [Fact]
    [Trait("Requirement", "C3")]
    public void The_definition_is_this() => Assert.Equal(
        """
        [{"name":"files","image":"registry.example.com/pgbouncer@sha256:00","essential":false,"user":"10001:10001","readonlyRootFilesystem":true,"privileged":false,"entryPoint":["/bin/sh","-c"],"command":["set -eu\numask 077\n[ -w /run/pgbouncer ] || { echo \"/run/pgbouncer belongs to root: the image must give it to 10001:10001 and name it as a VOLUME, as infra/Pooler/image/Dockerfile does\" >&2; exit 1; }\ncd /run/pgbouncer\nquote() { printf '\"'; printf '%s' \"$1\" | sed 's/\"/\"\"/g'; printf '\"'; }\nprintf '%s' \"$PGBOUNCER_INI\" > pgbouncer.ini\nprintf '%s\\n' \"$TLS_CERTIFICATE\" > server.crt\nprintf '%s\\n' \"$TLS_PRIVATE_KEY\" > server.key\n{\n  quote pgbouncer_auth; printf ' '; quote \"$LOOKUP_PASSWORD\"; printf '\\n'\n  quote monitor; printf ' '; quote \"$STATS_VERIFIER\"; printf '\\n'\n} > userlist.txt"],"environment":[{"name":"PGBOUNCER_INI","value":"[databases]\ntechcorp = host=h\n"}],"secrets":[{"name":"LOOKUP_PASSWORD","valueFrom":"arn:lookup:password::"},{"name":"STATS_VERIFIER","valueFrom":"arn:stats:scram_verifier::"},{"name":"TLS_CERTIFICATE","valueFrom":"arn:tls:certificate::"},{"name":"TLS_PRIVATE_KEY","valueFrom":"arn:tls:key::"}],"mountPoints":[{"sourceVolume":"pgbouncer","containerPath":"/run/pgbouncer","readOnly":false}],"linuxParameters":{"capabilities":{"drop":["ALL"]}},"logConfiguration":{"logDriver":"awslogs","options":{"awslogs-group":"/techcorp/prod/pgbouncer","awslogs-region":"us-east-1","awslogs-stream-prefix":"pgbouncer","mode":"non-blocking","max-buffer-size":"4m"}}},{"name":"pgbouncer","image":"registry.example.com/pgbouncer@sha256:00","essential":true,"user":"10001:10001","readonlyRootFilesystem":true,"privileged":false,"entryPoint":["pgbouncer"],"command":["/run/pgbouncer/pgbouncer.ini"],"dependsOn":[{"containerName":"files","condition":"SUCCESS"}],"portMappings":[{"containerPort":6432,"hostPort":6432,"protocol":"tcp"}],"mountPoints":[{"sourceVolume":"pgbouncer","containerPath":"/run/pgbouncer","readOnly":true}],"ulimits":[{"name":"nofile","softLimit":1904,"hardLimit":1904}],"linuxParameters":{"initProcessEnabled":true,"capabilities":{"drop":["ALL"]}},"healthCheck":{"command":["CMD-SHELL","cat /proc/net/tcp /proc/net/tcp6 2\u003E/dev/null | grep -q ':1920 [0-9A-F]*:0000 0A '"],"interval":10,"timeout":5,"retries":3,"startPeriod":10},"stopTimeout":30,"logConfiguration":{"logDriver":"awslogs","options":{"awslogs-group":"/techcorp/prod/pgbouncer","awslogs-region":"us-east-1","awslogs-stream-prefix":"pgbouncer","mode":"non-blocking","max-buffer-size":"4m"}}}]
        """.Trim().Replace("\\u003E", ">", StringComparison.Ordinal),
        PoolerContainer.Definitions(Input));

    /// <summary>The script is the second writer of the userlist, since only the task knows the secrets; it must agree with the first.</summary>
    [Fact]
    [Trait("Requirement", "S49")]
    public async Task The_files_in_the_task_are_those_the_catalogue_renders()
    {
        using var task = new TaskDirectory();
        var ini = "[databases]\ntechcorp = host=h dbname='$HOME `id` \\n %s'\n";
        var (code, error) = await task.MaterialiseAsync(new()
        {
            ["PGBOUNCER_INI"] = ini,
            ["LOOKUP_PASSWORD"] = "a\"b\\c $(id) %s -_",
            ["STATS_VERIFIER"] = "SCRAM-SHA-256$4096:c2FsdA==$c3RvcmVk:c2VydmVy",
            ["TLS_CERTIFICATE"] = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----",
            ["TLS_PRIVATE_KEY"] = "-----BEGIN PRIVATE KEY-----\nBBBB\n-----END PRIVATE KEY-----",
        });

        Assert.Equal((0, ""), (code, error));
        Assert.Equal(ini, task.Read("pgbouncer.ini"));
        Assert.Equal(
            PgBouncerUserList.Render("a\"b\\c $(id) %s -_", "SCRAM-SHA-256$4096:c2FsdA==$c3RvcmVk:c2VydmVy"), task.Read("userlist.txt"));
        Assert.Equal("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n", task.Read("server.crt"));
        Assert.Equal("-----BEGIN PRIVATE KEY-----\nBBBB\n-----END PRIVATE KEY-----\n", task.Read("server.key"));
        Assert.All(["pgbouncer.ini", "userlist.txt", "server.crt", "server.key"], file =>
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, task.Mode(file)));
    }

    /// <summary>PgBouncer waits for SUCCESS: with half of its files it would run and refuse every login.</summary>
    [Fact]
    public async Task A_missing_secret_ends_the_task_before_PgBouncer_starts()
    {
        using var task = new TaskDirectory();
        var (code, error) = await task.MaterialiseAsync(new()
        {
            ["PGBOUNCER_INI"] = "",
            ["LOOKUP_PASSWORD"] = "secret-of-this-test",
            ["TLS_CERTIFICATE"] = "c",
            ["TLS_PRIVATE_KEY"] = "k",
        });

        Assert.NotEqual(0, code);
        Assert.Contains("STATS_VERIFIER", error, StringComparison.Ordinal);
        Assert.DoesNotContain("secret-of-this-test", error, StringComparison.Ordinal);
    }

    /// <summary>ECS gives the volume to root unless the image says otherwise; the log of the task must say what to change in it.</summary>
    [Fact]
    public async Task A_volume_that_belongs_to_root_is_told_with_the_way_out()
    {
        using var task = new TaskDirectory();

        var (code, error) = await task.MaterialiseInRootsFolderAsync([]);

        Assert.Equal(1, code);
        Assert.Contains("belongs to root: the image must give it to 10001:10001 and name it as a VOLUME, as infra/Pooler/image/Dockerfile does", error, StringComparison.Ordinal);
    }

    /// <summary>Two files say whose the folder is; a task of an image that disagrees does not start.</summary>
    [Fact]
    public void The_image_gives_the_volume_to_the_user_of_the_task()
    {
        var image = File.ReadAllLines(Path.Combine(Root(), "infra/Pooler/image/Dockerfile"));
        var (user, group) = PoolerContainer.User.Split(':') is [var u, var g] ? (u, g) : default;

        Assert.Contains($"RUN install -d -o {user} -g {group} -m 0700 {PoolerContainer.Directory}", image);
        Assert.Contains($"VOLUME [\"{PoolerContainer.Directory}\"]", image);
        Assert.Contains($"USER {PoolerContainer.User}", image);
    }

    private static string Root([CallerFilePath] string path = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(path)!, "../../.."));

    [Fact]
    public async Task The_health_check_sees_who_listens_and_who_does_not()
    {
        using var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        var port = ((System.Net.IPEndPoint)listener.LocalEndpoint).Port;

        Assert.Equal(0, await TaskDirectory.ShellAsync(PoolerContainer.HealthCommand(port)));
        listener.Stop();
        Assert.NotEqual(0, await TaskDirectory.ShellAsync(PoolerContainer.HealthCommand(port)));
    }
}
