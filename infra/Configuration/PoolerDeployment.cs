namespace TechCorp.PgInfra.Infra.Configuration;

/// <summary>PgBouncer on Fargate behind an internal network load balancer (S3).</summary>
/// <param name="Tasks">Processes, spread over the private subnets' zones.</param>
/// <param name="Cpu">Fargate CPU units of one task; 1024 is one vCPU.</param>
/// <param name="MemoryMiB">Fargate memory of one task; only certain pairs with <paramref name="Cpu"/> exist.</param>
/// <param name="Image">Container image by digest (<c>…@sha256:…</c>): a tag can change under a running service.</param>
/// <param name="MaxDbConnections">PgBouncer's max_db_connections: server connections of one task per database entry.</param>
/// <param name="TlsSecretArn">Secret with the server certificate and key clients verify.</param>
/// <param name="HostName">
/// Name clients connect to, which the certificate is for; declared in <paramref name="HostedZoneId"/>. Null leaves the load balancer's
/// own name, which is known only after it exists.
/// </param>
/// <param name="HostedZoneId">Private Route 53 zone of <paramref name="HostName"/>; set with it or not at all.</param>
/// <param name="AccessLogBucket">Existing S3 bucket for the load balancer's access logs; null keeps none.</param>
public sealed record PoolerDeployment(
    int Tasks,
    int Cpu,
    int MemoryMiB,
    string Image,
    int MaxDbConnections,
    string TlsSecretArn,
    string? HostName,
    string? HostedZoneId,
    string? AccessLogBucket);
