using System.Collections.Immutable;
using System.Text;
using TechCorp.PgInfra.Migrations.Model;
using TechCorp.PgInfra.Migrations.Sql;

namespace TechCorp.PgInfra.Migrations.Diff;

/// <summary>Values pinned on roles. One for a single database wins over one for all, so those are undeclared whatever they say.</summary>
internal static class SettingDiff
{
    public static void Compare(PlanBuilder plan)
    {
        var live = plan.Live.RoleSettings.ToLookup(s => s.Role, StringComparer.Ordinal);
        foreach (var role in plan.Desired.Roles)
        {
            var everywhere = Values(live[role.Name].FirstOrDefault(s => s.Database is null));
            foreach (var (setting, wanted) in role.Settings)
            {
                everywhere.TryGetValue(setting, out var stored);
                if (stored is null || !Same(wanted, stored))
                {
                    Set(plan, role.Name, setting, wanted, stored);
                }
            }

            foreach (var setting in everywhere.Keys.Where(s => !role.Settings.ContainsKey(s)))
            {
                Reset(plan, role.Name, null, setting);
            }

            foreach (var inDatabase in live[role.Name].Where(s => s.Database is not null))
            {
                foreach (var setting in Values(inDatabase).Keys)
                {
                    Reset(plan, role.Name, inDatabase.Database, setting);
                }
            }
        }
    }

    /// <summary>The items of a stored list: names, bare or in double quotes, separated by commas.</summary>
    internal static ImmutableArray<string> Items(string stored)
    {
        var items = ImmutableArray.CreateBuilder<string>();
        var item = new StringBuilder();
        var quoted = false;
        for (var i = 0; i < stored.Length; i++)
        {
            var c = stored[i];
            if (c == '"' && quoted && i + 1 < stored.Length && stored[i + 1] == '"')
            {
                item.Append('"');
                i++;
            }
            else if (c == '"')
            {
                quoted = !quoted;
            }
            else if (c == ',' && !quoted)
            {
                Finish();
            }
            else if (quoted || !char.IsWhiteSpace(c))
            {
                item.Append(c);
            }
        }

        Finish();
        return items.DrainToImmutable();

        void Finish()
        {
            // `""` stands for the empty path.
            if (item.Length > 0)
            {
                items.Add(item.ToString());
            }

            item.Clear();
        }
    }

    private static bool Same(RoleSetting wanted, string stored) =>
        wanted.IsList ? wanted.Items.SequenceEqual(Items(stored)) : wanted.Items[0] == stored;

    private static void Set(PlanBuilder plan, string role, string setting, RoleSetting wanted, string? stored)
    {
        var value = wanted.Items.IsEmpty ? "''"
            : wanted.IsList ? Identifier.List(wanted.Items)
            : Identifier.Literal(wanted.Items[0]);
        var shown = wanted.Items.IsEmpty ? "(empty)" : string.Join(", ", wanted.Items);
        Alter(
            plan, role, setting, stored is null ? '+' : '~',
            $"{setting} of role {Identifier.Show(role)}: {(stored is null ? "" : stored + " -> ")}{shown}",
            $"ALTER ROLE {Identifier.Quote(role)} SET {Identifier.Quote(setting)} TO {value}");
    }

    private static void Reset(PlanBuilder plan, string role, string? database, string setting) => Alter(
        plan, role, setting, '-',
        $"{setting} of role {Identifier.Show(role)}{(database is null ? "" : $" in database {Identifier.Show(database)}")}",
        $"ALTER ROLE {Identifier.Quote(role)}{(database is null ? "" : $" IN DATABASE {Identifier.Quote(database)}")} RESET {Name(setting)}");

    private static void Alter(PlanBuilder plan, string role, string setting, char sign, string text, string sql)
    {
        // RDS lets its master set most of these; elsewhere only a superuser can.
        if (plan.Live.SuperuserSettings.Contains(setting) && !plan.Server.IsSuperuser && !plan.Server.IsRds)
        {
            plan.Block($"{sign} {text}: only a superuser can run {sql}");
        }
        else if (plan.Live.Roles.TryGetValue(role, out var live) && live.Attributes.Superuser && !plan.Server.IsSuperuser)
        {
            plan.Block($"{sign} {text}: only a superuser can run {sql}");
        }
        else if (!plan.MayAdminister(role))
        {
            plan.Block($"{sign} {text}: {plan.WhoCanActAs(role)}");
        }
        else
        {
            plan.Add(Section.Settings, sign, text, sql);
        }
    }

    // A custom setting, extension.name, is two identifiers.
    private static string Name(string setting) => string.Join('.', setting.Split('.').Select(Identifier.Quote));

    private static Dictionary<string, string> Values(LiveRoleSettings? settings) =>
        settings is null
            ? []
            : settings.Values
                .Select(v => v.Split('=', 2))
                .ToDictionary(v => v[0], v => v[1], StringComparer.Ordinal);
}
