using TechCorp.PgInfra.Planning.Projects;

namespace TechCorp.PgInfra.Planning.Capture;

/// <summary>The variables by which the engine hands configuration to a program, set for one run and put back after it.</summary>
internal sealed class EngineEnvironment : IDisposable
{
    private const string Config = "PULUMI_CONFIG";
    private const string SecretKeys = "PULUMI_CONFIG_SECRET_KEYS";

    private readonly string? _config = Environment.GetEnvironmentVariable(Config);
    private readonly string? _secretKeys = Environment.GetEnvironmentVariable(SecretKeys);

    public EngineEnvironment(StackConfiguration configuration)
    {
        Environment.SetEnvironmentVariable(Config, configuration.ToEngineVariable());
        Environment.SetEnvironmentVariable(SecretKeys, configuration.ToEngineSecretKeys());
    }

    public void Dispose()
    {
        Environment.SetEnvironmentVariable(Config, _config);
        Environment.SetEnvironmentVariable(SecretKeys, _secretKeys);
    }
}
