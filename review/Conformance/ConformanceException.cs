namespace TechCorp.PgInfra.Review.Conformance;

/// <summary>The provider could not be asked: Terraform or the provider is missing, or a run of it failed by itself.</summary>
public sealed class ConformanceException(string message) : Exception(message);
