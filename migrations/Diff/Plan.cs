using System.Collections.Immutable;
using TechCorp.PgInfra.Migrations.Sql;

namespace TechCorp.PgInfra.Migrations.Diff;

/// <summary>Parts of the plan, in the order they are carried out.</summary>
public enum Section
{
    Roles,
    Ownership,
    Schemas,
    Pooler,
    Database,
    Privileges,
    DefaultPrivileges,
    Memberships,
    Settings,
    Passwords,
    Extensions,

    /// <summary>Memberships of the login that runs the step; taken away last, it may need them until then.</summary>
    OwnMemberships,
}

/// <summary>One difference as a person reads it.</summary>
/// <param name="Sign"><c>+</c> missing and added, <c>-</c> not declared and taken away, <c>~</c> set to the declared value.</param>
public sealed record PlanLine(Section Section, char Sign, string Text)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Sign} {Text}";
}

/// <summary>One statement and the differences it removes; none for the temporary memberships around the others.</summary>
public sealed record PlanStatement(Section Section, SqlText Sql, ImmutableArray<PlanLine> Lines);

/// <summary>What separates a server from the declaration.</summary>
public sealed record Plan
{
    /// <summary>In the order they run, all in one transaction.</summary>
    public required ImmutableArray<PlanStatement> Statements { get; init; }

    /// <summary>Differences that only take away, left alone because of <c>--additive</c>.</summary>
    public required ImmutableArray<PlanLine> Withheld { get; init; }

    /// <summary>Differences this login cannot remove, each with who can; they keep the exit code at 3.</summary>
    public required ImmutableArray<string> Blocked { get; init; }

    /// <summary>Roles and objects the catalogue does not know; never touched.</summary>
    public required ImmutableArray<string> Unknown { get; init; }

    /// <summary>The differences the statements remove.</summary>
    public IEnumerable<PlanLine> Lines => Statements.SelectMany(s => s.Lines);

    /// <summary>True when there is nothing to run.</summary>
    public bool IsEmpty => Statements.IsEmpty;

    /// <summary>0 when the server is as declared, 3 otherwise.</summary>
    public int ExitCode => IsEmpty && Blocked.IsEmpty ? Migrations.ExitCode.Done : Migrations.ExitCode.Difference;
}
