using System.Collections.Immutable;
using TechCorp.PgInfra.Migrations.Live;
using TechCorp.PgInfra.Migrations.Model;
using TechCorp.PgInfra.Migrations.Sql;

namespace TechCorp.PgInfra.Migrations.Diff;

/// <summary>What objects made later start with. An undeclared default privilege is a grant that has not happened yet.</summary>
internal static class DefaultPrivilegeDiff
{
    // An object and not a tuple: see Grants.
    private sealed record Where(string ForRole, string? Schema, ObjectKind Kind);

    public static void Compare(PlanBuilder plan)
    {
        var live = plan.Live.DefaultPrivileges.ToDictionary(d => new Where(d.ForRole, d.Schema, d.Kind), d => d);
        var declared = plan.Desired.DefaultPrivileges.ToDictionary(d => new Where(d.ForRole, d.Schema, d.Kind), d => d.Grants);
        foreach (var key in declared.Keys.Concat(live.Keys.Where(k => !declared.ContainsKey(k))))
        {
            var (role, schema, kind) = key;
            var owner = OwnerPrivileges(schema, kind, plan.Server.MajorVersion);

            // Everywhere, a row replaces the built-in defaults, so its absence means those; in a schema it only adds to them.
            var acl = live.TryGetValue(key, out var found) ? found.Acl
                : schema is null ? AclReader.BuiltIn(kind, role, plan.Server.MajorVersion)
                : [];
            if (plan.DeclaredRoles.ContainsKey(role))
            {
                var builtIn = schema is null ? Grants.None.And(Acl.Public, kind.PublicDefault()) : Grants.None;
                Write(plan, key, acl, owner, declared.GetValueOrDefault(key, builtIn));
            }
            else
            {
                // Somebody else's defaults: nobody's business unless they reach into a declared schema or to a declared role, as PUBLIC does.
                var all = schema is not null && plan.DeclaredSchemas.ContainsKey(schema);
                var opened = kind.PublicDefault() == Privileges.None;
                Write(
                    plan, key, [.. acl.Where(e => e.Grantee != role && (all || plan.DeclaredRoles.ContainsKey(e.Grantee) || (opened && e.Grantee == Acl.Public)))],
                    Privileges.None, Grants.None);
            }
        }
    }

    private static Privileges OwnerPrivileges(string? schema, ObjectKind kind, int majorVersion) =>
        schema is null ? kind.OwnerPrivileges(majorVersion) : Privileges.None;

    private static void Write(
        PlanBuilder plan, Where key, ImmutableArray<AclEntry> acl, Privileges ownerPrivileges,
        Grants declared)
    {
        foreach (var difference in AclDiff.Compute(acl, key.ForRole, ownerPrivileges, declared))
        {
            Statement(plan, key, '-', "REVOKE", difference.Extra, difference.Grantee);
            Statement(plan, key, '-', "REVOKE GRANT OPTION FOR", difference.ExtraOption, difference.Grantee);
            Statement(plan, key, '+', "GRANT", difference.Missing, difference.Grantee);
        }
    }

    private static void Statement(
        PlanBuilder plan, Where key, char sign, string verb, Privileges privileges, string grantee)
    {
        if (privileges == Privileges.None)
        {
            return;
        }

        var to = sign == '+' ? "to" : "from";
        var objects = key.Kind switch
        {
            ObjectKind.Sequence => "SEQUENCES",
            ObjectKind.Routine => "ROUTINES",
            ObjectKind.Type => "TYPES",
            ObjectKind.Schema => "SCHEMAS",
            _ => "TABLES",
        };
        plan.Add(
            Section.DefaultPrivileges, sign,
            $"{verb.ToLowerInvariant()} {PrivilegeText.Show(privileges)} on future {objects.ToLowerInvariant()} of {Identifier.Show(key.ForRole)}"
                + $"{(key.Schema is null ? "" : $" in schema {Identifier.Show(key.Schema)}")} {to} {Identifier.Show(grantee)}",
            $"ALTER DEFAULT PRIVILEGES FOR ROLE {Identifier.Quote(key.ForRole)}"
                + $"{(key.Schema is null ? "" : $" IN SCHEMA {Identifier.Quote(key.Schema)}")} {verb} {PrivilegeText.Words(privileges)} ON {objects} "
                + $"{to.ToUpperInvariant()} {Identifier.Grantee(grantee)}",
            key.ForRole);
    }
}
