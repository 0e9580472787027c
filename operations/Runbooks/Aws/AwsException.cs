namespace TechCorp.PgInfra.Operations.Runbooks.Aws;

/// <summary>A call of the <c>aws</c> CLI failed; the message says what to do about it.</summary>
/// <param name="code">Error code of the API, for example <c>DBInstanceNotFound</c>, or one of <see cref="AwsError"/>'s own words.</param>
/// <param name="message">One sentence with the way out.</param>
public sealed class AwsException(string code, string message) : RunbookException(message)
{
    /// <summary>Error code of the API.</summary>
    public string Code { get; } = code;

    /// <summary>True when nobody answered, or only to say that the service is down: a lost region is like that. Who throttles is there.</summary>
    public bool IsSilence => IsPassing && !AwsError.IsThrottling(Code);

    /// <summary>True for what passes by itself: asking again later is the right answer.</summary>
    public bool IsPassing => Code is AwsError.Unreachable or AwsError.TimedOut or "RequestTimeout" or "ServiceUnavailable" or "InternalFailure" || AwsError.IsThrottling(Code);
}
