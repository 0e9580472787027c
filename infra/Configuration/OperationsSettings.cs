using System.Collections.Immutable;

namespace TechCorp.PgInfra.Infra.Configuration;

/// <summary>Monitoring of every instance.</summary>
/// <param name="EnhancedIntervalSeconds">Enhanced Monitoring: 0 (off), 1, 5, 10, 15, 30 or 60.</param>
/// <param name="InsightsRetentionDays">Performance Insights: 7, a multiple of 31 up to 713, or 731.</param>
/// <param name="LogRetentionDays">CloudWatch Logs retention, one of the values CloudWatch knows.</param>
public sealed record MonitoringSettings(int EnhancedIntervalSeconds, int InsightsRetentionDays, int LogRetentionDays);

/// <summary>Alarms of this stack.</summary>
/// <param name="Subscriptions">Who is told, besides the people who read the topic by themselves.</param>
/// <param name="Overrides">Thresholds that differ from the catalogue.</param>
public sealed record AlarmSettings(ImmutableArray<AlarmSubscription> Subscriptions, ImmutableArray<AlarmOverride> Overrides);

/// <summary>One subscription of the alarm topic.</summary>
/// <param name="Protocol">SNS protocol: <c>email</c>, <c>https</c>, <c>sqs</c>, <c>lambda</c>; or <c>slack</c>, through Amazon Q Developer in chat applications.</param>
/// <param name="Endpoint">Address in that protocol's form; for Slack the ids of workspace and channel, <c>T…/C…</c>.</param>
public sealed record AlarmSubscription(string Protocol, string Endpoint);

/// <summary>A threshold of this stack.</summary>
/// <param name="Alarm">Alarm name of the catalogue, e.g. <c>PostgresConnectionsHigh</c>.</param>
/// <param name="Instance">Identifier of the one instance it is for; null means every instance.</param>
/// <param name="Threshold">In a person's unit: <c>80%</c>, <c>20ms</c>, <c>1GB</c>, <c>400</c>.</param>
public sealed record AlarmOverride(string Alarm, string? Instance, string Threshold);

/// <summary>Customer keys and secrets.</summary>
/// <param name="KeyDeletionWindowDays">Days a deleted key can be brought back, 7 to 30.</param>
/// <param name="SecretRecoveryWindowDays">Days a deleted secret can be brought back: 7 to 30, or 0 for at once.</param>
public sealed record EncryptionSettings(int KeyDeletionWindowDays, int SecretRecoveryWindowDays);

/// <summary>Who answers for the estate (S53).</summary>
/// <param name="Team">Team name, e.g. <c>Data Engineering</c>.</param>
/// <param name="TechLead">Person.</param>
/// <param name="SlackChannel">With the leading <c>#</c>.</param>
public sealed record OwnershipSettings(string Team, string TechLead, string SlackChannel);
