namespace TechCorp.PgInfra.Processes;

/// <summary>A server or tool did not do what it was started for; the message holds what it said itself.</summary>
public sealed class ProcessException(string message, Exception? inner = null) : Exception(message, inner);
