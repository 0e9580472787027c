namespace TechCorp.PgInfra.Cli.Frame;

/// <summary>Exit codes of every verb.</summary>
internal static class ExitCodes
{
    /// <summary>Done.</summary>
    public const int Done = 0;

    /// <summary>It was tried and failed.</summary>
    public const int Failed = 1;

    /// <summary>Bad usage or bad configuration: nothing was tried.</summary>
    public const int BadInput = 2;

    /// <summary>It ran, and found a difference or a violation.</summary>
    public const int Found = 3;
}
