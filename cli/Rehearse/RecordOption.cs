using System.Collections.Immutable;
using System.CommandLine;
using System.Runtime.InteropServices;
using TechCorp.PgInfra.Cli.Frame;
using TechCorp.PgInfra.Planning;
using TechCorp.PgInfra.Planning.Projects;
using TechCorp.PgInfra.Processes;
using TechCorp.PgInfra.Rehearsal.Plans;
using TechCorp.PgInfra.Review.Promotion.Records;

namespace TechCorp.PgInfra.Cli.Rehearse;

/// <summary><c>--record</c>: what a promotion will demand. Where the checkout stands is read before anything runs, and again at the end.</summary>
internal sealed class RecordOption
{
    /// <summary>The option.</summary>
    public Option<string?> Option { get; } = new("--record")
    {
        Description = "Write a record for './pg promote': into this file, or without one where promote looks for it, in .pg/records.", HelpName = "file", Arity = ArgumentArity.ZeroOrOne,
    };

    /// <summary>Where the checkout stands, or null when no record is wanted.</summary>
    /// <exception cref="InputException">The file cannot be written.</exception>
    public async Task<GitCheckout?> BeginAsync(VerbRun run, CancellationToken cancellation)
    {
        if (run.Parsed.GetResult(Option) is null) return null;
        if (run.ValueOrDefault(Option) is { } path) ResultFile.Demand("--record", path);
        return await GitCheckout.ReadAsync(run.Root, cancellation);
    }

    /// <summary>Says before the work that promote will refuse what comes of it: another major is here than the stack declares.</summary>
    public static void WarnOfMajor(ProgressLines progress, GitCheckout? began, StackConfiguration configuration, PostgresBinaries postgres)
    {
        if (began is not null && EstatePlans.MajorOf(configuration) is var declared && declared != postgres.Major)
        {
            progress.Say($"stack {configuration.Stack} declares PostgreSQL {declared}, and the servers in {postgres.Directory} are {postgres.Version}: promote will refuse the record. Install postgresql-{declared}, or name its servers with {PostgresBinaries.DirectoryVariable}.");
        }
    }

    /// <summary>Writes it, passed or not: that it failed is worth knowing too.</summary>
    /// <exception cref="InputException">The checkout is another one by now, or the file cannot be written.</exception>
    public async Task EndAsync(
        VerbRun run, GitCheckout? began, string kind, EstatePlans plans, string postgres, TimeSpan took,
        ImmutableArray<RecordedCheck> checks, IEnumerable<string> notRehearsed, CancellationToken cancellation)
    {
        if (began is null)
        {
            return;
        }

        var now = await GitCheckout.ReadAsync(run.Root, cancellation);
        if (now.Commit != began.Commit || !now.Changes.SequenceEqual(began.Changes))
        {
            throw new InputException($"no record was written: while this ran the checkout went from {Name(began)} to {Name(now)}, and what was read when nobody knows. Leave it alone and run the same command again.");
        }

        ImmutableArray<(string, string)> digests = [.. ((Plan?[])[plans.Estate, plans.DisasterRecovery]).OfType<Plan>().Select(p => (p.Stack, PlanDigest.Of(p)))];
        var path = run.ValueOrDefault(Option) ?? RecordFile.DefaultPath(run.Root, kind, digests[0].Item1, digests[0].Item2);
        var tools = ImmutableSortedDictionary<string, string>.Empty
            .Add(RehearsalRecord.PostgreSqlTool, postgres).Add("dotnet", Environment.Version.ToString()).Add("pulumi packages", plans.Estate.Sdk).Add("system", RuntimeInformation.OSDescription);
        if (plans.Estate.OfType("aws:ecs/service:Service").Any())
        {
            tools = tools.Add("pgbouncer", PgBouncerBinary.VersionOf(PgBouncerBinary.Find()).ToString());
        }

        var record = new RehearsalRecord
        {
            Kind = kind, Plans = digests, Commit = began.Commit, Changes = began.Changes, At = DateTimeOffset.UtcNow, Seconds = took.TotalSeconds,
            By = Who(began), Tools = tools, Checks = checks, NotRehearsed = [.. notRehearsed],
        };
        try
        {
            await RecordFile.SaveAsync(path, record, cancellation);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException(NoRoom.Is(e)
                ? $"--record: there is no room for the record: {NoRoom.Where(path)}. Make room there and run the same command again, or name a file elsewhere: --record FILE."
                : $"--record {path}: cannot be written: {e.Message} Name a file where you may write.");
        }

        run.Error.WriteLine($"pg: record: {Path.GetRelativePath(Environment.CurrentDirectory, path)}{(began.Changes.IsEmpty ? "" : "; promote will refuse it, since the checkout has changes that are in no commit")}");
    }

    private static string Name(GitCheckout checkout) => checkout.Commit[..12] + (checkout.Changes.IsEmpty ? "" : $" with {checkout.Changes.Length} changes");

    // In a pipeline the run is who did it, and where the rest can be read.
    private static string Who(GitCheckout checkout) =>
        Environment.GetEnvironmentVariable("GITHUB_ACTOR") is { Length: > 0 } actor
            ? $"{actor}, {Environment.GetEnvironmentVariable("GITHUB_SERVER_URL")}/{Environment.GetEnvironmentVariable("GITHUB_REPOSITORY")}/actions/runs/{Environment.GetEnvironmentVariable("GITHUB_RUN_ID")}"
            : $"{checkout.Author ?? Environment.UserName} on {Environment.MachineName}";
}
