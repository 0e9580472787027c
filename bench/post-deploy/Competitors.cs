using TechCorp.PgInfra.Processes;

namespace TechCorp.PgInfra.Bench.PostDeploy;

/// <summary>A tool that runs a file of SQL.</summary>
/// <param name="Name">With its version.</param>
/// <param name="Prepare">Writes the tool's own project around the SQL into a folder.</param>
/// <param name="Command">Program and arguments for a server.</param>
/// <param name="Again">False when the same SQL cannot run twice.</param>
internal sealed record Competitor(string Name, Action<string, string> Prepare, Func<Server, string, (string Program, string[] Arguments)> Command, bool Again);

/// <summary>psql as the floor, sqitch from Debian, dbmate and node-pg-migrate from npm.</summary>
internal static class Competitors
{
    public static async Task<IReadOnlyList<Competitor>> PrepareAsync(RunDirectory run, CancellationToken cancellation)
    {
        var folder = Path.Combine(run.Path, "npm");
        Directory.CreateDirectory(folder);
        await File.WriteAllTextAsync(Path.Combine(folder, "package.json"), "{\"private\": true}", cancellation);
        Console.Error.WriteLine("installing dbmate and node-pg-migrate into a folder of this run");
        await Measured.RunAsync(folder, "npm", ["install", "--no-audit", "--no-fund", "--silent", "dbmate@2.36.0", "node-pg-migrate@8.0.4", "pg@8"], cancellation);
        string Bin(string name) => Path.Combine(folder, "node_modules", ".bin", name);

        var list = new List<Competitor>
        {
            new("psql -1", (where, sql) => File.WriteAllText(Path.Combine(where, "all.sql"), sql),
                (server, where) => (PostgresBinaries.Find().Path("psql"),
                    ["-X", "-q", "-1", "-v", "ON_ERROR_STOP=1", "-h", "127.0.0.1", "-p", $"{server.Port}", "-U", Server.Master, "-f", "all.sql", "techcorp"]), false),
            new("dbmate 2.36", (where, sql) => Write(where, "db/migrations/0001_all.sql", "-- migrate:up\n" + sql + "\n-- migrate:down\n"),
                (server, where) => (Bin("dbmate"), ["--url", server.Url, "--no-dump-schema", "migrate"]), true),
            new("node-pg-migrate 8.0", (where, sql) => Write(where, "migrations/1_all.sql", "-- Up Migration\n" + sql + "\n"),
                (server, where) => ("/usr/bin/env", ["DATABASE_URL=" + server.Url, Bin("node-pg-migrate"), "up", "-m", "migrations", "--migration-file-language", "sql"]), true),
        };
        if (File.Exists("/usr/bin/sqitch"))
        {
            list.Add(new("sqitch 1.3", (where, sql) =>
            {
                Write(where, "sqitch.conf", "[core]\n\tengine = pg\n[user]\n\tname = bench\n\temail = bench@example.com\n");
                Write(where, "sqitch.plan", "%syntax-version=1.0.0\n%project=bench\n\nall 2026-01-01T00:00:00Z bench <bench@example.com> # all\n");
                Write(where, "deploy/all.sql", "BEGIN;\n" + sql + "\nCOMMIT;\n");
            }, (server, where) => ("sqitch", ["deploy", "--target", $"db:pg://{Server.Master}@127.0.0.1:{server.Port}/techcorp"]), true));
        }

        return list;
    }

    private static void Write(string folder, string name, string text)
    {
        var path = Path.Combine(folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }
}
