using TechCorp.PgInfra.Migrations.Model;
using TechCorp.PgInfra.Migrations.Sql;

namespace TechCorp.PgInfra.Migrations.Diff;

/// <summary>What the catalogue does not know: named so that a person decides, never dropped.</summary>
internal static class UnknownDiff
{
    public static void Compare(PlanBuilder plan)
    {
        foreach (var role in plan.Live.Roles.Values.Where(r => IsUnknown(plan, r)))
        {
            plan.Report($"{(role.Attributes.Login ? "login" : "role")} {Identifier.Show(role.Name)} is not in the catalogue");
        }

        foreach (var item in plan.Live.Objects.Where(o => o.Column is null))
        {
            var name = ObjectDiff.ShowName(item);
            if (item.Kind is ObjectKind.Database)
            {
                continue;
            }

            if (!plan.DeclaredSchemas.TryGetValue(item.Schema, out var schema))
            {
                if (item.Kind == ObjectKind.Schema)
                {
                    plan.Report($"schema {name}, owned by {Identifier.Show(item.Owner)}, is not in the catalogue");
                }
            }
            else if (item.Kind != ObjectKind.Schema && schema.Objects?.Contains(item.Name) == false && !item.OwnerFollows)
            {
                plan.Report($"{item.Kind.Show()} {name}, owned by {Identifier.Show(item.Owner)}, is not in the catalogue");
            }
        }

        // The values pinned on a login win over these; anything else they say is in force for everybody.
        foreach (var settings in plan.Live.RoleSettings.Where(s => s.Role.Length == 0 && (s.Database ?? plan.Server.Database) == plan.Server.Database))
        {
            var where = settings.Database is null ? "all roles" : $"database {Identifier.Show(settings.Database)}";
            foreach (var value in settings.Values)
            {
                plan.Report($"setting {value} of {where} is not in the catalogue");
            }
        }

        foreach (var dependency in plan.Live.OtherDependencies.Where(d => plan.DeclaredRoles.ContainsKey(d.Role)))
        {
            if (dependency.Owns)
            {
                plan.Report($"{dependency.Description} is owned by {Identifier.Show(dependency.Role)}");
            }
            else
            {
                plan.Block($"- privileges of {Identifier.Show(dependency.Role)} on {dependency.Description}: its owner revokes them by hand; this step heals no objects of that kind");
            }
        }
    }

    private static bool IsUnknown(PlanBuilder plan, LiveRole role) =>
        !plan.DeclaredRoles.ContainsKey(role.Name)
        && !PlanBuilder.IsPlatform(role.Name)
        && !role.Attributes.Superuser
        && role.Name != plan.Server.User
        && role.Name != plan.Server.DatabaseOwner;
}
