using System.Diagnostics;
using System.Text.Json.Nodes;
using TechCorp.PgInfra.Catalog;

namespace TechCorp.PgInfra.Operations.Tests.Checks;

/// <summary><c>./pg ops</c> as a process of its own: what is printed, what a pipeline gets, and how it ends.</summary>
[Collection(OnCheckedServers.Name)]
public sealed class The_command_tells_people_and_programs(CheckedServers servers)
{
    private string ConnInfo(string login) => $"host={servers.Primary.Address} port={servers.Primary.Port} dbname={Database.Name} user={login} sslmode=disable";

    [Fact]
    [Trait("Requirement", "S51")]
    [Trait("Majors", "every")]
    public async Task Health_ranks_every_check_worst_first()
    {
        await using var owner = await servers.ConnectAsync(Database.MasterUsername);
        await owner.RunAsync("CREATE TABLE parent (id int PRIMARY KEY); CREATE TABLE child (parent int REFERENCES parent)");
        try
        {
            var (code, output, error) = await RunAsync(["ops", "health", "--json", "--connect", ConnInfo(Logins.Monitor)]);

            Assert.Equal("", error);
            Assert.Equal(3, code);
            var health = JsonNode.Parse(output)!.AsObject();
            Assert.Equal(["at", "target", "node", "login", "level", "checks"], health.Select(p => p.Key));
            Assert.Equal("warning", health["level"]!.GetValue<string>());
            var checks = health["checks"]!.AsArray();
            Assert.Equal(["bloat", "connections", "deadlocks", "lag", "locks", "missing-indexes", "sizes", "slow-queries", "wraparound"],
                checks.Select(c => c!["check"]!.GetValue<string>()).Order(StringComparer.Ordinal));
            string[] rank = ["critical", "warning", "skipped", "ok"];
            Assert.Equal(checks.Select(c => Array.IndexOf(rank, c!["level"]!.GetValue<string>())).Order(), checks.Select(c => Array.IndexOf(rank, c!["level"]!.GetValue<string>())));
            var missing = checks.Single(c => c!["check"]!.GetValue<string>() == "missing-indexes")!.AsObject();
            Assert.Equal(["check", "level", "summary", "findings", "skipped", "notes", "tables"], missing.Select(p => p.Key));
            Assert.Equal("CREATE INDEX CONCURRENTLY ON public.child (parent)", missing["findings"]![0]!["next"]!.GetValue<string>());
            Assert.Equal(["table_name", "foreign_key", "columns", "referenced", "size_bytes"], missing["tables"]!["foreign-keys"]![0]!.AsObject().Select(p => p.Key));
        }
        finally
        {
            await owner.RunAsync("DROP TABLE child, parent");
        }
    }

    /// <summary>Plain in a pipe: no colour, no wrapped line, and the sentence a person acts on.</summary>
    [Fact]
    public async Task A_check_that_was_not_answered_is_skipped_and_ends_with_1()
    {
        var (code, output, error) = await RunAsync(["ops", "locks", "--connect", ConnInfo(CheckedServers.Stranger)]);

        Assert.Equal(("", 1), (error, code));
        Assert.Equal($"""
            locks: {servers.Primary.Address}, as stranger

            skipped   tree: stranger is no member of pg_read_all_stats and sees its own sessions only; connect as monitor, or have the master run GRANT pg_monitor TO stranger

            """, output);
    }

