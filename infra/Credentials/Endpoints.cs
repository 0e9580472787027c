using Pulumi;

namespace TechCorp.PgInfra.Infra.Credentials;

/// <summary>Host names clients connect to.</summary>
/// <param name="Writer">The primary.</param>
/// <param name="Reader">
/// Replica 1 (S21). In a stack without a read replica it is the writer, so that a service's configuration is the same everywhere.
/// </param>
/// <param name="Analytics">The analytics replica; null where there is none: report tools are let in nowhere else.</param>
/// <param name="Pooler">The pooler's load balancer; null where no pooler is declared.</param>
public sealed record Endpoints(Output<string> Writer, Output<string> Reader, Output<string>? Analytics, Output<string>? Pooler);
