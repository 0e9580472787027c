using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Pulumi;
using TechCorp.PgInfra.Catalog;
using TechCorp.PgInfra.Infra.Configuration;

namespace TechCorp.PgInfra.Infra;

/// <summary>The program <c>pulumi up</c> runs: reads the stack's configuration, declares the estate, and tells its outputs.</summary>
[SuppressMessage("Naming", "CA1711", Justification = "A Pulumi stack, not a last-in-first-out collection.")]
public class EstateStack : Stack
{
    /// <summary>What the engine runs.</summary>
    public EstateStack()
        : this(options: null)
    {
    }

    /// <summary>The configured estate, seen through resource transformations.</summary>
    public EstateStack(StackOptions? options)
        : this(DeploymentConfiguration.Read(), ServiceCatalog.TechCorp, options)
    {
    }

    /// <summary>A given estate; nothing is declared when the settings are null, whose problems were logged.</summary>
    public EstateStack(EstateSettings? settings, ServiceCatalog catalog, StackOptions? options)
        : base(options)
    {
        var outputs = settings is null ? null : Estate.Declare(settings, catalog);
        PrimaryIdentifier = outputs?.PrimaryIdentifier ?? Nothing<string>();
        PrimaryArn = outputs?.PrimaryArn ?? Nothing<string>();
        PrimaryAddress = outputs?.PrimaryAddress ?? Nothing<string>();
        ReplicaAddresses = outputs?.ReplicaAddresses ?? Nothing<ImmutableDictionary<string, string>>();
        Port = outputs?.Port ?? Nothing<int>();
        DatabaseName = outputs?.DatabaseName ?? Nothing<string>();
        EngineVersion = outputs?.EngineVersion ?? Nothing<string>();
        MaxConnections = outputs?.MaxConnections ?? Nothing<int>();
        PoolerAddress = outputs?.PoolerAddress ?? Nothing<string>();
        PoolerPort = outputs?.PoolerPort ?? Nothing<int>();
        MasterUsername = outputs?.MasterUsername ?? Nothing<string>();
        MasterPassword = outputs?.MasterPassword ?? Nothing<string>();
        Logins = outputs?.Logins ?? Nothing<ImmutableDictionary<string, ImmutableDictionary<string, string>>>();
        ConnectionStrings = outputs?.ConnectionStrings ?? Nothing<ImmutableDictionary<string, ImmutableDictionary<string, string>>>();
    }

    [Output(StackOutputs.PrimaryIdentifier)]
    public Output<string> PrimaryIdentifier { get; private set; }

    [Output(StackOutputs.PrimaryArn)]
    public Output<string> PrimaryArn { get; private set; }

    [Output(StackOutputs.PrimaryAddress)]
    public Output<string> PrimaryAddress { get; private set; }

    [Output(StackOutputs.ReplicaAddresses)]
    public Output<ImmutableDictionary<string, string>> ReplicaAddresses { get; private set; }

    [Output(StackOutputs.Port)]
    public Output<int> Port { get; private set; }

    [Output(StackOutputs.DatabaseName)]
    public Output<string> DatabaseName { get; private set; }

    [Output(StackOutputs.EngineVersion)]
    public Output<string> EngineVersion { get; private set; }

    [Output(StackOutputs.MaxConnections)]
    public Output<int> MaxConnections { get; private set; }

    [Output(StackOutputs.PoolerAddress)]
    public Output<string> PoolerAddress { get; private set; }

    [Output(StackOutputs.PoolerPort)]
    public Output<int> PoolerPort { get; private set; }

    [Output(StackOutputs.MasterUsername)]
    public Output<string> MasterUsername { get; private set; }

    [Output(StackOutputs.MasterPassword)]
    public Output<string> MasterPassword { get; private set; }

    [Output(StackOutputs.Logins)]
    public Output<ImmutableDictionary<string, ImmutableDictionary<string, string>>> Logins { get; private set; }

    [Output(StackOutputs.ConnectionStrings)]
    public Output<ImmutableDictionary<string, ImmutableDictionary<string, string>>> ConnectionStrings { get; private set; }

    // An output property left unset is an error of its own, which would only hide the one that matters.
    private static Output<T> Nothing<T>() => Output.Create(default(T)!);
}
