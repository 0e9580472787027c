using TechCorp.PgInfra.Migrations.Desired;
using TechCorp.PgInfra.Migrations.Model;
using TechCorp.PgInfra.Migrations.Sql;

namespace TechCorp.PgInfra.Migrations.Diff;

/// <summary>Owners and privileges of the database, the schemas and what lies in them.</summary>
internal static class ObjectDiff
{
    public static void Compare(PlanBuilder plan)
    {
        var grants = new GrantCollector();
        foreach (var item in plan.Live.Objects)
        {
            if (item.Kind == ObjectKind.Database)
            {
                ConnectionLimit(plan, item);
                Privileges(plan, grants, item, item.Owner, plan.Desired.DatabaseGrants, Section.Database, e => !PlanBuilder.IsPlatform(e.Grantee));
            }
            else if (!plan.DeclaredSchemas.TryGetValue(item.Schema, out var schema))
            {
                OutsideDeclaredSchemas(plan, grants, item);
            }
            else if (item.Kind != ObjectKind.Schema && schema.Objects?.Contains(item.Name) == false)
            {
                // Not declared: reported, left alone, but nothing declared may reach it.
                OutsideDeclaredSchemas(plan, grants, item);
            }
            else
            {
                InDeclaredSchema(plan, grants, item, schema);
            }
        }

        grants.Write(plan);
    }

    // Each login has a limit of its own; one over all of them would keep out whoever comes last.
    private static void ConnectionLimit(PlanBuilder plan, LiveObject database)
    {
        if (plan.Live.DatabaseConnectionLimit >= 0)
        {
            plan.Add(
                Section.Database, '~', $"connection limit of database {Identifier.Show(database.Name)}: {plan.Live.DatabaseConnectionLimit} -> -1",
                $"ALTER DATABASE {database.Sql} CONNECTION LIMIT -1", database.Owner);
        }
    }

    private static void InDeclaredSchema(PlanBuilder plan, GrantCollector grants, LiveObject item, DesiredSchema schema)
    {
        var owner = schema.Owner ?? item.Owner;
        if (item.Owner != owner && !item.OwnerFollows && !ChangeOwner(plan, item, owner))
        {
            return;
        }

        var declared = item.Column is not null ? Grants.None
            : item.Kind == ObjectKind.Schema ? schema.Grants
            : schema.GrantsOn(item.Kind);
        Privileges(plan, grants, item, owner, declared, Section.Privileges, _ => true);
    }

    // What a declared role, or a declared-away PUBLIC in a declared schema, holds elsewhere is undeclared; the rest is none of ours.
    private static void OutsideDeclaredSchemas(PlanBuilder plan, GrantCollector grants, LiveObject item) =>
        Privileges(
            plan, grants, item, item.Owner, null, Section.Privileges,
            e => e.Grantee != item.Owner && plan.DeclaredRoles.ContainsKey(e.Grantee));

    private static bool ChangeOwner(PlanBuilder plan, LiveObject item, string owner)
    {
        var text = $"owner of {item.Kind.Show()} {ShowName(item)}: {Identifier.Show(item.Owner)} -> {Identifier.Show(owner)}";
        plan.Add(
            Section.Ownership, '~', text,
            $"ALTER {item.Kind.AlterWord()} {item.Sql} OWNER TO {Identifier.Quote(owner)}",
            item.Owner, owner);
        return plan.CanActAs(item.Owner) && plan.CanActAs(owner);
    }

    /// <param name="declared">Null where only what is extra counts.</param>
    private static void Privileges(
        PlanBuilder plan, GrantCollector grants, LiveObject item, string owner, Grants? declared,
        Section section, Func<AclEntry, bool> counts)
    {
        var acl = Acl.ChangeOwner(item.Acl, item.Owner, owner);
        var ownerPrivileges = item.Column is null ? item.Kind.OwnerPrivileges(plan.Server.MajorVersion) : Model.Privileges.None;
        if (declared is null || item.Column is not null)
        {
            // The owner's own entry is not in question here: take it as it is.
            ownerPrivileges = acl.Where(e => e.Grantee == owner).Aggregate(Model.Privileges.None, (all, e) => all | e.Granted);
        }

        foreach (var difference in AclDiff.Compute([.. acl.Where(counts)], owner, ownerPrivileges, declared ?? Grants.None))
        {
            if (declared is not null || difference.Missing == Model.Privileges.None)
            {
                grants.Add(new ObjectGrant(section, item, owner, difference));
            }
        }
    }

    internal static string ShowName(LiveObject item) => item.Kind switch
    {
        ObjectKind.Database or ObjectKind.Schema => Identifier.Show(item.Name),
        ObjectKind.Routine => $"{Identifier.Show(item.Schema)}.{item.Name}",
        _ => Identifier.Show(item.Schema, item.Name),
    };
}
