using System.Collections.Immutable;
using Pulumi;
using TechCorp.PgInfra.Catalog;

namespace TechCorp.PgInfra.Infra.Credentials;

/// <summary>
/// The master password and one credential per login. RDS's own managed master password is not used: RDS refuses read
/// replicas of a source that has one.
/// </summary>
/// <param name="MasterPassword">Secret. Password of <see cref="Database.MasterUsername"/>.</param>
/// <param name="Logins">One per login of the catalogue, in its order.</param>
public sealed record EstateCredentials(Output<string> MasterPassword, ImmutableArray<LoginCredential> Logins);
