namespace TechCorp.PgInfra.Operations.Runbooks.Aws;

/// <summary>A call of the <c>aws</c> CLI failed; the message says what to do about it.</summary>
/// <param name="code">Error code of the API, for example <c>DBInstanceNotFound</c>, or one of <see cref="AwsError"/>'s own words.</param>
/// <param name="message">One sentence with the way out.</param>
public sealed class AwsException(string code, string message) : RunbookException(message)
{
    /// <summary>Error code of the API.</summary>
    public string Code { get; } = code;

    /// <summary>True for what passes by itself: asking again later is the right answer.</summary>
    public bool IsPassing => Code is AwsError.Unreachable or AwsError.TimedOut or "RequestTimeout" or "ServiceUnavailable" or "InternalFailure" || AwsError.IsThrottling(Code);
}
