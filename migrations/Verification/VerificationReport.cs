using System.Collections.Immutable;

namespace TechCorp.PgInfra.Migrations.Verification;

/// <summary>How a cell differs from what is declared.</summary>
public enum Finding
{
    /// <summary>More than declared.</summary>
    Extra,

    /// <summary>Less than declared.</summary>
    Missing,

    /// <summary>The statement failed for a reason that is not a missing privilege.</summary>
    Unclear,
}

/// <summary>One wrong cell.</summary>
/// <param name="Finding">More, less, or not to be told.</param>
/// <param name="Role">Who.</param>
/// <param name="Schema">Where; null for what concerns the server or the login itself.</param>
/// <param name="What">Privilege as people say it, e.g. <c>select on future tables</c>.</param>
/// <param name="Objects">Objects that show it, without the schema; empty when it is about the schema or the role.</param>
/// <param name="Statement">What shows it; pasted into psql as the master's or the login's session it answers the same.</param>
/// <param name="Answer">What the server answered, or what it ought to have refused.</param>
/// <param name="Acted">True when the statement was run as the role; false when the catalogue was asked.</param>
public sealed record Violation(
    Finding Finding, string Role, string? Schema, string What, ImmutableArray<string> Objects, string Statement, string Answer, bool Acted);

/// <summary>One row of the matrix: a role in a schema.</summary>
/// <param name="Role">Login, or <c>PUBLIC</c>.</param>
/// <param name="Schema">Schema.</param>
/// <param name="Declared">What the catalogue declares.</param>
/// <param name="Existing">What was possible with the schema and on every object that is there.</param>
/// <param name="Future">What was possible on objects made as the owner makes them.</param>
public sealed record MatrixRow(
    string Role, string Schema, ImmutableSortedSet<Privilege> Declared, ImmutableSortedSet<Privilege> Existing, ImmutableSortedSet<Privilege> Future)
{
    internal bool IsClosed => Declared.IsEmpty && Existing.IsEmpty && Future.IsEmpty;
}

/// <summary>The outcome of a verification.</summary>
public sealed record VerificationReport
{
    /// <summary>Logins that cross schemas on purpose, each with its reason (S19).</summary>
    public required ImmutableArray<string> IsolationExceptions { get; init; }

    /// <summary>Logins that were tried, in every schema.</summary>
    public required ImmutableArray<string> Logins { get; init; }

    /// <summary>Schemas they were tried in: the catalogue's, then whatever else the database has.</summary>
    public required ImmutableArray<string> Schemas { get; init; }

    /// <summary>What is declared or was possible. A login and a schema without a row: closed, as declared and as tried.</summary>
    public required ImmutableArray<MatrixRow> Matrix { get; init; }

    /// <summary>Every wrong cell; none when the server is as declared.</summary>
    public required ImmutableArray<Violation> Violations { get; init; }

    /// <summary>Statements that were run as one of the roles.</summary>
    public required long Statements { get; init; }

    /// <summary>
    /// Privileges that could not be tried, because a table was in use or there is no harmless statement (procedures), and for
    /// which the server's own has_..._privilege() functions answered.
    /// </summary>
    public required long Asked { get; init; }

    /// <summary>Logins that were opened with their password over TLS; zero when no password was given.</summary>
    public int LoginsOpened { get; init; }

    /// <summary>Wall-clock time.</summary>
    public required TimeSpan Took { get; init; }

    /// <summary>True when nothing is more and nothing is less than declared.</summary>
    public bool AsDeclared => Violations.IsEmpty;

    /// <summary>The report with what another part found.</summary>
    internal VerificationReport With(LoginFindings logins) => this with
    {
        Violations = [.. Violations, .. logins.Violations],
        Statements = Statements + logins.Statements,
        LoginsOpened = logins.Opened,
        Took = Took + logins.Took,
    };
}

/// <summary>What opening the logins showed.</summary>
internal sealed record LoginFindings(ImmutableArray<Violation> Violations, int Opened, long Statements, TimeSpan Took);
