using System.Diagnostics;
using System.Text;

namespace TechCorp.PgInfra.Rehearsal.Tests.Runs;

/// <summary>
/// The command itself, as a process, with a state folder that has a space in its name. What it leaves when it is killed is found
/// again and removed, and one command of a checkout runs at a time.
/// </summary>
public sealed class A_killed_command_leaves_nothing_behind : IAsyncLifetime
{
    private readonly string _state = Directory.CreateTempSubdirectory("pg t").FullName;

    public A_killed_command_leaves_nothing_behind()
    {
        // Under root the servers' user has to get through.
        File.SetUnixFileMode(_state, File.GetUnixFileMode(_state) | UnixFileMode.OtherExecute);
    }

    public async Task DisposeAsync()
    {
        // A test that failed halfway must not leave what it accuses the command of.
        await Start("rehearse", "down").EndAsync();
        Directory.Delete(_state, recursive: true);
    }

    public Task InitializeAsync() => Task.CompletedTask;

    [Fact]
    public async Task After_kill_9_a_second_command_finds_it_and_down_removes_everything()
    {
        using var first = Start("rehearse", "--stack", "staging");
        await first.UntilAsync("start (");
        var second = await Start("rehearse", "--stack", "staging").EndAsync();
        Assert.Equal(1, second.ExitCode);
        Assert.Equal(
            $"pg: another ./pg of this checkout (process {first.Process.Id}) is bringing an estate up or taking it down; wait for it, or stop it with ./pg rehearse down.",
            second.Error.Trim());

        first.Process.Kill();
        await first.Process.WaitForExitAsync();
        Assert.NotEmpty(Servers());

        var down = await Start("rehearse", "down").EndAsync();
        Assert.Equal((0, "everything is down"), (down.ExitCode, down.Output.Trim()));
        Assert.Empty(Servers());
        Assert.Empty(Runs());
        Assert.DoesNotContain(Directory.EnumerateFiles(_state, "*", SearchOption.AllDirectories), f => Path.GetFileName(f) is "lock" or "holder");
        var again = await Start("rehearse", "down").EndAsync();
        Assert.Equal((0, "nothing was up"), (again.ExitCode, again.Output.Trim()));
    }

    /// <summary>Ctrl-C and a pipeline's SIGTERM: the command takes down what it began before it ends.</summary>
    [Fact]
    public async Task Down_stops_a_command_that_is_still_at_work_and_it_cleans_up()
    {
        using var first = Start("rehearse", "--stack", "staging");
        await first.UntilAsync("start (");
        var down = await Start("rehearse", "down").EndAsync();
        Assert.Equal((0, "everything is down"), (down.ExitCode, down.Output.Trim()));
        await first.Process.WaitForExitAsync();
        Assert.Equal(130, first.Process.ExitCode);
        Assert.Empty(Servers());
        Assert.Empty(Runs());
    }

    /// <summary>A mistake in the plan is told before anything is left running.</summary>
    [Fact]
    public async Task A_stack_that_cannot_be_rehearsed_is_refused_and_leaves_nothing()
    {
        var refused = await Start("rehearse", "--stack", "dr").EndAsync();
        Assert.Equal(2, refused.ExitCode);
        Assert.Contains("pg: stack dr copies techcorp/techcorp-pg-infra/prod; an estate is rehearsed by the stack that has the writer: ./pg rehearse --stack prod", refused.Error, StringComparison.Ordinal);
        Assert.Empty(Servers());
        Assert.Empty(Runs());
    }

    /// <summary>One command to copy, and nothing installed where the user has said which programs are meant.</summary>
    [Fact]
    public async Task Without_PostgreSQL_15_it_says_the_one_command_that_installs_it()
    {
        var refused = await new Command(_state, ["rehearse"], ("PG_BINDIR", "/nowhere")).EndAsync();
        Assert.Equal(1, refused.ExitCode);
        Assert.Equal(
            "pg: PostgreSQL 15 is not on this machine. Looked in $PG_BINDIR, /usr/lib/postgresql/15/bin, /usr/pgsql-15/bin and PATH. Install it as root with: apt-get install -y --no-install-recommends postgresql-15",
            refused.Error.Trim());
        Assert.Empty(Runs());
    }

    /// <summary>A misspelt name is told before a minute of work, with the nearest that exists.</summary>
    [Fact]
    public async Task An_unknown_login_is_refused_before_anything_starts()
    {
        var refused = await Start("rehearse", "--login", "auth_servce").EndAsync();
        Assert.Equal(2, refused.ExitCode);
        Assert.StartsWith("pg: there is no login 'auth_servce'. Did you mean 'auth_service'?", refused.Error, StringComparison.Ordinal);
        Assert.Empty(Runs());
    }

    private IEnumerable<string> Runs() => Directory.EnumerateFiles(_state, "run.json", SearchOption.AllDirectories);

    // Numbers of the processes that work inside the state folder.
    private List<string> Servers() =>
        [.. Directory.EnumerateDirectories("/proc").Where(p => int.TryParse(Path.GetFileName(p), out _)).Where(p =>
        {
            try
            {
                return new FileInfo(Path.Combine(p, "cwd")).LinkTarget?.StartsWith(_state, StringComparison.Ordinal) == true;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                return false;
            }
        })];

    private Command Start(params string[] arguments) => new(_state, arguments);

    private sealed class Command : IDisposable
    {
        private readonly StringBuilder _error = new();
        private readonly Task<string> _output;
        private readonly Task _errors;

        public Command(string state, string[] arguments, params (string Name, string Value)[] environment)
        {
            var start = new ProcessStartInfo(Environment.ProcessPath!, [Path.Combine(AppContext.BaseDirectory, "pg.dll"), .. arguments])
            {
                RedirectStandardOutput = true, RedirectStandardError = true,
                Environment = { ["XDG_STATE_HOME"] = state },
            };
            foreach (var (name, value) in environment)
                start.Environment[name] = value;
            Process = Process.Start(start)!;
            _output = Process.StandardOutput.ReadToEndAsync();
            _errors = Task.Run(async () =>
            {
                while (await Process.StandardError.ReadLineAsync() is { } line)
                    lock (_error) _error.AppendLine(line);
            });
        }

        public Process Process { get; }

        private string Error
        {
            get
            {
                lock (_error) return _error.ToString();
            }
        }

        public async Task UntilAsync(string text)
        {
            while (!Error.Contains(text, StringComparison.Ordinal))
            {
                Assert.False(Process.HasExited, $"it ended before it said '{text}': {Error}");
                await Task.Delay(20);
            }
        }

        public async Task<(int ExitCode, string Output, string Error)> EndAsync()
        {
            using (this)
            {
                await Process.WaitForExitAsync();
                await _errors;
                return (Process.ExitCode, await _output, Error);
            }
        }

        public void Dispose()
        {
            if (!Process.HasExited) Process.Kill();
            Process.Dispose();
        }
    }
}
