using System.CommandLine;
using System.Diagnostics;
using System.Runtime.Versioning;
using TechCorp.PgInfra.Cli.Frame;
using TechCorp.PgInfra.Cli.Tests.Support;

namespace TechCorp.PgInfra.Cli.Tests.Pipelines.Support;

/// <summary>
/// A folder with the pipelines' scripts, and stand-ins of everything they call, which note their arguments and refuse what they do not
/// know. `./pg` notes its arguments too, and answers as <c>PG_ANSWERS</c> says.
/// </summary>
[SupportedOSPlatform("linux")]
internal sealed class ScriptRun : IDisposable
{
    /// <summary>A password among the stack outputs.</summary>
    public const string Password = "hunter2-of-the-master";

    private const string Note = "#!/usr/bin/env bash\necho \"$(basename \"$0\") $*\" >>\"$CALLS\"\n";

    private static readonly Dictionary<string, string> Programs = new()
    {
        ["pulumi"] = Note + """
            case "$1 $2" in
                'preview --stack') echo '{"steps": []}' ;;
                'up --stack') echo 'Resources: 190 created' ;;
                'stack output') echo '{"masterPassword": "PASSWORD"}' ;;
                *) echo "pulumi: unknown: $*" >&2; exit 99 ;;
            esac
            """.Replace("PASSWORD", Password, StringComparison.Ordinal),
        ["gh"] = Note + """
            case "$*" in
                'api --paginate repos/o/r/issues/7/comments --jq '*) [ -z "${EXISTING:-}" ] || echo "$EXISTING" ;;
                'api --method POST repos/o/r/issues/7/comments --field body=@.pg/verdict.md --silent') ;;
                'api --method PATCH repos/o/r/issues/comments/42 --field body=@.pg/verdict.md --silent') ;;
                *) echo "gh: unknown: $*" >&2; exit 99 ;;
            esac
            """,
        ["sudo"] = Note + """
            case "$1 $2" in
                'apt-get update' | 'apt-get install' | '/usr/share/postgresql-common/pgdg/apt.postgresql.org.sh -y') ;;
                'tee /etc/postgresql-common/createcluster.conf') cat >/dev/null ;;
                *) echo "sudo: unknown: $*" >&2; exit 99 ;;
            esac
            """,
        ["terraform"] = Note + """
            case "$*" in
                "-chdir=$RUNNER_TEMP/terraform-providers providers mirror $RUNNER_TEMP/terraform-providers") grep -q hashicorp/aws "$RUNNER_TEMP/terraform-providers/main.tf" ;;
                *) echo "terraform: unknown: $*" >&2; exit 99 ;;
            esac
            """,
        ["curl"] = Note + """
            case "$*" in
                *' --output '*' https://truststore.pki.rds.amazonaws.com/global/global-bundle.pem') touch "$RUNNER_TEMP/global-bundle.pem" ;;
                *) echo "curl: unknown: $*" >&2; exit 99 ;;
            esac
            """,
        ["aws"] = Note + "echo \"aws: nothing here calls it: $*\" >&2; exit 99\n",
        ["git"] = Note + "[ \"$*\" = 'rev-parse HEAD' ] && echo c3bc83c36be5738005c2abdc5fef36804e55f5d7\n",
        ["pg"] = Note + """
            case "$*" in *'--outputs -'*) cat >>"$GIVEN" ;; esac
            case "$1" in
                preview) echo "${PREVIEW:-}" ;;
                *) echo "said by $1" ;;
            esac
            [ "${FAILING:-}" != "$1" ] || exit 3
            """,
    };

    private readonly string _top = Directory.CreateTempSubdirectory("pg scripts ").FullName;

    public ScriptRun()
    {
        Directory.CreateDirectory(Path.Combine(Root, ".github/scripts"));
        Directory.CreateDirectory(Path.Combine(_top, "bin"));
        Directory.CreateDirectory(Path.Combine(_top, "temp"));
        foreach (var script in Directory.GetFiles(Path.Combine(Tests.Support.Repository.Root, ".github/scripts")))
        {
            File.Copy(script, Path.Combine(Root, ".github/scripts", Path.GetFileName(script)));
        }

        // Whose majors the servers are of.
        foreach (var stack in Directory.GetFiles(Tests.Support.Repository.Root, "Pulumi.*.yaml"))
        {
            File.Copy(stack, Path.Combine(Root, Path.GetFileName(stack)));
        }

        foreach (var (name, text) in Programs)
        {
            var path = name == "pg" ? Path.Combine(Root, "pg") : Path.Combine(_top, "bin", name);
            File.WriteAllText(path, text);
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    /// <summary>The checkout the scripts run in.</summary>
    public string Root => Path.Combine(_top, "a repository");

    /// <summary>What was called, in order, with the folders of this run left out.</summary>
    public IReadOnlyList<string> Calls =>
        File.Exists(Path.Combine(_top, "calls")) ? [.. File.ReadAllLines(Path.Combine(_top, "calls")).Select(l => l.Replace(Path.Combine(_top, "temp"), "TEMP", StringComparison.Ordinal))] : [];

    /// <summary>What ./pg was given on standard input.</summary>
    public string Given => File.Exists(Path.Combine(_top, "given")) ? File.ReadAllText(Path.Combine(_top, "given")) : "";

    /// <summary>Every file the run left, by its path from the top; stand-ins, scripts and notes aside.</summary>
    public IReadOnlyDictionary<string, string> Files => Directory.GetFiles(_top, "*", SearchOption.AllDirectories)
        .Where(f => !f.StartsWith(Path.Combine(_top, "bin"), StringComparison.Ordinal) && !f.Contains("/.github/", StringComparison.Ordinal) && Path.GetFileName(f) is not ("calls" or "given" or "pg"))
        .ToDictionary(f => Path.GetRelativePath(_top, f), File.ReadAllText);

    public async Task<Result> RunAsync(string script, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo("bash", [Path.Combine(Root, ".github/scripts", script)]) { WorkingDirectory = Root, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment.Clear();
        foreach (var (name, value) in ((string, string)[])
        [
            ("PATH", $"{_top}/bin:/usr/bin:/bin"), ("HOME", _top), ("CALLS", $"{_top}/calls"), ("GIVEN", $"{_top}/given"), ("TMPDIR", $"{_top}/temp"), ("RUNNER_TEMP", $"{_top}/temp"),
            ("GITHUB_ENV", $"{_top}/env"), ("GITHUB_STEP_SUMMARY", $"{_top}/summary"), ("GITHUB_REPOSITORY", "o/r"), ("PULUMI_ORGANIZATION", "techcorp"), .. environment,
        ])
        {
            start.Environment[name] = value;
        }

        return await LauncherCopy.FinishAsync(Process.Start(start)!);
    }

    /// <summary>What the real verbs say against a noted call of ./pg; none when it is one they take.</summary>
    public static IEnumerable<string> Refused(string call)
    {
        // --connect's value holds no space here: what was one argument is one word.
        var words = call.Split(' ')[1..];
        var verb = Verbs.All.SingleOrDefault(v => v.Name == words[0]);
        if (verb is null)
        {
            return [$"{call}: there is no verb {words[0]}"];
        }

        var (root, command) = (new RootCommand { VerbRun.JsonOption }, new Command(verb.Name));
        verb.Describe(command);
        if (verb.ActsWithoutSubcommand)
        {
            command.SetAction(_ => 0);
        }

        root.Add(command);
        return root.Parse(words).Errors.Select(e => $"{call}: {e.Message}");
    }

    public void Dispose() => Directory.Delete(_top, recursive: true);
}
