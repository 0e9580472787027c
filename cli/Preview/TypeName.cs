namespace TechCorp.PgInfra.Cli.Preview;

/// <summary>Type tokens as the Pulumi CLI shows them: <c>aws:rds/instance:Instance</c> is <c>aws:rds:Instance</c>.</summary>
internal static class TypeName
{
    public static string Short(string token) =>
        token.Split(':') is [var package, var module, var name] ? $"{package}:{module.Split('/')[0]}:{name}" : token;
}
