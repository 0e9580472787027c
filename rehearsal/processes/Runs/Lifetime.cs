namespace TechCorp.PgInfra.Processes;

/// <summary>How long a run's servers live.</summary>
public enum Lifetime
{
    /// <summary>Until the command ends, however it ends: a watcher cleans up after <c>kill -9</c>.</summary>
    WithCommand,

    /// <summary>Until somebody opens the run again and deletes it.</summary>
    UntilDeleted,
}
