using TechCorp.PgInfra.Migrations.Model;
using TechCorp.PgInfra.Migrations.Sql;

namespace TechCorp.PgInfra.Migrations.Diff;

/// <summary>Memberships that are missing, not declared, or carry more than membership.</summary>
internal static class MembershipDiff
{
    // Objects and not tuples: see Grants.
    private sealed record Pair(string Role, string Member);

    private sealed record Options(string Member, bool Inherit);

    public static void Compare(PlanBuilder plan)
    {
        var declared = plan.Desired.Memberships.ToDictionary(m => new Pair(m.Role, m.Member));
        var live = plan.Live.Memberships.ToLookup(m => new Pair(m.Role, m.Member));
        foreach (var membership in plan.Live.Memberships)
        {
            declared.TryGetValue(new(membership.Role, membership.Member), out var wanted);
            if (wanted is null && (plan.DeclaredRoles.ContainsKey(membership.Role) || plan.DeclaredRoles.ContainsKey(membership.Member)))
            {
                Revoke(plan, membership);
            }
            else if (wanted is not null && membership.Admin)
            {
                Change(plan, membership, '-', $"admin option of {Show(membership)}", $"REVOKE ADMIN OPTION FOR {Statement(membership, plan)}");
            }
        }

        foreach (var group in plan.Desired.Memberships.Where(m => !IsThere(m, live[new(m.Role, m.Member)])).GroupBy(m => new Options(m.Member, m.Inherit)))
        {
            Grant(plan, group.Key.Member, group.Key.Inherit, [.. group.Select(m => m.Role)]);
        }
    }

    private static bool IsThere(DesiredMembership wanted, IEnumerable<LiveMembership> live) =>
        live.Any(m => (m.Inherit ?? wanted.Inherit) == wanted.Inherit && (m.Set ?? true));

    private static void Grant(PlanBuilder plan, string member, bool inherit, List<string> roles)
    {
        // From 16 on a membership remembers what before was the member's own attribute.
        var options = plan.Server.MajorVersion >= 16 ? $" WITH INHERIT {(inherit ? "TRUE" : "FALSE")}, SET TRUE" : "";
        foreach (var role in roles.Where(r => !plan.MayAdminister(r)).ToList())
        {
            plan.Block($"+ grant {Identifier.Show(role)} to {Identifier.Show(member)}: {plan.WhoCanActAs(role)}");
            roles.Remove(role);
        }

        if (roles.Count > 0)
        {
            plan.Add(
                Section.Memberships,
                $"GRANT {Identifier.List(roles)} TO {Identifier.Quote(member)}{options}",
                roles.Select(role => new PlanLine(Section.Memberships, '+', $"grant {Identifier.Show(role)} to {Identifier.Show(member)}")));
        }
    }

    private static void Revoke(PlanBuilder plan, LiveMembership membership)
    {
        // From 16 on the maker of a role is made its administrator by the server itself, without its rights; nobody can undo that.
        if (membership is { Admin: true, Inherit: false, Set: false }
            && plan.Live.Roles.TryGetValue(membership.Grantor, out var grantor) && grantor.Attributes.Superuser)
        {
            return;
        }

        Change(plan, membership, '-', $"revoke {Show(membership)}", $"REVOKE {Statement(membership, plan)}");
    }

    private static void Change(PlanBuilder plan, LiveMembership membership, char sign, string text, string sql)
    {
        if (plan.Live.Roles.TryGetValue(membership.Role, out var role) && role.Attributes.Superuser && !plan.Server.IsSuperuser)
        {
            plan.Block($"{sign} {text}: only a superuser can run {sql}");
        }
        else if (!plan.MayAdminister(membership.Role))
        {
            plan.Block($"{sign} {text}: {plan.WhoCanActAs(membership.Role)}");
        }
        else
        {
            plan.Add(membership.Member == plan.Server.User ? Section.OwnMemberships : Section.Memberships, sign, text, sql);
        }
    }

    private static string Statement(LiveMembership membership, PlanBuilder plan) =>
        $"{Identifier.Quote(membership.Role)} FROM {Identifier.Quote(membership.Member)}"
        + (plan.Server.MajorVersion >= 16 && membership.Grantor.Length > 0 ? $" GRANTED BY {Identifier.Quote(membership.Grantor)}" : "");

    private static string Show(LiveMembership membership) =>
        $"{Identifier.Show(membership.Role)} from {Identifier.Show(membership.Member)}";
}
