using Pulumi.Testing;

namespace Pulumi;

/// <summary>One run of a program. This stand-in only ever runs on mocks: there is no engine in it and no network.</summary>
public sealed partial class Deployment
{
    private static readonly AsyncLocal<DeploymentInstance?> s_instance = new();
    private readonly MockMonitor _monitor;
    private Stack? _stack;

    private Deployment(IMocks mocks, TestOptions? options)
    {
        ProjectName = options?.ProjectName ?? "project";
        StackName = options?.StackName ?? "stack";
        OrganizationName = options?.OrganizationName ?? "organization";
        RootDirectory = options?.RootDirectory ?? Directory.GetCurrentDirectory();
        IsDryRun = options?.IsPreview ?? true;
        Configuration = ConfigValues.FromEnvironment();
        _monitor = new MockMonitor(mocks, this);
    }

    /// <summary>The run this code is part of; an error outside one.</summary>
    public static DeploymentInstance Instance
        => s_instance.Value ?? throw new InvalidOperationException("Trying to acquire Deployment.Instance before 'Run' was called.");

    internal static Deployment? Current => s_instance.Value?.Deployment;

    internal static Deployment Running => Instance.Deployment;

    internal string ProjectName { get; }

    internal string StackName { get; }

    internal string OrganizationName { get; }

    internal string RootDirectory { get; }

    internal bool IsDryRun { get; }

    internal IReadOnlyDictionary<string, string> Configuration { get; }

    internal RunTracker Run { get; } = new();

    internal Stack RootStack
    {
        get => _stack ?? throw new InvalidOperationException("Trying to acquire Deployment.Stack before 'Run' was called.");
        set => _stack = value;
    }
}
