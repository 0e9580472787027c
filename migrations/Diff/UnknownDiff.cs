using TechCorp.PgInfra.Migrations.Model;
using TechCorp.PgInfra.Migrations.Sql;

namespace TechCorp.PgInfra.Migrations.Diff;

/// <summary>What the catalogue does not know: named so that a person decides, never dropped.</summary>
internal static class UnknownDiff
{
    // The superuser a server is made with: rdsadmin on RDS. One that was made by hand is as unknown as any role.
    private const uint BootstrapSuperuser = 10;

    public static void Compare(PlanBuilder plan)
    {
        Roles(plan);
        Objects(plan);
        Settings(plan);
        Dependencies(plan);
        foreach (var thing in plan.Live.Things.Where(t => t.Kind != "extension" || !plan.Desired.Extensions.Contains(t.Name)))
        {
            plan.Report($"{thing.Kind} {Identifier.Show(thing.Name)}, owned by {Identifier.Show(thing.Owner)}, is not in the catalogue{(thing.Note is null ? "" : $": {thing.Note}")}");
        }

        foreach (var opening in plan.Live.Openings)
        {
            plan.Report($"{opening.Privileges} on {opening.Description} is open to everybody");
        }
    }

    private static void Roles(PlanBuilder plan)
    {
        var memberships = plan.Live.Memberships.ToLookup(m => m.Member, m => m.Role);
        foreach (var role in plan.Live.Roles.Values.Where(r => IsUnknown(plan, r)))
        {
            List<string> powers = [.. Powers(role.Attributes), .. memberships[role.Name].Where(PlanBuilder.IsPlatform).Distinct().Order(StringComparer.Ordinal).Select(g => $"in {g}")];
            plan.Report(
                $"{(role.Attributes.Login ? "login" : "role")} {Identifier.Show(role.Name)}{(powers.Count == 0 ? "" : $" ({string.Join(", ", powers)})")} is not in the catalogue");
        }
    }

    private static void Objects(PlanBuilder plan)
    {
        foreach (var item in plan.Live.Objects.Where(o => o.Column is null && o.Kind is not ObjectKind.Database))
        {
            var name = ObjectDiff.ShowName(item);
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
            else if (item.TakesCallersPath)
            {
                plan.Report(
                    $"routine {name} runs as {Identifier.Show(item.Owner)} with its caller's search_path, which can put other objects in the way: "
                    + $"ALTER ROUTINE {item.Sql} SET search_path = {Identifier.Quote(item.Schema)}, pg_temp");
            }
        }
    }

    // The values pinned on a login win over those for all; anything else these say is in force for everybody. The step sets what its own session needs.
    private static void Settings(PlanBuilder plan)
    {
        foreach (var settings in plan.Live.RoleSettings.Where(s => (s.Database ?? plan.Server.Database) == plan.Server.Database))
        {
            var where = settings.Role.Length > 0 ? $"{Identifier.Show(settings.Role)}{(settings.Database is null ? "" : $" in database {Identifier.Show(settings.Database)}")}"
                : settings.Database is null ? "all roles"
                : $"database {Identifier.Show(settings.Database)}";
            if (settings.Role.Length == 0 || settings.Role == plan.Server.User || settings.Role == plan.Server.DatabaseOwner)
            {
                foreach (var value in settings.Values)
                {
                    plan.Report($"setting {value} of {where} is not in the catalogue");
                }
            }
        }
    }

    private static void Dependencies(PlanBuilder plan)
    {
        foreach (var dependency in plan.Live.OtherDependencies.Where(d => plan.DeclaredRoles.ContainsKey(d.Role)))
        {
            if (!dependency.Owns)
            {
                plan.Block($"- privileges of {Identifier.Show(dependency.Role)} on {dependency.Description}: its owner revokes them by hand; this step heals no objects of that kind");
            }
            else if (dependency.Schema is null || plan.DeclaredSchemas.GetValueOrDefault(dependency.Schema)?.Owner != dependency.Role)
            {
                plan.Report($"{dependency.Description} is owned by {Identifier.Show(dependency.Role)}");
            }
        }
    }

    private static IEnumerable<string> Powers(RoleAttributes attributes) =>
        new[]
        {
            (attributes.Superuser, "superuser"), (attributes.CreateRole, "createrole"), (attributes.CreateDatabase, "createdb"),
            (attributes.Replication, "replication"), (attributes.BypassRowSecurity, "bypassrls"),
        }.Where(p => p.Item1).Select(p => p.Item2);

    private static bool IsUnknown(PlanBuilder plan, LiveRole role) =>
        !plan.DeclaredRoles.ContainsKey(role.Name)
        && !PlanBuilder.IsPlatform(role.Name)
        && role.Oid != BootstrapSuperuser
        && role.Name != plan.Server.User
        && role.Name != plan.Server.DatabaseOwner;
}
