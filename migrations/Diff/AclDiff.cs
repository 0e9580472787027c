using System.Collections.Immutable;
using TechCorp.PgInfra.Migrations.Model;

namespace TechCorp.PgInfra.Migrations.Diff;

/// <summary>What is wrong with one grantee's privileges on one object.</summary>
/// <param name="Missing">Declared and not given by the owner.</param>
/// <param name="Extra">Given and not declared.</param>
/// <param name="ExtraOption">May pass on; nothing declared ever may.</param>
/// <param name="Grantor">Who gave what is extra; null where it is the owner.</param>
internal sealed record AclDifference(string Grantee, Privileges Missing, Privileges Extra, Privileges ExtraOption, string? Grantor);

internal static class AclDiff
{
    /// <summary>Compares an access control list with the declared grants; the owner's own entry is compared with <paramref name="ownerPrivileges"/>.</summary>
    public static IEnumerable<AclDifference> Compute(
        ImmutableArray<AclEntry> live, string owner, Privileges ownerPrivileges, Grants declared)
    {
        Privileges Declared(string grantee) =>
            grantee == owner ? ownerPrivileges : declared[grantee];

        var byOwner = new Dictionary<string, AclEntry>(StringComparer.Ordinal);
        foreach (var entry in live)
        {
            var wanted = Declared(entry.Grantee);
            if (entry.Grantor == owner)
            {
                byOwner[entry.Grantee] = entry;
            }

            // An owner passes on what it likes by nature; its entry carries no option worth naming.
            var extra = entry.Grantor == owner ? entry.Granted & ~wanted : entry.Granted;
            var option = entry.Grantee == owner ? Privileges.None : entry.GrantOption & ~extra;
            if (extra != Privileges.None || option != Privileges.None)
            {
                yield return new AclDifference(entry.Grantee, Privileges.None, extra, option, entry.Grantor == owner ? null : entry.Grantor);
            }
        }

        foreach (var grantee in declared.Select(g => g.Grantee).Append(owner).Distinct().Order(StringComparer.Ordinal))
        {
            var missing = Declared(grantee) & ~(byOwner.TryGetValue(grantee, out var given) ? given.Granted : Privileges.None);
            if (missing != Privileges.None)
            {
                yield return new AclDifference(grantee, missing, Privileges.None, Privileges.None, null);
            }
        }
    }
}
