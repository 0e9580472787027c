namespace Pulumi;

/// <summary>Messages of the program to whoever runs it. An error fails the run.</summary>
public static class Log
{
    /// <summary>Shown only when debugging.</summary>
    public static void Debug(string message, Resource? resource = null, int? streamId = null, bool? ephemeral = null)
        => Write(LogLevel.Debug, message);

    /// <summary>Shown.</summary>
    public static void Info(string message, Resource? resource = null, int? streamId = null, bool? ephemeral = null)
        => Write(LogLevel.Information, message);

    /// <summary>Shown as a warning.</summary>
    public static void Warn(string message, Resource? resource = null, int? streamId = null, bool? ephemeral = null)
        => Write(LogLevel.Warning, message);

    /// <summary>Shown as an error; the run fails when it ends.</summary>
    public static void Error(string message, Resource? resource = null, int? streamId = null, bool? ephemeral = null)
        => Write(LogLevel.Error, message);

    /// <summary>An exception, as an error.</summary>
    public static void Exception(Exception exception, Resource? resource = null, int? streamId = null, bool? ephemeral = null)
        => Write(LogLevel.Error, exception.ToString());

    private static void Write(LogLevel level, string message) => Pulumi.Deployment.Running.Run.Log(level, message);
}
