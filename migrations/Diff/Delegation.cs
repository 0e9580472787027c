using TechCorp.PgInfra.Migrations.Model;

namespace TechCorp.PgInfra.Migrations.Diff;

/// <summary>
/// Who may pass which membership on. From 16 on every membership hangs on its grantor's ADMIN OPTION, as privileges on objects always
/// did (release notes of PostgreSQL 16, "Privileges"); before, a grantor was remembered and meant nothing.
/// </summary>
internal sealed class Delegation(PlanBuilder plan)
{
    private readonly bool _counts = plan.Server.MajorVersion >= 16;
    private readonly ILookup<Pair, LiveMembership> _administrators =
        plan.Live.Memberships.Where(m => m.Admin).ToLookup(m => new Pair(m.Role, m.Member));
    private readonly HashSet<Pair> _declared = [.. plan.Desired.Memberships.Select(m => new Pair(m.Role, m.Member))];

    /// <summary>All but the server's own: what was passed on is taken away before the right to do so.</summary>
    public IEnumerable<LiveMembership> InOrderOfRevocation() =>
        _counts ? plan.Live.Memberships.Where(m => !IsTheServers(m)).OrderByDescending(Depth) : plan.Live.Memberships;

    /// <summary>True for a membership the catalogue declares, whoever granted it.</summary>
    public bool IsDeclared(LiveMembership membership) => _declared.Contains(new(membership.Role, membership.Member));

    // The server allows no circle of such rights.
    private int Depth(LiveMembership membership) => RightsToGrant(membership).Select(a => 1 + Depth(a)).DefaultIfEmpty(0).Max();

    private IEnumerable<LiveMembership> RightsToGrant(LiveMembership membership) => _administrators[new(membership.Role, membership.Grantor)];

    /// <summary>True when its grantor is to lose the right it hangs on.</summary>
    public bool LosesItsGrantor(LiveMembership membership) =>
        _counts && RightsToGrant(membership).Any(a => !IsTheServers(a) && (IsDeclared(a) || plan.DeclaredRoles.ContainsKey(a.Role)));

    /// <summary>
    /// True for what the server itself wrote down: the maker of a role becomes its administrator, and an upgrade to 16 writes every
    /// membership down as the bootstrap superuser's. On RDS nobody can undo either, and without it the master could not work at all.
    /// </summary>
    public bool IsTheServers(LiveMembership membership) =>
        _counts && membership.Admin
        && plan.Live.Roles.TryGetValue(membership.Grantor, out var grantor) && grantor.Attributes.Superuser
        && (membership is { Inherit: false, Set: false } || membership.Member == plan.Server.DatabaseOwner);

    /// <summary>Whose rights it takes to take it away; nobody's beyond the login's own before 16.</summary>
    public IEnumerable<string> NeededToRevoke(LiveMembership membership) =>
        _counts && !plan.HasRightsOf(membership.Grantor) ? [membership.Grantor] : [];
}

/// <summary>A role and its member. An object and not a tuple, as in <see cref="Model.Grants"/>.</summary>
internal sealed record Pair(string Role, string Member);
