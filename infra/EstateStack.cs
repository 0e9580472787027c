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

    /// <summary>A given estate.</summary>
    public EstateStack(EstateSettings settings, ServiceCatalog catalog, StackOptions? options)
        : base(options)
    {
        var outputs = Estate.Declare(settings, catalog);
        PrimaryIdentifier = outputs.PrimaryIdentifier;
        PrimaryArn = outputs.PrimaryArn;
        PrimaryAddress = outputs.PrimaryAddress;
        ReplicaAddresses = outputs.ReplicaAddresses;
        Port = outputs.Port;
        DatabaseName = outputs.DatabaseName;
        EngineVersion = outputs.EngineVersion;
        MaxConnections = outputs.MaxConnections;
        // A property left null is an error of the engine; a null value is an output that is not there.
        PoolerAddress = outputs.PoolerAddress ?? Output.Create((string)null!);
        PoolerPort = outputs.PoolerPort;
        PooledLoginLimit = outputs.PooledLoginLimit;
        MasterUsername = outputs.MasterUsername;
        MasterPassword = outputs.MasterPassword;
        Logins = outputs.Logins;
        ConnectionStrings = outputs.ConnectionStrings;
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

    [Output(StackOutputs.PooledLoginLimit)]
    public Output<int> PooledLoginLimit { get; private set; }

    [Output(StackOutputs.MasterUsername)]
    public Output<string> MasterUsername { get; private set; }

    [Output(StackOutputs.MasterPassword)]
    public Output<string> MasterPassword { get; private set; }

    [Output(StackOutputs.Logins)]
    public Output<ImmutableDictionary<string, ImmutableDictionary<string, string>>> Logins { get; private set; }

    [Output(StackOutputs.ConnectionStrings)]
    public Output<ImmutableDictionary<string, ImmutableDictionary<string, string>>> ConnectionStrings { get; private set; }
}
