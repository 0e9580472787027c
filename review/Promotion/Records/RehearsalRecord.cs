using System.Collections.Immutable;

namespace TechCorp.PgInfra.Review.Promotion.Records;

/// <summary>A check that was made.</summary>
/// <param name="What">One sentence, true when it passed.</param>
/// <param name="Failures">What was not so; none when it passed.</param>
public sealed record RecordedCheck(string What, ImmutableArray<string> Failures)
{
    /// <summary>True when it passed.</summary>
    public bool Passed => Failures.IsEmpty;
}

/// <summary>
/// That somebody has rehearsed these plans at this commit, and what came of it. Its integrity digest shows an edit by hand or a broken
/// copy; it is no signature: who can write the file can also forge it. What promotes must therefore take it from where it was made, as
/// the pipeline does, and the pipeline's own permissions are what protects it.
/// </summary>
public sealed record RehearsalRecord
{
    /// <summary><see cref="Rehearsal"/> or <see cref="Drills"/>.</summary>
    public required string Kind { get; init; }

    /// <summary>What was brought up: stack and <see cref="Planning.PlanDigest"/>; the stack with the writer first.</summary>
    public required ImmutableArray<(string Stack, string Digest)> Plans { get; init; }

    /// <summary>Hash of the commit.</summary>
    public required string Commit { get; init; }

    /// <summary>Files that differed from the commit; a record of such a checkout is one of nothing anybody else can get.</summary>
    public required ImmutableArray<string> Changes { get; init; }

    /// <summary>When it ended, UTC.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>How long it took, seconds.</summary>
    public required double Seconds { get; init; }

    /// <summary>Who ran it, and where.</summary>
    public required string By { get; init; }

    /// <summary>Program and version of what it ran on.</summary>
    public required ImmutableSortedDictionary<string, string> Tools { get; init; }

    /// <summary>Version of the servers it ran on; empty when it does not say.</summary>
    public string PostgreSql => Tools.GetValueOrDefault(PostgreSqlTool, "");

    /// <summary>What <see cref="Tools"/> calls the servers.</summary>
    public const string PostgreSqlTool = "postgresql";

    /// <summary>What was checked.</summary>
    public required ImmutableArray<RecordedCheck> Checks { get; init; }

    /// <summary>What the plans declare and the rehearsal does not show.</summary>
    public required ImmutableArray<string> NotRehearsed { get; init; }

    /// <summary>A rehearsal: the estate up, deployed into, every check.</summary>
    public const string Rehearsal = "rehearsal";

    /// <summary>All drills: the estate broken on purpose.</summary>
    public const string Drills = "drills";
}
