namespace TechCorp.PgInfra.Planning;

/// <summary>The post-deploy step as a line to paste: credentials go through the pipe, and into no file.</summary>
public static class PostDeployCommand
{
    /// <summary>The line.</summary>
    /// <param name="verb"><c>plan</c>, <c>apply</c> or <c>verify</c>.</param>
    /// <param name="stack">The deployed stack.</param>
    public static string Of(string verb, string stack) =>
        $"pulumi stack output --stack {stack} --json --show-secrets | ./pg post-deploy {verb} --stack {stack} --outputs - --connect \"sslrootcert=global-bundle.pem\"";
}
