using System.Collections.Immutable;
using TechCorp.PgInfra.Catalog;
using TechCorp.PgInfra.Migrations.Connection;
using TechCorp.PgInfra.Migrations.Desired;
using TechCorp.PgInfra.Migrations.Diff;
using TechCorp.PgInfra.Migrations.Live;
using TechCorp.PgInfra.Migrations.Model;

namespace TechCorp.PgInfra.Migrations.Tests;

/// <summary>
/// From 16 on CREATEROLE alone administers nothing: the maker of a role gets ADMIN on it from the server itself, without its
/// rights, and every membership has its own INHERIT and SET (release notes of PostgreSQL 16, E.x "Privileges"). The comparison
/// is a pure function, so a server that is not installed here can be described to it.
/// </summary>
public sealed class later_majors_are_spoken_to_in_their_own_words
{
    private static readonly ServiceCatalog Catalog = ServiceCatalog.For([new Service("order-service", "orders", "order_service", [])]);
    private static readonly ServerFacts Sixteen = new(16, "16.4", "techcorp", "techcorp_admin", "techcorp_admin", IsSuperuser: false, IsRds: true);

    private static readonly LiveState Empty = new()
    {
        Roles = Roles("rdsadmin", "techcorp_admin"),
        Memberships = [],
        RoleSettings = [],
        SuperuserSettings = [],
        Objects = [],
        DefaultPrivileges = [],
        Extensions = [],
        AvailableExtensions = ["pg_stat_statements"],
        Lookup = null,
        CredentialColumns = [],
        Credentials = null,
        OtherDependencies = [], Openings = [], Things = [], DatabaseConnectionLimit = -1,
    };

    [Fact]
    [Trait("Requirement", "C4")]
    public void Memberships_say_whether_they_are_inherited_and_the_lent_ones_are_usable()
    {
        var sql = Plan(Empty).Statements.Select(s => s.Sql.Shown).ToList();

        Assert.Contains("GRANT \"orders_owner\", \"pgbouncer_owner\" TO CURRENT_USER WITH INHERIT TRUE, SET TRUE", sql);
        Assert.Contains("GRANT \"orders_rw\" TO \"order_service\" WITH INHERIT TRUE, SET TRUE", sql);
        Assert.Contains("GRANT \"orders_owner\" TO \"migrator\" WITH INHERIT FALSE, SET TRUE", sql);
        Assert.Equal("REVOKE \"orders_owner\", \"pgbouncer_owner\" FROM CURRENT_USER", sql[^1]);
    }

    [Fact]
    [Trait("Requirement", "C4")]
    public void The_servers_own_admin_rows_are_no_drift_and_others_are_revoked_in_their_grantors_name()
    {
        var live = Empty with
        {
            Roles = Roles("rdsadmin", "techcorp_admin", "orders_rw", "orders_ro", "order_service", "stranger"),
            Memberships =
            [
                new("orders_rw", "techcorp_admin", Admin: true, "rdsadmin", Inherit: false, Set: false),
                new("orders_ro", "techcorp_admin", Admin: true, "rdsadmin", Inherit: false, Set: false),
                new("orders_rw", "order_service", Admin: false, "techcorp_admin", Inherit: false, Set: true),
                new("orders_ro", "stranger", Admin: false, "techcorp_admin", Inherit: true, Set: true),
            ],
        };

        var memberships = Plan(live).Statements.Where(s => s.Section is Section.Memberships).Select(s => s.Sql.Shown).ToList();

        Assert.Contains("REVOKE \"orders_ro\" FROM \"stranger\" GRANTED BY \"techcorp_admin\"", memberships);
        Assert.Contains("GRANT \"orders_rw\" TO \"order_service\" WITH INHERIT TRUE, SET TRUE", memberships);
        Assert.DoesNotContain(memberships, s => s.StartsWith("REVOKE", StringComparison.Ordinal) && s.Contains("techcorp_admin\" GRANTED BY \"rdsadmin", StringComparison.Ordinal));
    }

    [Fact]
    [Trait("Requirement", "C4")]
    public void A_role_somebody_else_made_is_not_ours_to_change_and_who_can_is_said()
    {
        var live = Empty with { Roles = Roles("rdsadmin", "techcorp_admin", "orders_rw").SetItem("orders_rw", new LiveRole(9, "orders_rw", new RoleAttributes(Login: true))) };

        var plan = Plan(live);

        Assert.Equal(
            """
            - login of role orders_rw: techcorp_admin lacks ADMIN on orders_rw; whoever made the role runs GRANT "orders_rw" TO "techcorp_admin" WITH ADMIN OPTION
            + admin option of orders_rw for techcorp_admin: without it they cannot be changed, lent or tried; a superuser, or whoever made them, runs GRANT "orders_rw" TO "techcorp_admin" WITH ADMIN OPTION (before an upgrade to 16 techcorp_admin itself can)
            + grant orders_rw to order_service: techcorp_admin lacks ADMIN on orders_rw; whoever made the role runs GRANT "orders_rw" TO "techcorp_admin" WITH ADMIN OPTION
            + grant orders_rw to app_user: techcorp_admin lacks ADMIN on orders_rw; whoever made the role runs GRANT "orders_rw" TO "techcorp_admin" WITH ADMIN OPTION
            """, string.Join('\n', plan.Blocked));
    }

    /// <summary>17 has MAINTAIN: an owner holds it by nature, and it is no drift.</summary>
    [Fact]
    [Trait("Requirement", "C4")]
    public void Seventeens_maintain_is_the_owners_by_nature()
    {
        LiveObject Table(string acl) => new(ObjectKind.Table, "orders", "t", "\"orders\".\"t\"", "orders_owner",
            [Acl.ParseItem(acl), Acl.ParseItem("orders_rw=arwd/orders_owner"), Acl.ParseItem("orders_ro=r/orders_owner")]);
        string Privileges(int major, string acl) => string.Join('\n', Differ
            .Compare(Empty with { Objects = [Table(acl)] }, Declaration.Of(Catalog, Estates.Secrets(Catalog)), Sixteen with { MajorVersion = major }, additive: false)
            .Lines.Where(l => l.Section == Section.Privileges && l.Text.Contains("orders.t", StringComparison.Ordinal)));

        Assert.Equal("", Privileges(16, "orders_owner=arwdDxt/orders_owner"));
        Assert.Equal("", Privileges(17, "orders_owner=arwdDxtm/orders_owner"));
        Assert.Equal("+ grant maintain on table orders.t to orders_owner", Privileges(17, "orders_owner=arwdDxt/orders_owner"));
    }

    private static Plan Plan(LiveState live) => Differ.Compare(live, Declaration.Of(Catalog, Estates.Secrets(Catalog)), Sixteen, additive: false);

    private static ImmutableDictionary<string, LiveRole> Roles(params string[] names) =>
        names.ToImmutableDictionary(n => n, n => new LiveRole(1, n, new RoleAttributes(Login: n == "rdsadmin" || n == "techcorp_admin" || n == "order_service", Superuser: n == "rdsadmin",
            ConnectionLimit: n == "order_service" ? 120 : -1)));
}
