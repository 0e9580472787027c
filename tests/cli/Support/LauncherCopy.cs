using System.Diagnostics;
using System.Runtime.Versioning;

namespace TechCorp.PgInfra.Cli.Tests.Support;

/// <summary>
/// The launcher in a small repository of its own, in a folder with a space, with a fake <c>dotnet</c> that notes what it is asked and
/// does what a test tells it to. The real SDK takes a minute for what is at stake here: when it is asked, and what becomes of its answer.
/// </summary>
[SupportedOSPlatform("linux")]
internal sealed class LauncherCopy : IDisposable
{
    // restore: answers as $FAKE_RESTORE says. build: takes $FAKE_BUILD_SECONDS, fails with $FAKE_BUILD_ERROR, else leaves the program.
    private const string FakeDotnet = """
        #!/usr/bin/env bash
        echo "$*" >>"$FAKE_CALLS"
        case $1 in
            --version) echo 10.0.100 ;;
            restore)
                case ${FAKE_RESTORE:-} in
                    missing)
                        for p in Pulumi Pulumi.Aws; do echo "error NU1101: Unable to find package $p. No packages exist with this id in source(s): feed"; done
                        exit 1 ;;
                    offline) echo "error NU1301: Unable to load the service index for source feed"; exit 1 ;;
                    silent) sleep 30 ;;
                    slow)
                        [ -e "$FAKE_ROOT/fetched" ] && exit 0
                        touch "$FAKE_ROOT/fetched"
                        echo "           OK https://feed/v3-flatcontainer/pulumi/index.json 349ms"
                        sleep 30 ;;
                    stuck) echo "           OK https://feed/v3-flatcontainer/pulumi/index.json 349ms"; sleep 30 ;;
                esac ;;
            build)
                mkdir -p "$FAKE_ROOT/cli/obj" "$FAKE_ROOT/cli/bin/Release/net10.0"
                touch "$FAKE_ROOT/cli/obj/half-written"
                sleep "${FAKE_BUILD_SECONDS:-0}"
                if [ -n "${FAKE_BUILD_ERROR:-}" ]; then echo "$FAKE_ROOT/cli/A.cs(3,7): error CS0103: $FAKE_BUILD_ERROR [$FAKE_ROOT/cli/cli.csproj]"; exit 1; fi
                touch "$FAKE_ROOT/cli/bin/Release/net10.0/pg.dll" ;;
            */pg.dll) shift; echo "${FAKE_TELLS:+$(umask) $(ulimit -Sn) }ran: $*"; exit 7 ;;
        esac
        """;

    private readonly string _top = Directory.CreateTempSubdirectory("pg launcher ").FullName;
    private readonly Dictionary<string, string?> _environment;

    public LauncherCopy()
    {
        Root = Path.Combine(_top, "a repository");
        Bin = Path.Combine(_top, "bin");
        Directory.CreateDirectory(Bin);
        foreach (var part in new[] { "catalog", "cli", "infra", "migrations", "planning", "rehearsal", "review", "sdk", "tests" })
        {
            Directory.CreateDirectory(Path.Combine(Root, part));
        }

        // The question to the feeds is asked for half a minute; one second of it is enough here.
        var launcher = File.ReadAllText(Path.Combine(Repository.Root, "pg"));
        Assert.Contains("probe_seconds=30", launcher, StringComparison.Ordinal);
        Assert.Contains("fetch_seconds=900", launcher, StringComparison.Ordinal);
        WriteProgram(Launcher, launcher
            .Replace("probe_seconds=30", "probe_seconds=1", StringComparison.Ordinal)
            .Replace("fetch_seconds=900", "fetch_seconds=2", StringComparison.Ordinal));
        WriteProgram(Path.Combine(Bin, "dotnet"), FakeDotnet);
        File.Copy(Path.Combine(Repository.Root, "Directory.Packages.props"), Path.Combine(Root, "Directory.Packages.props"));
        File.WriteAllText(Source, "class A;");
        _environment = new()
        {
            ["PATH"] = $"{Bin}:/usr/bin:/bin",
            ["HOME"] = _top,
            ["FAKE_ROOT"] = Root,
            ["FAKE_CALLS"] = Path.Combine(_top, "calls"),
            ["FAKE_RESTORE"] = "missing",
        };
    }

    /// <summary>The repository.</summary>
    public string Root { get; }

    /// <summary>A folder on PATH.</summary>
    public string Bin { get; }

    /// <summary>The launcher.</summary>
    public string Launcher => Path.Combine(Root, "pg");

    /// <summary>A source file of the program.</summary>
    public string Source => Path.Combine(Root, "cli", "A.cs");

    /// <summary>Which file tells the SDK that was chosen.</summary>
    public string SdkFile => Path.Combine(Root, "PulumiSdk.props");

    /// <summary>First words of the calls to the SDK so far, the program's own start aside.</summary>
    public IReadOnlyList<string> SdkCalls =>
        File.Exists(_environment["FAKE_CALLS"]) ? [.. File.ReadAllLines(_environment["FAKE_CALLS"]!).Select(l => l.Split(' ')[0]).Where(w => w is "build" or "restore")] : [];

    public Process Start(string launcher, params (string Name, string? Value)[] environment) => Start([launcher, "preview", "--stack", "a b"], environment);

    /// <summary>From a shell that has done something first; the program tells the umask and the open files that it may have.</summary>
    public Process StartFrom(string shell) => Start(["-c", $"{shell}; exec \"$@\"", "bash", Launcher, "preview", "--stack", "a b"], ("FAKE_TELLS", "yes"));

    private Process Start(string[] words, params (string Name, string? Value)[] environment)
    {
        var start = new ProcessStartInfo("bash", words)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = "/",
        };
        start.Environment.Clear();
        foreach (var (name, value) in _environment.Concat(environment.Select(e => KeyValuePair.Create(e.Name, e.Value))))
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }

    public Task<Result> RunAsync(params (string Name, string? Value)[] environment) => FinishAsync(Start(Launcher, environment));

    public static async Task<Result> FinishAsync(Process process)
    {
        using (process)
        {
            var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
            await process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(30));
            return new(process.ExitCode, await output, await error);
        }
    }

    public void Dispose() => Directory.Delete(_top, recursive: true);

    private static void WriteProgram(string path, string text)
    {
        File.WriteAllText(path, text);
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}
