using TechCorp.PgInfra.Catalog;
using TechCorp.PgInfra.Migrations.Connection;

namespace TechCorp.PgInfra.Operations.Targets;

/// <summary>One server that can be asked.</summary>
/// <param name="Identifier">DB instance identifier; the host where only that is known.</param>
/// <param name="Connection">Where it listens and as whom to connect; holds the password and never prints it.</param>
public sealed record TargetNode(string Identifier, ConnectionTarget Connection)
{
    /// <summary>What it is in the estate; null where only a connection string was given.</summary>
    public InstanceRole? Role { get; init; }

    /// <summary>True for the node that writes, as far as the target itself can tell.</summary>
    public bool IsWriter { get; init; }

    /// <summary>The server's log on this machine; null where it is CloudWatch's or unknown.</summary>
    public string? LogFile { get; init; }

    /// <summary>AWS region of the instance; null where unknown.</summary>
    public string? Region { get; init; }
}
