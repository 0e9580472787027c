namespace TechCorp.PgInfra.Migrations.Model;

/// <summary>Kinds of database objects whose owner and privileges are held to the declaration.</summary>
public enum ObjectKind
{
    Database,
    Schema,

    /// <summary>Tables, partitioned tables and foreign tables; views and materialized views are granted like them.</summary>
    Table,
    View,
    MaterializedView,
    ForeignTable,
    Sequence,

    /// <summary>Functions, procedures and aggregates.</summary>
    Routine,

    /// <summary>Enums, domains, ranges and free-standing composite types.</summary>
    Type,
}

/// <summary>What the server does by default for each kind, and how a statement names it.</summary>
internal static class ObjectKinds
{
    /// <summary>The word GRANT wants: views are tables to it.</summary>
    public static string GrantWord(this ObjectKind kind) => kind switch
    {
        ObjectKind.Database => "DATABASE",
        ObjectKind.Schema => "SCHEMA",
        ObjectKind.Sequence => "SEQUENCE",
        ObjectKind.Routine => "ROUTINE",
        ObjectKind.Type => "TYPE",
        _ => "TABLE",
    };

    /// <summary>The word ALTER ... OWNER TO wants.</summary>
    public static string AlterWord(this ObjectKind kind) => kind switch
    {
        ObjectKind.View => "VIEW",
        ObjectKind.MaterializedView => "MATERIALIZED VIEW",
        ObjectKind.ForeignTable => "FOREIGN TABLE",
        _ => kind.GrantWord(),
    };

    /// <summary>The kind as people read it.</summary>
    public static string Show(this ObjectKind kind) => kind.AlterWord().ToLowerInvariant();

    /// <summary>Everything an owner holds (acldefault() of the server; MAINTAIN since 17).</summary>
    public static Privileges OwnerPrivileges(this ObjectKind kind, int majorVersion) => kind switch
    {
        ObjectKind.Database => Privileges.Create | Privileges.Temporary | Privileges.Connect,
        ObjectKind.Schema => Privileges.Usage | Privileges.Create,
        ObjectKind.Sequence => Privileges.Select | Privileges.Update | Privileges.Usage,
        ObjectKind.Routine => Privileges.Execute,
        ObjectKind.Type => Privileges.Usage,
        _ => Privileges.Select | Privileges.Insert | Privileges.Update | Privileges.Delete | Privileges.Truncate
            | Privileges.References | Privileges.Trigger | (majorVersion >= 17 ? Privileges.Maintain : Privileges.None),
    };

    /// <summary>What PUBLIC holds where nobody has granted or revoked anything.</summary>
    public static Privileges PublicDefault(this ObjectKind kind) => kind switch
    {
        ObjectKind.Database => Privileges.Temporary | Privileges.Connect,
        ObjectKind.Routine => Privileges.Execute,
        ObjectKind.Type => Privileges.Usage,
        _ => Privileges.None,
    };
}
