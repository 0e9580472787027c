using System.Collections.Immutable;
using TechCorp.PgInfra.Catalog;
using TechCorp.PgInfra.Migrations.Credentials;
using TechCorp.PgInfra.Migrations.Model;

namespace TechCorp.PgInfra.Migrations.Desired;

/// <summary>From the catalogue to what shall be true on the server.</summary>
public static class Declaration
{
    /// <summary>Everything a catalogue declares.</summary>
    /// <param name="secrets">Secrets by login; a login without one is a problem.</param>
    /// <param name="pooledLimit">CONNECTION LIMIT of logins that go through the pooler; null takes the catalogue's pool sizes.</param>
    /// <exception cref="PostDeployException">Logins without a secret, all of them named; exit 2.</exception>
    public static DesiredState Of(ServiceCatalog catalog, IReadOnlyDictionary<string, LoginSecret> secrets, int? pooledLimit = null)
    {
        var missing = catalog.Logins.Where(l => !secrets.ContainsKey(l.Name)).Select(l => l.Name).ToImmutableArray();
        if (missing.Length > 0)
        {
            throw new PostDeployException(ExitCode.BadUsage,
                $"no secret for {string.Join(", ", missing)}: the document's {StackOutputs.Logins} names every login of the catalogue with its verifier or password");
        }

        var limit = pooledLimit ?? ConnectionBudget.PooledLoginLimit(PoolerSettings.Tasks, PoolerSettings.MaxDbConnections);
        var groups = catalog.Services
            .SelectMany(s => new[] { s.OwnerRole, s.ReadWriteRole, s.ReadOnlyRole })
            .Append(DesiredPooler.Owner)
            .Select(name => new DesiredRole(name, new RoleAttributes(Login: false), ImmutableSortedDictionary<string, RoleSetting>.Empty));
        return new DesiredState
        {
            Roles = [.. groups, .. catalog.Logins.Select(l => DesiredLogins.Role(l, limit))],
            Memberships = [.. catalog.Logins.SelectMany(DesiredLogins.Memberships)],
            DatabaseGrants = Grants.To(catalog.Logins.Select(l => l.Name), Privileges.Connect),
            Schemas = [.. catalog.Services.Select(DesiredSchemas.For), DesiredSchemas.Public(catalog.Logins), DesiredPooler.For(catalog.Logins), DesiredSchemas.Ledger],
            DefaultPrivileges =
            [
                .. catalog.Services.SelectMany(DesiredSchemas.DefaultsFor),
                DesiredSchemas.NoPublicExecute(DesiredPooler.Owner),
            ],
            Credentials = [.. catalog.Logins.Select(l => new DesiredCredential(l.Name, l.Pooled, secrets[l.Name]))],
            Extensions = ["pg_stat_statements"],
            IsolationExceptions =
            [
                .. catalog.Logins.Where(l => l.IsolationException is not null).Select(l => $"{l.Name} crosses schemas: {l.IsolationException}"),
            ],
        };
    }
}
