using TechCorp.PgInfra.Migrations.Model;
using TechCorp.PgInfra.Migrations.Sql;

namespace TechCorp.PgInfra.Migrations.Diff;

/// <summary>A difference on one object, with the owner in whose name it is removed.</summary>
internal sealed record ObjectGrant(Section Section, LiveObject Object, string Owner, AclDifference Difference);

/// <summary>
/// Turns differences into GRANT and REVOKE, one statement for all objects of a schema and all grantees with the same difference.
/// The shared catalogue row of the database would otherwise be rewritten once per login.
/// </summary>
internal sealed class GrantCollector
{
    private readonly List<ObjectGrant> _all = [];

    private sealed record OnObject(LiveObject Object, Privileges Privileges, string? Grantor);

    private sealed record OnKind(
        Section Section, string Schema, string Word, string? Column, Privileges Privileges, string? Grantor, string Owner, string Grantees, bool Cascade);

    public void Add(ObjectGrant grant) => _all.Add(grant);

    public void Write(PlanBuilder plan)
    {
        // Revoking first: a cascade must not take along what is granted below.
        Write(plan, d => d.Extra, "-", option: false);
        Write(plan, d => d.ExtraOption, "-", option: true);
        Write(plan, d => d.Missing, "+", option: false);
    }

    private void Write(PlanBuilder plan, Func<AclDifference, Privileges> part, string sign, bool option)
    {
        var byObject = _all
            .Where(g => part(g.Difference) != Privileges.None)
            .GroupBy(g => new OnObject(g.Object, part(g.Difference), g.Difference.Grantor))
            .GroupBy(o => new OnKind(
                o.First().Section, o.Key.Object.Schema, o.Key.Object.Kind.GrantWord(), o.Key.Object.Column, o.Key.Privileges, o.Key.Grantor, o.First().Owner,
                string.Join('\0', Grantees(o)), o.Any(g => g.Difference.ExtraOption != Privileges.None || HasOption(g))));
        foreach (var group in byObject)
        {
            var key = group.Key;
            var grantees = Grantees(group.First());
            var words = Words(key.Privileges, key.Column);
            var lines = group.SelectMany(o => grantees.Select(grantee => new PlanLine(
                key.Section, sign[0], Text(sign, option, key.Privileges, o.Key.Object, grantee, key.Grantor)))).ToList();

            // A column of one name in several tables is still several statements' worth of privileges: GRANT takes one list for all.
            var sql = $"{(sign == "+" ? "GRANT" : option ? "REVOKE GRANT OPTION FOR" : "REVOKE")} {words} ON {key.Word} "
                + string.Join(", ", group.Select(o => o.Key.Object.Sql))
                + $" {(sign == "+" ? "TO" : "FROM")} {string.Join(", ", grantees.Select(Identifier.Grantee))}"
                + (key.Cascade && sign == "-" ? " CASCADE" : "");
            if (key.Grantor is not null)
            {
                // The owner's REVOKE does not see what another grantor gave; that falls with the grant option it rests on.
                sql = $"REVOKE GRANT OPTION FOR {words} ON {key.Word} {string.Join(", ", group.Select(o => o.Key.Object.Sql))} FROM {Identifier.Grantee(key.Grantor)} CASCADE";
            }

            plan.Add(key.Section, sql, lines, key.Owner);
        }
    }

    private static List<string> Grantees(IEnumerable<ObjectGrant> grants) => [.. grants.Select(g => g.Difference.Grantee).Order(StringComparer.Ordinal)];

    private static bool HasOption(ObjectGrant grant) =>
        grant.Object.Acl.Any(e => e.Grantee == grant.Difference.Grantee && e.GrantOption != Privileges.None && e.Grantee != grant.Owner);

    private static string Words(Privileges privileges, string? column) =>
        column is null
            ? PrivilegeText.Words(privileges)
            : string.Join(", ", PrivilegeText.Words(privileges).Split(", ").Select(word => $"{word} ({Identifier.Quote(column)})"));

    private static string Text(string sign, bool option, Privileges privileges, LiveObject item, string grantee, string? grantor) =>
        $"{(sign == "+" ? "grant" : "revoke")} {(option ? "grant option for " : "")}{PrivilegeText.Show(privileges)}"
        + $"{(item.Column is null ? "" : $" ({Identifier.Show(item.Column)})")} on {item.Kind.Show()} {ObjectDiff.ShowName(item)} "
        + $"{(sign == "+" ? "to" : "from")} {Identifier.Show(grantee)}{(grantor is null ? "" : $" (granted by {Identifier.Show(grantor)})")}";
}