    [Fact]
    public async Task Nobody_is_ended_without_being_asked_about()
    {
        await using var client = await servers.ConnectAsync(CheckedServers.Direct, "notebook");
        await client.RunAsync("SELECT 1");
        await Task.Delay(350);
        string[] command = ["ops", "terminate-idle", "--older-than", "300ms", "--connect", ConnInfo(Database.MasterUsername)];

        var refused = await RunAsync(command);
        var stillThere = await client.ValueAsync<int>("SELECT 1");
        await Task.Delay(350);
        var done = await RunAsync([.. command, "--yes"]);

        Assert.Equal((2, 1), (refused.Code, stillThere));
        Assert.Contains($"  end        {client.ProcessID}  ", refused.Output, StringComparison.Ordinal);
        Assert.Equal("pg: 1 session would be ended, and there is no terminal to ask on: run it again with --yes.\n", refused.Error);
        Assert.Equal(0, done.Code);
        Assert.EndsWith("ended 1 of 1\n", done.Output, StringComparison.Ordinal);
        await Assert.ThrowsAnyAsync<Npgsql.NpgsqlException>(() => client.RunAsync("SELECT 1"));
    }

    /// <summary>The list of processes is everybody's to read.</summary>
    [Fact]
    public async Task A_password_on_the_command_line_is_refused_and_not_repeated()
    {
        var (code, output, error) = await RunAsync(["ops", "health", "--connect", ConnInfo("monitor") + " password=hunter2"]);

        Assert.Equal((2, ""), (code, output));
        Assert.StartsWith("pg: --connect holds a password", error, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_one_sentence()
    {
        var (code, output, error) = await RunAsync(["ops", "lag", "--connect", "host=127.0.0.1 port=1 sslmode=disable"]);

        Assert.Equal((1, "", "pg: nothing listens at 127.0.0.1:1: check host and port, and that the instance is running\n"), (code, output, error));
    }

    /// <summary><c>--watch | head</c>: .NET goes on writing where nobody reads, and a question that nobody hears would be asked for ever.</summary>
    [Fact]
    public async Task Watching_ends_when_its_reader_has_gone()
    {
        using var process = Start(["ops", "locks", "--watch", "0.5", "--connect", ConnInfo(Logins.Monitor)]);
        await process.StandardOutput.ReadLineAsync();
        process.StandardOutput.Close();

        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(10));
        Assert.Equal(0, process.ExitCode);
    }

    /// <summary>Watched from a pipe it is a log: a line with the time for each thing found, through a restart of the server, until Ctrl-C.</summary>
    [Fact]
    public async Task Watching_goes_on_through_a_restart_and_ends_with_CtrlC()
    {
        using var process = Start(["ops", "locks", "--watch", "0.5", "--connect", ConnInfo(Logins.Monitor)]);
        var lines = new System.Collections.Concurrent.BlockingCollection<string>();
        _ = Task.Run(async () => { while (await process.StandardOutput.ReadLineAsync() is { } line) lines.Add(line); });
        _ = Task.Run(async () => { while (await process.StandardError.ReadLineAsync() is { } line) lines.Add(line); });
        Expect("^[-0-9T:]+Z  locks  ok  nobody waits$");

        await servers.Primary.StopAsync();
        Expect("^[-0-9T:]+Z  lost: .*; asking again$");
        await servers.Primary.StartAsync();
        Expect("^[-0-9T:]+Z  locks  ok  nobody waits$");
        using (var kill = Process.Start("kill", ["-INT", $"{process.Id}"])) await kill.WaitForExitAsync();
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(10));

        Assert.Equal(0, process.ExitCode);
        await servers.CaughtUpAsync();

        void Expect(string pattern)
        {
            var until = DateTime.UtcNow.AddSeconds(15);
            while (lines.TryTake(out var line, TimeSpan.FromMilliseconds(Math.Max(0, (until - DateTime.UtcNow).TotalMilliseconds))))
                if (System.Text.RegularExpressions.Regex.IsMatch(line, pattern)) return;
            Assert.Fail($"no line like {pattern}");
        }
    }

    private static Process Start(string[] arguments)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "pg.dll");
        var start = new ProcessStartInfo(Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : "dotnet", ["exec", program, .. arguments])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        start.Environment["PGPASSWORD"] = CheckedServers.Password;
        return Process.Start(start)!;
    }

    private static async Task<(int Code, string Output, string Error)> RunAsync(string[] arguments)
    {
        using var process = Start(arguments);
        process.StandardInput.Close();
        var error = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output, await error);
    }
}
