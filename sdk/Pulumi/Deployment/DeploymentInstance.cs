namespace Pulumi;

/// <summary>What a program can ask about the run it is part of.</summary>
public sealed class DeploymentInstance
{
    internal DeploymentInstance(Deployment deployment) => Deployment = deployment;

    internal Deployment Deployment { get; }

    /// <summary>The stack.</summary>
    public string StackName => Deployment.StackName;

    /// <summary>The project.</summary>
    public string ProjectName => Deployment.ProjectName;

    /// <summary>The directory of the project file.</summary>
    public string RootDirectory => Deployment.RootDirectory;

    /// <summary>The organization.</summary>
    public string OrganizationName => Deployment.OrganizationName;

    /// <summary>Whether this is a preview.</summary>
    public bool IsDryRun => Deployment.IsDryRun;

    /// <summary>Calls a provider function; unknown when an argument is.</summary>
    public Output<T> Invoke<T>(string token, InvokeArgs args, InvokeOptions? options = null)
        => new(Deployment.InvokeOutputAsync<T>(token, args, options));

    /// <inheritdoc cref="Invoke{T}(string, InvokeArgs, InvokeOptions)"/>
    public Output<T> Invoke<T>(string token, InvokeArgs args, InvokeOutputOptions options)
        => new(Deployment.InvokeOutputAsync<T>(token, args, options));

    /// <summary>Calls a provider function with plain arguments.</summary>
    public Task<T> InvokeAsync<T>(string token, InvokeArgs args, InvokeOptions? options = null)
        => Deployment.InvokeAsync<T>(token, args, options);

    /// <summary>Calls a provider function for its effect.</summary>
    public Task InvokeAsync(string token, InvokeArgs args, InvokeOptions? options = null)
        => Deployment.InvokeAsync<System.Collections.Immutable.ImmutableDictionary<string, object>>(token, args, options);
}
