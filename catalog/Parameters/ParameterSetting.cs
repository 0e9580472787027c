namespace TechCorp.PgInfra.Catalog;

/// <summary>One parameter of one parameter group, ready for the RDS API.</summary>
/// <param name="Name">Parameter name, e.g. <c>shared_buffers</c>.</param>
/// <param name="Value">In the unit a person writes, e.g. <c>8GB</c>.</param>
/// <param name="EngineValue">In the engine's own unit, as RDS wants it, e.g. <c>1048576</c> pages of 8 kB.</param>
/// <param name="ApplyMethod">Static parameters wait for a reboot.</param>
public sealed record ParameterSetting(string Name, string Value, string EngineValue, ApplyMethod ApplyMethod);
