using System.Collections.Immutable;
using TechCorp.PgInfra.Migrations.Verification;

namespace TechCorp.PgInfra.Views.Sheet.Sections;

/// <summary>Who may do what in which schema, declared and, where a server was asked, as it answered.</summary>
internal static class PrivilegeSection
{
    public static Markup Render(SheetInput input)
    {
        var matrix = DeclaredMatrix.Of(input.Estate.Catalog);
        var logins = matrix.Subjects.Where(s => s.IsLogin).ToList();
        ImmutableArray<string> schemas = [.. matrix.Schemas, .. logins.SelectMany(l => l.Privileges.Keys).Distinct().Except(matrix.Schemas).Order(StringComparer.Ordinal)];
        var exceptions = input.Estate.Catalog.Logins.Where(l => l.IsolationException is not null).ToList();
        return Markup.Of($"""
            <section id="privileges"><h2>Privileges</h2>
            <p class="soft">{(input.Verified is { } verified ? $"Declared, and tried on a server: ✓ as declared, ✗ not. {Plural.Of(verified.Wrong.Count, "cell")} {(verified.Wrong.Count == 1 ? "differs" : "differ")}." : "Declared; no verification was given.")} r reads, rw reads and writes, o owns after SET ROLE, x executes, u may name objects; an empty cell is closed.</p>
            <div class="wide"><table class="heat"><thead><tr><th>login{Markup.Each(schemas, s => $"<th scope=\"col\">{s}")}</thead><tbody>
            {Markup.Each(logins, l => $"<tr><th scope=\"row\">{l.Role}{Markup.Each(schemas, s => Cell(input, l, s))}</tr>")}
            </tbody></table></div>
            {Markup.Each(exceptions, l => $"<p><b>Exception: {l.Name}</b> {l.IsolationException}</p>")}
            </section>
            """);
    }

    private static FormattableString Cell(SheetInput input, Subject login, string schema)
    {
        var privileges = login.In(schema);
        var letters = Letters(privileges, !login.Inherits && login.MemberOf.Any(r => r == Catalog.SchemaRoles.Owner(schema)));
        var kind = letters.Length == 0 ? "closed" : letters;
        return $"<td class=\"{kind}\">{letters}{Verified(input.Verified, login.Role, schema)}";
    }

    private static Markup Verified(VerifiedPrivileges? verified, string login, string schema) =>
        verified is null || !verified.Logins.Contains(login) || !verified.Schemas.Contains(schema) ? Markup.None
        : verified.Wrong.Contains((login, schema)) ? Markup.Of($" <b class=\"bad\">✗</b>")
        : Markup.Of($" <span class=\"good\">✓</span>");

    private static string Letters(ImmutableSortedSet<Privilege> privileges, bool owns) =>
        owns ? "o"
        : privileges.Contains(Privilege.Insert) ? "rw"
        : privileges.Contains(Privilege.Select) ? "r"
        : privileges.Contains(Privilege.Execute) ? "x"
        : privileges.Contains(Privilege.Usage) ? "u"
        : "";
}
