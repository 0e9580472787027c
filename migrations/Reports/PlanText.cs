using TechCorp.PgInfra.Migrations.Apply;
using TechCorp.PgInfra.Migrations.Diff;
using TechCorp.PgInfra.Migrations.Sql;

namespace TechCorp.PgInfra.Migrations.Reports;

/// <summary>A plan as a person reads it: the differences by part, what cannot be removed, what is unknown, then the SQL.</summary>
public static class PlanText
{
    /// <summary>The differences of a run.</summary>
    public static void WriteDifferences(TextWriter output, RunResult result, string title)
    {
        var server = result.Server;
        output.WriteLine($"{title}: database {Identifier.Show(server.Database)}, PostgreSQL {server.Version}, as {Identifier.Show(server.User)}");
        foreach (var section in result.Plan.Lines.GroupBy(l => l.Section))
        {
            output.WriteLine();
            output.WriteLine(Heading(section.Key));
            foreach (var line in section)
            {
                output.WriteLine($"  {line}");
            }
        }

        Part(output, "baseline", result.Files.Select(f => $"+ {f.Path}"));
        Part(output, "withheld by --additive", result.Plan.Withheld.Select(l => l.ToString()));
        Part(output, "not in this login's power", result.Plan.Blocked);
        Part(output, "unknown, left alone", result.Plan.Unknown.Select(u => $"? {u}"));
        Part(output, "declared exceptions to isolation", result.Desired.IsolationExceptions.Select(e => $"! {e}"));
        output.WriteLine();
    }

    /// <summary>The statements as they would run, pasteable into psql; verifiers are psql variables.</summary>
    public static void WriteSql(TextWriter output, Plan plan)
    {
        output.WriteLine("BEGIN;");
        foreach (var statement in plan.Statements)
        {
            output.WriteLine($"{statement.Sql.Shown};");
        }

        output.WriteLine("COMMIT;");
    }

    /// <summary>How much of each sign: <c>98 to add, 2 to change, 3 to take away, 6 files to apply</c>.</summary>
    public static string Counts(RunResult result, string add, string change, string remove, string apply)
    {
        var bySign = result.Plan.Lines.ToLookup(l => l.Sign);
        var files = result.Files.Length;
        return $"{bySign['+'].Count()} {add}, {bySign['~'].Count()} {change}, {bySign['-'].Count()} {remove}"
            + (files == 0 ? "" : $", {files} file{(files == 1 ? "" : "s")} {apply}");
    }

    /// <summary>Where the time went.</summary>
    public static string Timing(RunTiming timing) => FormattableString.Invariant(
        $"connect {timing.Connect.TotalMilliseconds:0} ms, server {timing.Server.TotalMilliseconds:0} ms in {timing.RoundTrips} round trips, run {timing.Total.TotalMilliseconds:0} ms, peak memory {PeakMegabytes()} MB");

    private static long PeakMegabytes()
    {
        using var process = System.Diagnostics.Process.GetCurrentProcess();
        return process.PeakWorkingSet64 / (1024 * 1024);
    }

    private static void Part(TextWriter output, string heading, IEnumerable<string> lines)
    {
        var first = true;
        foreach (var line in lines)
        {
            if (first)
            {
                output.WriteLine();
                output.WriteLine(heading);
                first = false;
            }

            output.WriteLine($"  {line}");
        }
    }

    private static string Heading(Section section) => section switch
    {
        Section.DefaultPrivileges => "default privileges",
        Section.OwnMemberships => "memberships of the connecting login",
        _ => section.ToString().ToLowerInvariant(),
    };
}
