namespace TechCorp.PgInfra.Rehearsal.Metrics;

/// <summary>What one server says of itself at one moment, in local units. Null where it has no such thing.</summary>
public sealed record NodeReading
{
    /// <summary>Client sessions, this program's own aside.</summary>
    public required long Sessions { get; init; }

    /// <summary>Of these, how many run a statement.</summary>
    public required long ActiveSessions { get; init; }

    /// <summary>Of those that run a statement, how many wait for something else than a processor: a lock, storage, another process.</summary>
    public required long WaitingSessions { get; init; }

    /// <summary>Seconds since the newest replayed commit; null on a writer.</summary>
    public required double? ReplaySeconds { get; init; }

    /// <summary>Age of the oldest unfrozen transaction, in transactions.</summary>
    public required long TransactionAge { get; init; }

    /// <summary>Log the slowest replication slot holds, bytes; null without slots.</summary>
    public required long? SlotLagBytes { get; init; }

    /// <summary>Size of pg_wal, bytes.</summary>
    public required long LogBytes { get; init; }

    /// <summary>Milliseconds spent reading blocks since the statistics began (<c>track_io_timing</c>).</summary>
    public required double ReadMilliseconds { get; init; }

    /// <summary>Blocks read since then.</summary>
    public required long BlocksRead { get; init; }

    /// <summary>Seconds its processes ran or waited for a processor, since they began.</summary>
    public required double ProcessorSeconds { get; init; }

    /// <summary>Size of the data folder without pg_wal, bytes; null when it was not asked for.</summary>
    public required long? DataBytes { get; init; }
}
