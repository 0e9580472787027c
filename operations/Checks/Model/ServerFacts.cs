namespace TechCorp.PgInfra.Operations.Checks;

/// <summary>What a session knows of its server and of itself before it asks anything.</summary>
/// <param name="Major">Major version: 15, 16, 17 ...</param>
/// <param name="Version">As the server prints it.</param>
/// <param name="InRecovery">True on a replica.</param>
/// <param name="Login">The role it is.</param>
/// <param name="Database">The database it is in; most catalogs tell of that one alone.</param>
/// <param name="ReadsAllStats">Member of pg_read_all_stats, or superuser.</param>
/// <param name="IsMonitor">Member of pg_monitor, or superuser.</param>
/// <param name="MaySignal">Member of pg_signal_backend, or superuser.</param>
/// <param name="StatementsSchema">Schema of pg_stat_statements, quoted; null when this database has none.</param>
/// <param name="CountsStatements">True when the library is loaded.</param>
/// <param name="MaxConnections">max_connections in force.</param>
/// <param name="IsRds">True where RDS's own settings are found.</param>
public sealed record ServerFacts(
    int Major, string Version, bool InRecovery, string Login, string Database, bool ReadsAllStats, bool IsMonitor, bool MaySignal,
    string? StatementsSchema, bool CountsStatements, int MaxConnections, bool IsRds);
