using System.Collections.Immutable;
using System.Text;

namespace TechCorp.PgInfra.Migrations.Model;

/// <summary>One entry of an access control list.</summary>
/// <param name="Grantee">Role that holds the privileges; the empty string is PUBLIC, as in the server's own text form.</param>
/// <param name="Granted">What it holds.</param>
/// <param name="GrantOption">The part of <paramref name="Granted"/> it may pass on.</param>
/// <param name="Grantor">Role that gave them. A grant of anyone but the owner rests on somebody's grant option.</param>
public sealed record AclEntry(string Grantee, Privileges Granted, Privileges GrantOption, string Grantor);

/// <summary>Reads access control lists out of their text form, <c>grantee=privileges/grantor</c> (PostgreSQL manual, section 5.7).</summary>
internal static class Acl
{
    /// <summary>Grantee name of PUBLIC.</summary>
    public const string Public = "";

    /// <summary>Reads one aclitem. Names with other than letters, digits and underscores come in double quotes.</summary>
    public static AclEntry ParseItem(string item)
    {
        var position = 0;
        var grantee = Name(item, ref position);
        var granted = Privileges.None;
        var option = Privileges.None;
        var last = Privileges.None;
        for (position++; position < item.Length && item[position] != '/'; position++)
        {
            if (item[position] == '*')
            {
                option |= last;
            }
            else
            {
                last = PrivilegeText.FromLetter(item[position]);
                granted |= last;
            }
        }

        position++;
        return new AclEntry(grantee, granted, option, Name(item, ref position));
    }

    /// <summary>
    /// The list after ALTER ... OWNER TO: the server puts the new owner in the old one's place, as grantee and as grantor,
    /// so privileges are compared with what will be there once ownership has been healed.
    /// </summary>
    public static ImmutableArray<AclEntry> ChangeOwner(ImmutableArray<AclEntry> entries, string from, string to) =>
        from == to
            ? entries
            :
            [
                .. entries
                    .Select(e => e with { Grantee = e.Grantee == from ? to : e.Grantee, Grantor = e.Grantor == from ? to : e.Grantor })
                    .GroupBy(e => (e.Grantee, e.Grantor))
                    .Select(g => new AclEntry(
                        g.Key.Grantee,
                        g.Aggregate(Privileges.None, (all, e) => all | e.Granted),
                        g.Aggregate(Privileges.None, (all, e) => all | e.GrantOption),
                        g.Key.Grantor)),
            ];

    private static string Name(string item, ref int position)
    {
        if (position < item.Length && item[position] == '"')
        {
            var name = new StringBuilder();
            for (position++; position < item.Length; position++)
            {
                if (item[position] != '"')
                {
                    name.Append(item[position]);
                }
                else if (position + 1 < item.Length && item[position + 1] == '"')
                {
                    name.Append('"');
                    position++;
                }
                else
                {
                    position++;
                    break;
                }
            }

            return name.ToString();
        }

        var start = position;
        while (position < item.Length && item[position] is not ('=' or '/'))
        {
            position++;
        }

        return item[start..position];
    }
}
