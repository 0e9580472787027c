namespace TechCorp.PgInfra.Processes;

/// <summary>Files of a server's certificate and key.</summary>
/// <param name="CertificateFile">PEM.</param>
/// <param name="KeyFile">PEM, readable by the servers' user alone.</param>
public sealed record ServerCertificate(string CertificateFile, string KeyFile);
