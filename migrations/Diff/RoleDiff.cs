using System.Globalization;
using TechCorp.PgInfra.Migrations.Model;
using TechCorp.PgInfra.Migrations.Sql;

namespace TechCorp.PgInfra.Migrations.Diff;

/// <summary>Roles that are missing, and attributes that are not as declared.</summary>
internal static class RoleDiff
{
    // An attribute only a superuser changes is spelled out only where it differs: the RDS master may not even say NOSUPERUSER.
    private static readonly (Func<RoleAttributes, bool> Value, string Word, bool SuperuserOnly)[] Flags =
    [
        (a => a.Login, "LOGIN", false),
        (a => a.Inherit, "INHERIT", false),
        (a => a.CreateRole, "CREATEROLE", false),
        (a => a.CreateDatabase, "CREATEDB", false),
        (a => a.Superuser, "SUPERUSER", true),
        (a => a.Replication, "REPLICATION", true),
        (a => a.BypassRowSecurity, "BYPASSRLS", true),
    ];

    public static void Compare(PlanBuilder plan, IReadOnlyDictionary<string, string> changedVerifiers)
    {
        foreach (var role in plan.Desired.Roles)
        {
            if (plan.Live.Roles.TryGetValue(role.Name, out var live))
            {
                Alter(plan, role, live.Attributes);
            }
            else
            {
                Create(plan, role, changedVerifiers.GetValueOrDefault(role.Name));
            }
        }

        Administration(plan);
    }

    // An upgrade from 15 leaves the master with none of it, and nothing else differs: the next change of anything would be the first to tell.
    private static void Administration(PlanBuilder plan)
    {
        var beyond = plan.Desired.Roles.Select(r => r.Name).Where(r => !plan.MayAdminister(r)).ToList();
        if (beyond.Count > 0)
        {
            plan.Block(
                $"+ admin option of {string.Join(", ", beyond.Select(Identifier.Show))} for {Identifier.Show(plan.Server.User)}: without it they cannot be changed, lent or tried; "
                + $"a superuser, or whoever made them, runs GRANT {Identifier.List(beyond)} TO {Identifier.Quote(plan.Server.User)} WITH ADMIN OPTION (before an upgrade to 16 {plan.Server.User} itself can)");
        }
    }

    private static void Create(PlanBuilder plan, DesiredRole role, string? verifier)
    {
        var words = Words(role.Attributes);
        SqlText sql = verifier is null ? $"CREATE ROLE {Identifier.Quote(role.Name)} {words}" : SecretSql.CreateRole(role.Name, words, verifier);
        plan.Add(Section.Roles, '+', $"create role {Identifier.Show(role.Name)} ({words.ToLowerInvariant()})", sql);
    }

    private static string Words(RoleAttributes attributes) =>
        (attributes.Login ? "LOGIN" : "NOLOGIN")
        + (attributes.Inherit ? "" : " NOINHERIT")
        + (attributes.ConnectionLimit < 0 ? "" : string.Create(CultureInfo.InvariantCulture, $" CONNECTION LIMIT {attributes.ConnectionLimit}"));

    private static void Alter(PlanBuilder plan, DesiredRole role, RoleAttributes live)
    {
        var name = Identifier.Show(role.Name);
        var quoted = Identifier.Quote(role.Name);

        // Everything about a superuser is beyond CREATEROLE, the harmless attributes included.
        var beyond = live.Superuser && !plan.Server.IsSuperuser;
        var untouchable = !plan.MayAdminister(role.Name);
        void Change(char sign, string text, string words, bool superuserOnly)
        {
            if (beyond || (superuserOnly && !plan.Server.IsSuperuser))
            {
                plan.Block($"{sign} {text}: only a superuser can run ALTER ROLE {quoted} {words}");
            }
            else if (untouchable)
            {
                plan.Block($"{sign} {text}: {plan.WhoCanActAs(role.Name)}");
            }
            else
            {
                plan.Add(Section.Roles, sign, text, $"ALTER ROLE {quoted} {words}");
            }
        }

        foreach (var flag in Flags)
        {
            var wanted = flag.Value(role.Attributes);
            if (flag.Value(live) != wanted)
            {
                Change(wanted ? '+' : '-', $"{flag.Word.ToLowerInvariant()} of role {name}", wanted ? flag.Word : "NO" + flag.Word, flag.SuperuserOnly);
            }
        }

        if (live.ConnectionLimit != role.Attributes.ConnectionLimit)
        {
            var limit = role.Attributes.ConnectionLimit.ToString(CultureInfo.InvariantCulture);
            Change('~', $"connection limit of role {name}: {live.ConnectionLimit} -> {limit}", $"CONNECTION LIMIT {limit}", false);
        }

        if (live.ValidUntil != role.Attributes.ValidUntil)
        {
            Change('-', $"expiry of role {name} ({live.ValidUntil})", "VALID UNTIL 'infinity'", false);
        }
    }
}
