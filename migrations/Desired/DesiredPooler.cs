using System.Collections.Immutable;
using TechCorp.PgInfra.Catalog;
using TechCorp.PgInfra.Migrations.Model;

namespace TechCorp.PgInfra.Migrations.Desired;

/// <summary>
/// Where PgBouncer looks logins up. On RDS nobody reads pg_authid, so the step keeps the verifiers it sets in a table of its
/// own; the lookup function gives out one row at a time and only to PgBouncer's auth_user.
/// </summary>
public static class DesiredPooler
{
    /// <summary>Schema of the table and the function.</summary>
    public const string Schema = PoolerAuthentication.Schema;

    /// <summary>Owns them and nothing else: a function that runs with its owner's rights must not run with the master's.</summary>
    public const string Owner = "pgbouncer_owner";

    /// <summary>Table of the verifiers in force.</summary>
    public const string Table = PoolerAuthentication.Table;

    /// <summary>The function with its argument, as the server names it.</summary>
    public const string Function = $"{PoolerAuthentication.Function}(p_username text)";

    /// <summary>Implicit role of the database's owner, whoever that is: reads the table to know which verifiers are in force.</summary>
    public const string DatabaseOwner = "pg_database_owner";

    /// <summary>Columns of the table as the server describes them.</summary>
    public static ImmutableArray<string> Columns { get; } =
        ["username text not null", "password text not null", "pooled boolean not null", "role oid not null"];

    /// <summary>
    /// A login that may not log in, or whose password has expired, is unknown to the pooler too. Names are qualified and the
    /// search path fixed: the caller's cannot put another table in the way (CVE-2018-1058).
    /// </summary>
    public const string Body =
        """

          SELECT c.username, c.password
          FROM pgbouncer.credential c
          JOIN pg_catalog.pg_roles r ON r.oid OPERATOR(pg_catalog.=) c.role
          WHERE c.username OPERATOR(pg_catalog.=) p_username AND c.pooled AND r.rolcanlogin
            AND (r.rolvaliduntil IS NULL OR r.rolvaliduntil OPERATOR(pg_catalog.>) pg_catalog.now())

        """;

    /// <summary>The schema with its two objects.</summary>
    public static DesiredSchema For(ImmutableArray<Login> logins)
    {
        var lookups = logins.Where(l => l.Purpose == LoginPurpose.PoolerLookup).Select(l => l.Name).ToImmutableArray();
        return new DesiredSchema(
            Schema,
            Owner,
            Grants.To(lookups, Privileges.Usage).And(DatabaseOwner, Privileges.Usage),
            [new(ObjectKind.Table, Grants.None.And(DatabaseOwner, Privileges.Select)), new(ObjectKind.Routine, Grants.To(lookups, Privileges.Execute))],
            Objects: [Table, Function]);
    }

    /// <summary>Logins that may call the function.</summary>
    internal static IReadOnlyList<string> FunctionGrantees(DesiredState desired) =>
        [.. desired.Schemas.Single(s => s.Name == Schema).GrantsOn(ObjectKind.Routine).Select(g => g.Grantee).Order(StringComparer.Ordinal)];
}
