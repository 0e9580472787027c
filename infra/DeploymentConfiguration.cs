using Pulumi;
using TechCorp.PgInfra.Infra.Configuration;

namespace TechCorp.PgInfra.Infra;

/// <summary>The configuration the engine hands to the program.</summary>
internal static class DeploymentConfiguration
{
    /// <summary>The settings, or null after every problem was logged: the engine prints each on its own and fails the run.</summary>
    public static EstateSettings? Read()
    {
        Log.Error("the configuration can't be read yet");
        return null;
    }
}
