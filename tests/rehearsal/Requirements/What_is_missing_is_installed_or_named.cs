using TechCorp.PgInfra.Rehearsal.Tests.Runs;

namespace TechCorp.PgInfra.Rehearsal.Tests.Requirements;

/// <summary>
/// The first command in the README, on a machine that has neither PostgreSQL 15 nor PgBouncer: for this one process both are hidden
/// by overlay mounts of its own, and the package manager is one that writes down what it is told and takes the mounts away.
/// </summary>
public sealed class What_is_missing_is_installed_or_named : IAsyncLifetime
{
    private const string Hide =
        """
        set -e
        scratch=$1; shift
        mount -t tmpfs none "$scratch/overlay"
        for folder in usr/sbin usr/lib/postgresql etc; do
            mkdir -p "$scratch/overlay/$folder/upper" "$scratch/overlay/$folder/work"
            mount -t overlay overlay -o "lowerdir=/$folder,upperdir=$scratch/overlay/$folder/upper,workdir=$scratch/overlay/$folder/work" "/$folder"
        done
        rm -rf /usr/sbin/pgbouncer /usr/lib/postgresql/15 /etc/postgresql-common/createcluster.conf
        exec "$@"
        """;

    private const string PackageManager =
        """
        #!/bin/sh
        echo "$* DEBIAN_FRONTEND=$DEBIAN_FRONTEND" >>"$SCRATCH/calls"
        [ "$1" = install ] || exit 0
        [ "$APT_FAILS" ] && { echo "E: Unable to locate package postgresql-15" >&2; exit 100; }
        cat /etc/postgresql-common/createcluster.conf >>"$SCRATCH/calls"
        umount -l /usr/sbin /usr/lib/postgresql
        """;

    private readonly StateFolder _state = new();
    private readonly string _scratch = Directory.CreateTempSubdirectory("pg-apt-").FullName;

    public Task InitializeAsync()
    {
        Directory.CreateDirectory(Path.Combine(_scratch, "overlay"));
        var tool = Path.Combine(_scratch, "apt-get");
        File.WriteAllText(tool, PackageManager);
        foreach (var path in (string[])[_scratch, tool])
            File.SetUnixFileMode(path, (UnixFileMode)0b111_101_101);
        return Task.CompletedTask;
    }

    public async Task DisposeAsync()
    {
        await _state.RemoveAsync();
        Directory.Delete(_scratch, recursive: true);
    }

    /// <summary>One command installs both, without the server that the package would start; then the rehearsal goes on.</summary>
    [HidingFact]
    public async Task Root_on_Debian_has_both_installed_and_goes_on()
    {
        var rehearsed = await Start([], ["rehearse", "--once", "--stack", "staging"]).EndAsync();

        Assert.True(rehearsed.ExitCode == 0, rehearsed.Error);
        Assert.Contains("installing: apt-get install -y --no-install-recommends postgresql-15 pgbouncer", rehearsed.Error, StringComparison.Ordinal);
        Assert.Equal(
            """
            update DEBIAN_FRONTEND=noninteractive
            install -y --no-install-recommends postgresql-15 pgbouncer DEBIAN_FRONTEND=noninteractive
            create_main_cluster = false

            """, await File.ReadAllTextAsync(Path.Combine(_scratch, "calls")));
        _state.AssertEmpty();
    }

    /// <summary>What the package manager says is the way out; its exit code alone is none.</summary>
    [HidingFact]
    public async Task A_failed_installation_is_told_in_the_package_managers_own_words()
    {
        var failed = await Start([], ["rehearse"], ("APT_FAILS", "1")).EndAsync();

        Assert.Equal(1, failed.ExitCode);
        Assert.EndsWith(
            """
            `apt-get install -y --no-install-recommends postgresql-15 pgbouncer` was tried and ended with code 100:
            E: Unable to locate package postgresql-15
            """, failed.Error.Trim(), StringComparison.Ordinal);
        _state.AssertEmpty();
    }

    /// <summary>An ordinary user may not install: one command to copy names both packages, and nothing is tried.</summary>
    [HidingFact]
    public async Task An_ordinary_user_is_told_the_one_command()
    {
        var refused = await Start(["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "--"], ["rehearse"], ("HOME", "/nonexistent")).EndAsync();

        // Between the two stands what else was found, which is this machine's.
        Assert.Matches(
            @"^pg: PostgreSQL 15 is not on this machine.*\. Looked in \$PG_BINDIR, /usr/lib/postgresql/15/bin, /usr/pgsql-15/bin and PATH\. PgBouncer is not on this machine\. Looked on PATH and in /usr/sbin\. "
            + "Install them as root with: apt-get install -y --no-install-recommends postgresql-15 pgbouncer$",
            refused.Error.Trim());
        Assert.Equal(1, refused.ExitCode);
        Assert.False(File.Exists(Path.Combine(_scratch, "calls")));
    }

    private Command Start(string[] by, string[] arguments, params (string Name, string Value)[] environment)
    {
        // The ordinary user's state is its own folder.
        if (by.Length > 0) File.SetUnixFileMode(_state.Path, (UnixFileMode)0b111_111_111);
        return new(_state.Path, ["unshare", "--mount", "sh", "-c", Hide, "sh", _scratch, .. by], arguments,
            [("PATH", $"{_scratch}:{Environment.GetEnvironmentVariable("PATH")}"), ("SCRATCH", _scratch), .. environment]);
    }

    /// <summary>Skipped, by name, for whoever may not mount, and where the programs do not come from Debian's packages.</summary>
    private sealed class HidingFactAttribute : FactAttribute
    {
        public HidingFactAttribute()
        {
            if (Environment.UserName != "root" || !File.Exists("/usr/bin/apt-get") || !File.Exists("/usr/bin/unshare"))
                Skip = "hiding PostgreSQL from one process needs root on Debian";
            else if (!File.Exists("/usr/sbin/pgbouncer") || !Directory.Exists("/usr/lib/postgresql/15"))
                Skip = "PostgreSQL and PgBouncer are not where Debian's packages put them";
        }
    }
}
