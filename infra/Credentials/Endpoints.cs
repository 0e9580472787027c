using Pulumi;

namespace TechCorp.PgInfra.Infra.Credentials;

/// <summary>Host names clients connect to.</summary>
/// <param name="Writer">The primary.</param>
/// <param name="ReadReplica">Replica 1 (S21); null in a stack without a read replica.</param>
/// <param name="Analytics">The analytics replica; null where there is none: report tools are let in nowhere else.</param>
/// <param name="Pooler">The pooler's load balancer; null where no pooler is declared.</param>
public sealed record Endpoints(Output<string> Writer, Output<string>? ReadReplica, Output<string>? Analytics, Output<string>? Pooler)
{
    /// <summary>Where reads go; the writer in a stack without a read replica, so that a service's configuration is the same everywhere.</summary>
    public Output<string> Reader => ReadReplica ?? Writer;
}
