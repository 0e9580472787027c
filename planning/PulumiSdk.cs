using System.Reflection;

namespace TechCorp.PgInfra.Planning;

/// <summary>Which Pulumi packages this build stands on.</summary>
public static class PulumiSdk
{
    /// <summary><c>official</c>, or <c>stand-in</c> for the sources in <c>sdk/</c>, which can never deploy.</summary>
    public static string Kind { get; } = typeof(PulumiSdk).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .First(a => a.Key == "PulumiSdk").Value!;
}
