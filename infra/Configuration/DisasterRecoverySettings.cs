namespace TechCorp.PgInfra.Infra.Configuration;

/// <summary>The cross-region copy of another stack (S48).</summary>
/// <param name="SourceStack">Fully qualified stack that holds the primary: <c>organization/project/stack</c>.</param>
/// <param name="SourceRegion">Region of that stack; decides whether automated backups can be replicated here.</param>
/// <param name="Promoted">True turns the warm replica into a standalone primary in place. It can not be turned back.</param>
/// <param name="ReplicatedBackupRetentionDays">Retention of the backups replicated from the source's region, 1 to 35 days.</param>
public sealed record DisasterRecoverySettings(string SourceStack, string SourceRegion, bool Promoted, int ReplicatedBackupRetentionDays);
