using System.Collections.Immutable;
using TechCorp.PgInfra.Catalog;
using TechCorp.PgInfra.Migrations.Model;

namespace TechCorp.PgInfra.Migrations.Desired;

/// <summary>Logins as roles: attributes, pinned settings and memberships.</summary>
internal static class DesiredLogins
{
    private const string MonitoringRole = "pg_monitor";

    /// <summary>A login as a role.</summary>
    public static DesiredRole Role(Login login, int pooledLimit) => new(
        login.Name,
        new RoleAttributes(
            Login: true,

            // The migrator must say SET ROLE first, or what it creates would be its own and no default privilege would apply.
            Inherit: login.Purpose != LoginPurpose.Migrator,
            // Of a pooled login what all tasks of the pooler may open for it: less, and logins would fail while the pool has room.
            ConnectionLimit: login.DirectConnections ?? pooledLimit),
        Settings(login.Settings));

    /// <summary>The schemas a login reaches, as membership in their group roles.</summary>
    public static IEnumerable<DesiredMembership> Memberships(Login login)
    {
        var inherit = login.Purpose != LoginPurpose.Migrator;
        foreach (var grant in login.Grants)
        {
            yield return new DesiredMembership(GroupRole(grant), login.Name, inherit);
        }

        if (login.Purpose == LoginPurpose.Monitor)
        {
            yield return new DesiredMembership(MonitoringRole, login.Name, inherit);
        }
    }

    private static string GroupRole(SchemaGrant grant) => grant.Access switch
    {
        SchemaAccess.ReadOnly => SchemaRoles.ReadOnly(grant.Schema),
        SchemaAccess.ReadWrite => SchemaRoles.ReadWrite(grant.Schema),
        _ => SchemaRoles.Owner(grant.Schema),
    };

    private static ImmutableSortedDictionary<string, RoleSetting> Settings(RoleSettings settings)
    {
        var values = ImmutableSortedDictionary.CreateBuilder<string, RoleSetting>(StringComparer.Ordinal);
        values["search_path"] = new RoleSetting(settings.SearchPath, IsList: true);
        foreach (var (name, value) in new[]
        {
            ("statement_timeout", settings.StatementTimeout),
            ("idle_in_transaction_session_timeout", settings.IdleInTransactionSessionTimeout),
            ("lock_timeout", settings.LockTimeout),
            ("work_mem", settings.WorkMem),
        })
        {
            if (value is not null)
            {
                values[name] = new RoleSetting([value]);
            }
        }

        return values.ToImmutable();
    }
}
