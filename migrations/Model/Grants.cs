using System.Collections;

namespace TechCorp.PgInfra.Migrations.Model;

/// <summary>What a role may do with something.</summary>
/// <param name="Grantee">Role that holds the privileges; <see cref="Acl.Public"/> is PUBLIC.</param>
/// <param name="Privileges">What it holds.</param>
public sealed record Grant(string Grantee, Privileges Privileges);

/// <summary>Declared grants on one thing, one for each grantee, in the order they were declared in.</summary>
/// <remarks>
/// The entries are objects and not pairs with an enumeration: the framework's collections over a value type of this program's
/// have to be compiled at every start, and that took longer than comparing six services.
/// </remarks>
public sealed class Grants : IEnumerable<Grant>
{
    private readonly Dictionary<string, Grant> _byGrantee;

    private Grants(IEnumerable<Grant> grants) => _byGrantee = grants.ToDictionary(g => g.Grantee, StringComparer.Ordinal);

    /// <summary>Nobody may do anything.</summary>
    public static Grants None { get; } = new([]);

    /// <summary>The same privileges for each of some roles.</summary>
    public static Grants To(IEnumerable<string> grantees, Privileges privileges) => new(grantees.Select(g => new Grant(g, privileges)));

    /// <summary>What a role may do; nothing when it is not a grantee.</summary>
    public Privileges this[string grantee] => _byGrantee.TryGetValue(grantee, out var grant) ? grant.Privileges : Privileges.None;

    /// <summary>These and one more grantee's.</summary>
    /// <exception cref="ArgumentException">The grantee has some already.</exception>
    public Grants And(string grantee, Privileges privileges) => new(_byGrantee.Values.Append(new Grant(grantee, privileges)));

    /// <inheritdoc/>
    public IEnumerator<Grant> GetEnumerator() => _byGrantee.Values.AsEnumerable().GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
