using System.Collections.Immutable;
using Pulumi;
using TechCorp.PgInfra.Catalog;

namespace TechCorp.PgInfra.Infra.Outputs;

/// <summary>What a stack tells others; names and shapes are <see cref="StackOutputs"/>.</summary>
public sealed record EstateOutputs
{
    public required Output<string> PrimaryIdentifier { get; init; }

    public required Output<string> PrimaryArn { get; init; }

    public required Output<string> PrimaryAddress { get; init; }

    public required Output<ImmutableDictionary<string, string>> ReplicaAddresses { get; init; }

    public required Output<int> Port { get; init; }

    public required Output<string> DatabaseName { get; init; }

    public required Output<string> EngineVersion { get; init; }

    public required Output<int> MaxConnections { get; init; }

    /// <summary>Null where no pooler is declared.</summary>
    public Output<string>? PoolerAddress { get; init; }

    public required Output<int> PoolerPort { get; init; }

    public required Output<int> PooledLoginLimit { get; init; }

    public required Output<string> MasterUsername { get; init; }

    /// <summary>Secret.</summary>
    public required Output<string> MasterPassword { get; init; }

    /// <summary>Secret.</summary>
    public required Output<ImmutableDictionary<string, ImmutableDictionary<string, string>>> Logins { get; init; }

    /// <summary>Secret.</summary>
    public required Output<ImmutableDictionary<string, ImmutableDictionary<string, string>>> ConnectionStrings { get; init; }

    /// <summary>By output name; an output that a stack does not have is absent.</summary>
    public IDictionary<string, object?> ToDictionary()
    {
        var outputs = new Dictionary<string, object?>
        {
            [StackOutputs.PrimaryIdentifier] = PrimaryIdentifier,
            [StackOutputs.PrimaryArn] = PrimaryArn,
            [StackOutputs.PrimaryAddress] = PrimaryAddress,
            [StackOutputs.ReplicaAddresses] = ReplicaAddresses,
            [StackOutputs.Port] = Port,
            [StackOutputs.DatabaseName] = DatabaseName,
            [StackOutputs.EngineVersion] = EngineVersion,
            [StackOutputs.MaxConnections] = MaxConnections,
            [StackOutputs.PoolerPort] = PoolerPort,
            [StackOutputs.PooledLoginLimit] = PooledLoginLimit,
            [StackOutputs.MasterUsername] = MasterUsername,
            [StackOutputs.MasterPassword] = MasterPassword,
            [StackOutputs.Logins] = Logins,
            [StackOutputs.ConnectionStrings] = ConnectionStrings,
        };
        if (PoolerAddress is not null)
        {
            outputs[StackOutputs.PoolerAddress] = PoolerAddress;
        }

        return outputs;
    }
}
