using System.Text.RegularExpressions;

namespace TechCorp.PgInfra.Operations.Runbooks.Aws;

/// <summary>Reads what the <c>aws</c> CLI says on standard error, and adds the way out.</summary>
internal static partial class AwsError
{
    public const string NoCredentials = "NoCredentials";
    public const string Unreachable = "Unreachable";
    public const string TimedOut = "TimedOut";
    public const string UnknownOption = "UnknownOption";
    public const string Missing = "Missing";
    private const string Other = "Other";

    public static bool IsThrottling(string code) =>
        code is "Throttling" or "ThrottlingException" or "ThrottledException" or "RequestLimitExceeded" or "TooManyRequestsException" or "SlowDown";

    public static AwsException From(AwsCommand command, string said)
    {
        var match = ServiceError().Match(said);
        var code = match.Success ? match.Groups["code"].Value
            : said.Contains("Unable to locate credentials", StringComparison.Ordinal) || said.Contains("could not be found in", StringComparison.Ordinal) || said.Contains("config profile", StringComparison.Ordinal) ? NoCredentials
            : said.Contains("Token has expired", StringComparison.Ordinal) || said.Contains("Error loading SSO Token", StringComparison.Ordinal) ? "ExpiredToken"
            : said.Contains("Could not connect to the endpoint", StringComparison.Ordinal) || said.Contains("timeout on endpoint", StringComparison.Ordinal) || said.Contains("Connection was closed", StringComparison.Ordinal) ? Unreachable
            : said.Contains("Unknown options", StringComparison.Ordinal) || said.Contains("Invalid choice", StringComparison.OrdinalIgnoreCase) ? UnknownOption
            : Other;
        var detail = match.Success ? match.Groups["message"].Value.Trim() : LastLine(said);
        return new AwsException(code, $"{Headline(command, code)}: {detail.TrimEnd('.')}.{WayOut(command, code)}");
    }

    public static string NotReached(string region) => $" Is the network up, and is {region} spelt right? A region that is down answers like this too.";

    private static string Headline(AwsCommand command, string code) => $"aws {command.Service} {command.Operation} in {command.Region} failed{(code == Other ? "" : $" ({code})")}";

    private static string WayOut(AwsCommand command, string code) => code switch
    {
        NoCredentials => " Log in (aws sso login --profile P), export AWS_PROFILE=P, and run the same command again.",
        "ExpiredToken" or "ExpiredTokenException" or "RequestExpired" => " Log in again (aws sso login) and run the same command again: it goes on where it stopped.",
        "AccessDenied" or "AccessDeniedException" or "UnauthorizedOperation" or "KMSKeyNotAccessibleFault" =>
            $" Who is logged in needs {command.Service}:{ActionName(command.Operation)} in {command.Region}; `aws sts get-caller-identity` tells who that is. Take another profile (AWS_PROFILE) and run the same command again.",
        "InvalidClientTokenId" or "UnrecognizedClientException" or "AuthFailure" or "SignatureDoesNotMatch" =>
            $" The credentials are not of this account, or {command.Region} is not enabled in it; `aws sts get-caller-identity` tells which account they are of. Log in to the right one and run the same command again.",
        "InvalidDBInstanceState" or "InvalidDBInstanceStateFault" => " RDS is doing something else with it. Run the same command again when `aws rds describe-db-instances` shows it available.",
        "DBInstanceAlreadyExists" or "DBSnapshotAlreadyExists" => " Another run of this command may have been faster: run it again, and it goes on with what is there.",
        "DBInstanceNotFound" or "DBInstanceNotFoundFault" => $" Is it in another region than {command.Region}, or of another account than the one logged in to (aws sts get-caller-identity)?",
        Unreachable => NotReached(command.Region),
        UnknownOption => " This aws CLI is too old for it; install the current one (https://docs.aws.amazon.com/cli/latest/userguide/getting-started-install.html) and run the same command again.",
        "ServiceUnavailable" or "InternalFailure" or "RequestTimeout" => " AWS has trouble that passes by itself; run the same command again in a minute: it goes on where it stopped.",
        _ when IsThrottling(code) => " The account's calls are being throttled; run the same command again in a minute: it goes on where it stopped.",
        // Of the hundreds of codes there are, who put right what it names must still be told that nothing has to be begun again.
        _ => " When that is put right, run the same command again: it finds what is there and goes on where it stopped.",
    };

    // restore-db-instance-to-point-in-time -> RestoreDBInstanceToPointInTime, as policies spell it.
    private static string ActionName(string operation) => string.Concat(operation.Split('-').Select(w => w switch
    {
        "db" => "DB",
        "kms" => "KMS",
        _ => char.ToUpperInvariant(w[0]) + w[1..],
    }));

    private static string LastLine(string said) => said.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).LastOrDefault() ?? "it said nothing";

    [GeneratedRegex(@"An error occurred \((?<code>[\w.]+)\) when calling the \w+ operation(?: \([^)]*\))?: (?<message>.*)", RegexOptions.Singleline | RegexOptions.CultureInvariant)]
    private static partial Regex ServiceError();
}
