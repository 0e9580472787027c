using TechCorp.PgInfra.Migrations.Model;
using TechCorp.PgInfra.Migrations.Sql;

namespace TechCorp.PgInfra.Migrations.Diff;

/// <summary>Memberships that are missing, not declared, or carry more than membership.</summary>
internal static class MembershipDiff
{
    private sealed record Options(string Member, bool Inherit);

    public static void Compare(PlanBuilder plan)
    {
        var delegation = new Delegation(plan);
        var live = plan.Live.Memberships.ToLookup(m => new Pair(m.Role, m.Member));
        foreach (var membership in delegation.InOrderOfRevocation())
        {
            var actAs = delegation.NeededToRevoke(membership);
            if (delegation.IsDeclared(membership))
            {
                if (delegation.LosesItsGrantor(membership))
                {
                    Change(plan, membership, $"revoke {Show(membership)} (granted by {Identifier.Show(membership.Grantor)})", "REVOKE ", actAs);
                }
                else if (membership.Admin)
                {
                    Change(plan, membership, $"admin option of {Show(membership)}", "REVOKE ADMIN OPTION FOR ", actAs);
                }
            }
            else if (plan.DeclaredRoles.ContainsKey(membership.Role) || plan.DeclaredRoles.ContainsKey(membership.Member))
            {
                Change(plan, membership, $"revoke {Show(membership)}", "REVOKE ", actAs);
            }
        }

        var missing = plan.Desired.Memberships.Where(m => !live[new(m.Role, m.Member)].Any(l => Gives(m, l) && !delegation.LosesItsGrantor(l)));
        foreach (var group in missing.GroupBy(m => new Options(m.Member, m.Inherit)))
        {
            Grant(plan, group.Key.Member, group.Key.Inherit, [.. group.Select(m => m.Role)]);
        }
    }

    private static bool Gives(DesiredMembership wanted, LiveMembership live) =>
        (live.Inherit ?? wanted.Inherit) == wanted.Inherit && (live.Set ?? true);

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

    private static void Change(PlanBuilder plan, LiveMembership membership, string text, string verb, IEnumerable<string> actAs)
    {
        var sql = verb + Statement(membership, plan);
        if (plan.Live.Roles.TryGetValue(membership.Role, out var role) && role.Attributes.Superuser && !plan.Server.IsSuperuser)
        {
            plan.Block($"- {text}: only a superuser can run {sql}");
        }
        else if (!plan.MayAdminister(membership.Role))
        {
            plan.Block($"- {text}: {plan.WhoCanActAs(membership.Role)}");
        }
        else
        {
            plan.Add(membership.Member == plan.Server.User ? Section.OwnMemberships : Section.Memberships, '-', text, sql, actAs);
        }
    }

    private static string Statement(LiveMembership membership, PlanBuilder plan) =>
        $"{Identifier.Quote(membership.Role)} FROM {Identifier.Quote(membership.Member)}"
        + (plan.Server.MajorVersion >= 16 && membership.Grantor.Length > 0 ? $" GRANTED BY {Identifier.Quote(membership.Grantor)}" : "");

    private static string Show(LiveMembership membership) =>
        $"{Identifier.Show(membership.Role)} from {Identifier.Show(membership.Member)}";
}
