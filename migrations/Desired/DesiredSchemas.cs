using TechCorp.PgInfra.Catalog;
using TechCorp.PgInfra.Migrations.Baseline;
using TechCorp.PgInfra.Migrations.Model;

namespace TechCorp.PgInfra.Migrations.Desired;

/// <summary>The three group roles of a schema and what each may do in it, now (grants) and later (default privileges).</summary>
internal static class DesiredSchemas
{
    private const Privileges ReadWriteTables = Privileges.Select | Privileges.Insert | Privileges.Update | Privileges.Delete;
    private const Privileges UseSequences = Privileges.Usage | Privileges.Select;

    // Group roles as rows: kind of object, what s_rw holds on it, what s_ro holds on it.
    private static readonly (ObjectKind Kind, Privileges ReadWrite, Privileges ReadOnly)[] Matrix =
    [
        (ObjectKind.Table, ReadWriteTables, Privileges.Select),
        (ObjectKind.Sequence, UseSequences, Privileges.None),
        (ObjectKind.Routine, Privileges.Execute, Privileges.None),
    ];

    private static readonly ObjectKind[] GrantedAsTables = [ObjectKind.View, ObjectKind.MaterializedView, ObjectKind.ForeignTable];

    /// <summary>The schema of a service.</summary>
    public static DesiredSchema For(Service service)
    {
        var objects = Matrix.Select(row => new KindGrants(row.Kind, Grant(service, row.ReadWrite, row.ReadOnly))).ToList();
        var tables = objects.Single(o => o.Kind == ObjectKind.Table).Grants;
        return new DesiredSchema(
            service.Schema,
            service.OwnerRole,
            Grant(service, Privileges.Usage, Privileges.Usage),
            [
                .. objects, .. GrantedAsTables.Select(kind => new KindGrants(kind, tables)),

                // Types are usable by all by default and give no data away; the schema's USAGE already guards their names.
                new(ObjectKind.Type, Grants.None.And(Acl.Public, Privileges.Usage)),
            ]);
    }

    /// <summary>
    /// Default privileges are those of the role that creates an object: without FOR ROLE they would be the master's, who
    /// creates nothing here. PUBLIC's EXECUTE can only be taken away everywhere: the same REVOKE IN SCHEMA is accepted and does nothing.
    /// </summary>
    public static IEnumerable<DesiredDefaultPrivileges> DefaultsFor(Service service) =>
        Matrix
            .Select(row => new DesiredDefaultPrivileges(
                service.OwnerRole, service.Schema, row.Kind, Grant(service, row.ReadWrite, row.ReadOnly)))
            .Append(NoPublicExecute(service.OwnerRole));

    /// <summary>Routines this role creates are not executable by PUBLIC.</summary>
    public static DesiredDefaultPrivileges NoPublicExecute(string owner) => new(owner, null, ObjectKind.Routine, Grants.None);

    /// <summary>The schema <c>public</c>: nobody's, except that the monitor reads pg_stat_statements there.</summary>
    public static DesiredSchema Public(IEnumerable<Login> logins) => new(
        "public",
        Owner: null,
        Grants.To(logins.Where(l => l.Purpose == LoginPurpose.Monitor).Select(l => l.Name), Privileges.Usage),
        ObjectGrants: [],
        Objects: []);

    /// <summary>Where the baseline remembers what it applied: the database owner's, who makes it, and nobody else's.</summary>
    public static DesiredSchema Ledger { get; } = new(
        BaselineLedger.Schema, Owner: null, Grants.None, ObjectGrants: [], Objects: [BaselineLedger.Table]);

    private static Grants Grant(Service service, Privileges readWrite, Privileges readOnly)
    {
        var grants = Grants.None.And(service.ReadWriteRole, readWrite);
        return readOnly == Privileges.None ? grants : grants.And(service.ReadOnlyRole, readOnly);
    }
}
