using System.Collections.Immutable;

namespace TechCorp.PgInfra.Migrations.Model;

/// <summary>Attributes of a role (CREATE ROLE in the manual).</summary>
/// <param name="ConnectionLimit">Sessions at once on one server; -1 is no limit.</param>
/// <param name="ValidUntil">When the password expires, as the server prints it; null is never.</param>
public sealed record RoleAttributes(
    bool Login,
    bool Inherit = true,
    int ConnectionLimit = -1,
    bool CreateRole = false,
    bool CreateDatabase = false,
    bool Superuser = false,
    bool Replication = false,
    bool BypassRowSecurity = false,
    string? ValidUntil = null);

/// <summary>A role as it is on the server.</summary>
public sealed record LiveRole(uint Oid, string Name, RoleAttributes Attributes);

/// <summary>Membership of <paramref name="Member"/> in <paramref name="Role"/>.</summary>
/// <param name="Grantor">Who gave it. From 16 on a membership is revoked in its grantor's name; before, there is one row per pair.</param>
/// <param name="Inherit">From 16 on a property of the membership; null before, where the member's own attribute decides.</param>
/// <param name="Set">From 16 on whether the member may SET ROLE; null before, where it always may.</param>
public sealed record LiveMembership(string Role, string Member, bool Admin, string Grantor, bool? Inherit, bool? Set);

/// <summary>A role as declared.</summary>
/// <param name="Settings">Values of ALTER ROLE ... SET, as the server stores them.</param>
public sealed record DesiredRole(string Name, RoleAttributes Attributes, ImmutableSortedDictionary<string, RoleSetting> Settings);

/// <summary>One value of ALTER ROLE ... SET.</summary>
/// <param name="Items">The value; a list for search_path, one item otherwise.</param>
/// <param name="IsList">True for settings whose items the server quotes one by one.</param>
public sealed record RoleSetting(ImmutableArray<string> Items, bool IsList = false);

/// <summary>
/// Values stored on a role (empty: on all of them), everywhere (<paramref name="Database"/> null) or in one database, which wins.
/// </summary>
public sealed record LiveRoleSettings(string Role, string? Database, ImmutableArray<string> Values);

/// <summary>A declared membership; it is inherited unless the member is NOINHERIT.</summary>
public sealed record DesiredMembership(string Role, string Member, bool Inherit);
