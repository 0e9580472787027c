using System.Collections.Immutable;

namespace TechCorp.PgInfra.Migrations;

/// <summary>Exit codes of every verb.</summary>
public static class ExitCode
{
    /// <summary>Done, or nothing to do.</summary>
    public const int Done = 0;

    /// <summary>Failed; what had been started was rolled back.</summary>
    public const int Failed = 1;

    /// <summary>Bad usage or bad configuration; nothing was started.</summary>
    public const int BadUsage = 2;

    /// <summary>A difference or a violation was found.</summary>
    public const int Difference = 3;
}

/// <summary>A problem a user can act on: printed as it is, without a stack trace, and never with a secret in it.</summary>
public sealed class PostDeployException(int exitCode, ImmutableArray<string> problems, Exception? cause = null)
    : Exception(string.Join(Environment.NewLine, problems), cause)
{
    public PostDeployException(int exitCode, string problem, Exception? cause = null)
        : this(exitCode, [problem], cause)
    {
    }

    /// <summary>One of <see cref="Migrations.ExitCode"/>.</summary>
    public int ExitCode { get; } = exitCode;

    /// <summary>Every problem of the input at once.</summary>
    public ImmutableArray<string> Problems { get; } = problems;
}
