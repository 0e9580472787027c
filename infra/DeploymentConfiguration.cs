using Pulumi;
using TechCorp.PgInfra.Infra.Configuration;

namespace TechCorp.PgInfra.Infra;

/// <summary>The configuration the engine hands to the program.</summary>
internal static class DeploymentConfiguration
{
    /// <summary>The validated settings of the running stack.</summary>
    /// <exception cref="RunException">
    /// Something in the configuration is wrong; the message lists all of it. The engine prints a RunException's message and no stack
    /// trace, and throwing before anything is declared leaves nothing half declared.
    /// </exception>
    public static EstateSettings Read()
    {
        var project = new Config();
        var aws = new Config("aws");
        var stack = Deployment.Instance.StackName;
        var result = EstateSettings.Read(stack, key => key == EstateSettings.RegionKey ? aws.Get("region") : project.Get(key));
        return result.IsValid ? result.Settings : throw new RunException(result.Message(stack));
    }
}
