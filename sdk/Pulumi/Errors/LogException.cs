namespace Pulumi;

/// <summary>Sending a log message failed.</summary>
public class LogException(Exception exception) : Exception("Error occurred during logging", exception);
