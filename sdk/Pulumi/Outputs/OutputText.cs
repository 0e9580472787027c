namespace Pulumi;

/// <summary>What an output says when it is used as text: its value does not exist yet, so printing it is a mistake.</summary>
internal static class OutputText
{
    private const string Message = """
        Calling [ToString] on an [Output<T>] is not supported.

        To get the value of an Output<T> as an Output<string> consider:
        1. o.Apply(v => $"prefix{v}suffix")
        2. Output.Format($"prefix{hostname}suffix");

        See https://www.pulumi.com/docs/concepts/inputs-outputs for more details.
        This function may throw in a future version of Pulumi.
        """;

    public static string Refuse()
    {
        if (Environment.GetEnvironmentVariable("PULUMI_ERROR_OUTPUT_STRING") is "1" or "true" or "True" or "TRUE")
            throw new InvalidOperationException(Message);
        Log.Warn(Message);
        return Message;
    }
}
