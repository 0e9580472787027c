using TechCorp.PgInfra.Catalog;
using TechCorp.PgInfra.Migrations.Baseline;

namespace TechCorp.PgInfra.Migrations.Tests;

/// <summary>
/// The world the catalogue declares, made by hand in plain SQL: what verify says must not rest on the code that makes it in
/// production, or one mistake in both would agree with itself.
/// </summary>
internal static class DeclaredWorld
{
    public static string Password(string login) => $"password-of-{login}";

    public static async Task CreateAsync(RdsLikeServer server, string database, ServiceCatalog catalog)
    {
        await server.CreateDatabaseAsync(database);
        await using var superuser = await server.ConnectAsSuperuserAsync(database);
        await superuser.ExecuteAsync($"REVOKE ALL ON DATABASE {database} FROM PUBLIC; REVOKE ALL ON SCHEMA public FROM PUBLIC;");
        foreach (var login in catalog.Logins)
        {
            var inherit = login.Purpose == LoginPurpose.Migrator ? "NOINHERIT" : "INHERIT";
            await server.CreateRolesAsync(database, $"CREATE ROLE {login.Name} LOGIN {inherit} PASSWORD '{Password(login.Name)}'");
            await superuser.ExecuteAsync($"GRANT CONNECT ON DATABASE {database} TO {login.Name};");
        }

        foreach (var s in catalog.Services)
        {
            await server.CreateRolesAsync(database, $"CREATE ROLE {s.OwnerRole}; CREATE ROLE {s.ReadWriteRole}; CREATE ROLE {s.ReadOnlyRole}");
            await superuser.ExecuteAsync(
                $"""
                 CREATE SCHEMA {s.Schema} AUTHORIZATION {s.OwnerRole};
                 GRANT USAGE ON SCHEMA {s.Schema} TO {s.ReadWriteRole}, {s.ReadOnlyRole};
                 ALTER DEFAULT PRIVILEGES FOR ROLE {s.OwnerRole} REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;
                 ALTER DEFAULT PRIVILEGES FOR ROLE {s.OwnerRole} IN SCHEMA {s.Schema} GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {s.ReadWriteRole};
                 ALTER DEFAULT PRIVILEGES FOR ROLE {s.OwnerRole} IN SCHEMA {s.Schema} GRANT SELECT ON TABLES TO {s.ReadOnlyRole};
                 ALTER DEFAULT PRIVILEGES FOR ROLE {s.OwnerRole} IN SCHEMA {s.Schema} GRANT USAGE, SELECT ON SEQUENCES TO {s.ReadWriteRole};
                 ALTER DEFAULT PRIVILEGES FOR ROLE {s.OwnerRole} IN SCHEMA {s.Schema} GRANT EXECUTE ON FUNCTIONS TO {s.ReadWriteRole};
                 """);
        }

        foreach (var login in catalog.Logins)
        {
            foreach (var grant in login.Grants)
            {
                var group = grant.Access switch { SchemaAccess.ReadOnly => SchemaRoles.ReadOnly(grant.Schema), SchemaAccess.ReadWrite => SchemaRoles.ReadWrite(grant.Schema), _ => SchemaRoles.Owner(grant.Schema) };
                await superuser.ExecuteAsync($"GRANT {group} TO {login.Name}");
            }
        }

        await superuser.ExecuteAsync(
            """
            GRANT pg_monitor TO monitor; GRANT USAGE ON SCHEMA public TO monitor;
            CREATE SCHEMA pgbouncer;
            CREATE TABLE pgbouncer.credential (username text NOT NULL, password text NOT NULL);
            CREATE FUNCTION pgbouncer.get_auth(p_username text) RETURNS TABLE (username text, password text) LANGUAGE sql SECURITY DEFINER
                SET search_path = pg_catalog, pg_temp AS 'SELECT c.username, c.password FROM pgbouncer.credential c WHERE c.username = p_username';
            REVOKE EXECUTE ON FUNCTION pgbouncer.get_auth FROM PUBLIC;
            GRANT USAGE ON SCHEMA pgbouncer TO pgbouncer_auth;
            GRANT EXECUTE ON FUNCTION pgbouncer.get_auth TO pgbouncer_auth;
            """);
        foreach (var login in catalog.Logins.Where(l => l.Pooled))
            await superuser.ExecuteAsync($"INSERT INTO pgbouncer.credential SELECT rolname, rolpassword FROM pg_authid WHERE rolname = '{login.Name}'");
        await using var master = await server.ConnectAsMasterAsync(database);
        await new BaselineRunner(catalog, BaselineFiles.Load(catalog)).ApplyAsync(master);
    }
}
