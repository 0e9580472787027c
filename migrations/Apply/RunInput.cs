using System.Collections.Immutable;
using TechCorp.PgInfra.Catalog;
using TechCorp.PgInfra.Migrations.Baseline;
using TechCorp.PgInfra.Migrations.Connection;
using TechCorp.PgInfra.Migrations.Credentials;

namespace TechCorp.PgInfra.Migrations.Apply;

/// <summary>What a run is about.</summary>
/// <param name="Secrets">Secrets by login of the catalogue.</param>
public sealed record RunInput(
    ServiceCatalog Catalog, IReadOnlyDictionary<string, LoginSecret> Secrets, ConnectionTarget Target, SessionOptions Session)
{
    /// <summary>Files of the schemas, from <see cref="BaselineFiles.Load"/>.</summary>
    /// <value>Default: none, and then schemas are made without tables.</value>
    public ImmutableArray<BaselineFile> Baseline { get; init; } = [];

    /// <summary>CONNECTION LIMIT of logins that go through the pooler: the stack's output of that name.</summary>
    /// <value>Default null: from the catalogue's pool sizes.</value>
    public int? PooledLoginLimit { get; init; }

    /// <summary>
    /// True sends every verifier again. Nobody but a superuser sees a password that was changed by hand; verify finds that a
    /// login fails, and this heals it.
    /// </summary>
    /// <value>Default false: only what the credential table lacks.</value>
    public bool ResetPasswords { get; init; }

    /// <summary>True leaves alone whatever would only take away.</summary>
    /// <value>Default false.</value>
    public bool Additive { get; init; }
}
