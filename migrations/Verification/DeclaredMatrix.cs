using System.Collections.Immutable;
using TechCorp.PgInfra.Catalog;
using TechCorp.PgInfra.Migrations.Desired;

namespace TechCorp.PgInfra.Migrations.Verification;

/// <summary>A role whose privileges are tried.</summary>
/// <param name="Role">Role name.</param>
/// <param name="IsLogin">False for the group roles of a schema, which are tried in their own schema.</param>
/// <param name="Inherits">False where SET ROLE is needed before a membership counts.</param>
/// <param name="MemberOf">Roles it is a member of, and of no others.</param>
/// <param name="Privileges">By schema; a schema that is not there is closed.</param>
public sealed record Subject(
    string Role, bool IsLogin, bool Inherits, ImmutableSortedSet<string> MemberOf, ImmutableSortedDictionary<string, ImmutableSortedSet<Privilege>> Privileges)
{
    /// <summary>Everybody: a role without any privilege of its own, for which nothing is declared.</summary>
    internal static Subject Everybody { get; } = new(DeclaredMatrix.Public, true, true, [], ImmutableSortedDictionary<string, ImmutableSortedSet<Privilege>>.Empty);

    /// <summary>What may be done in a schema.</summary>
    public ImmutableSortedSet<Privilege> In(string schema) => Privileges.GetValueOrDefault(schema, []);
}

/// <summary>Who may do what, derived from the catalogue alone.</summary>
/// <param name="Subjects">Logins first, then the group roles.</param>
/// <param name="Schemas">Schemas of the services.</param>
public sealed record DeclaredMatrix(ImmutableArray<Subject> Subjects, ImmutableArray<string> Schemas)
{
    /// <summary>Name under which reports show what everybody may do.</summary>
    public const string Public = "PUBLIC";

    private static readonly ImmutableSortedSet<Privilege> ReadOnly = [Privilege.Usage, Privilege.Select];

    private static readonly ImmutableSortedSet<Privilege> ReadWrite =
    [
        Privilege.Usage, Privilege.Select, Privilege.Insert, Privilege.Update, Privilege.Delete,
        Privilege.SequenceUsage, Privilege.SequenceSelect, Privilege.Execute,
    ];

    private static readonly ImmutableSortedSet<Privilege> Everything = [.. Enum.GetValues<Privilege>()];

    /// <summary>The matrix of a catalogue.</summary>
    public static DeclaredMatrix Of(ServiceCatalog catalog)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        return new DeclaredMatrix(
            [.. catalog.Logins.Select(Login), .. catalog.Services.SelectMany(Groups)],
            [.. catalog.Services.Select(s => s.Schema)]);
    }

    private static Subject Login(Login login)
    {
        var memberOf = login.Grants.Select(g => g.Access switch
        {
            SchemaAccess.ReadOnly => SchemaRoles.ReadOnly(g.Schema),
            SchemaAccess.ReadWrite => SchemaRoles.ReadWrite(g.Schema),
            _ => SchemaRoles.Owner(g.Schema),
        }).ToImmutableSortedSet(StringComparer.Ordinal);

        // Membership of an owner counts only after SET ROLE: by itself it opens nothing.
        var privileges = login.Grants.Where(g => g.Access != SchemaAccess.SetOwner)
            .ToImmutableSortedDictionary(g => g.Schema, g => g.Access == SchemaAccess.ReadOnly ? ReadOnly : ReadWrite, StringComparer.Ordinal);

        return login.Purpose switch
        {
            LoginPurpose.PoolerLookup => new(login.Name, true, true, memberOf, privileges.SetItem(DesiredPooler.Schema, [Privilege.Usage, Privilege.Execute])),

            // pg_stat_statements lies in public.
            LoginPurpose.Monitor => new(login.Name, true, true, memberOf.Add("pg_monitor"), privileges.SetItem("public", [Privilege.Usage])),
            _ => new(login.Name, true, login.Purpose != LoginPurpose.Migrator, memberOf, privileges),
        };
    }

    private static IEnumerable<Subject> Groups(Service service) =>
    [
        Group(service.OwnerRole, service.Schema, Everything),
        Group(service.ReadWriteRole, service.Schema, ReadWrite),
        Group(service.ReadOnlyRole, service.Schema, ReadOnly),
    ];

    private static Subject Group(string role, string schema, ImmutableSortedSet<Privilege> privileges) =>
        new(role, false, true, [], ImmutableSortedDictionary.Create<string, ImmutableSortedSet<Privilege>>(StringComparer.Ordinal).Add(schema, privileges));
}
