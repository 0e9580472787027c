namespace TechCorp.PgInfra.Rehearsal.Drills;

/// <summary>A drill could not be carried out to its end; the message says how far it came.</summary>
public sealed class DrillException(string message, Exception? inner = null) : Exception(message, inner);
