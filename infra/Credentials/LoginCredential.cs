using Pulumi;
using TechCorp.PgInfra.Catalog;

namespace TechCorp.PgInfra.Infra.Credentials;

/// <summary>How one login of the catalogue proves itself.</summary>
/// <param name="Login">The catalogue's line.</param>
/// <param name="Password">Secret. What the client knows.</param>
/// <param name="Verifier">Secret. What the server and PgBouncer store: SCRAM-SHA-256 over a salt that is kept in the state.</param>
public sealed record LoginCredential(Login Login, Output<string> Password, Output<string> Verifier);
