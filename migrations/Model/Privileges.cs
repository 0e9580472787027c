using System.Text;

namespace TechCorp.PgInfra.Migrations.Model;

/// <summary>Privileges of one access control entry (PostgreSQL manual, table 5.1); combined as flags.</summary>
[Flags]
public enum Privileges
{
    None = 0,
    Select = 1,
    Insert = 2,
    Update = 4,
    Delete = 8,
    Truncate = 16,
    References = 32,
    Trigger = 64,
    Execute = 128,
    Usage = 256,
    Create = 512,
    Temporary = 1024,
    Connect = 2048,

    /// <summary>SET on a configuration parameter, PostgreSQL 15 and later.</summary>
    Set = 4096,

    /// <summary>ALTER SYSTEM on a configuration parameter, PostgreSQL 15 and later.</summary>
    AlterSystem = 8192,

    /// <summary>VACUUM, ANALYZE and the like on a table, PostgreSQL 17 and later.</summary>
    Maintain = 16384,
}

/// <summary>The letters of an aclitem and the words of GRANT.</summary>
internal static class PrivilegeText
{
    private static readonly (char Letter, Privileges Privilege, string Word)[] Table =
    [
        ('r', Privileges.Select, "SELECT"),
        ('a', Privileges.Insert, "INSERT"),
        ('w', Privileges.Update, "UPDATE"),
        ('d', Privileges.Delete, "DELETE"),
        ('D', Privileges.Truncate, "TRUNCATE"),
        ('x', Privileges.References, "REFERENCES"),
        ('t', Privileges.Trigger, "TRIGGER"),
        ('X', Privileges.Execute, "EXECUTE"),
        ('U', Privileges.Usage, "USAGE"),
        ('C', Privileges.Create, "CREATE"),
        ('T', Privileges.Temporary, "TEMPORARY"),
        ('c', Privileges.Connect, "CONNECT"),
        ('s', Privileges.Set, "SET"),
        ('A', Privileges.AlterSystem, "ALTER SYSTEM"),
        ('m', Privileges.Maintain, "MAINTAIN"),
    ];

    /// <summary>The privilege of one letter; a letter of a newer server that is not known here is no privilege we may touch.</summary>
    public static Privileges FromLetter(char letter)
    {
        foreach (var row in Table)
        {
            if (row.Letter == letter)
            {
                return row.Privilege;
            }
        }

        return Privileges.None;
    }

    /// <summary>The words of GRANT, in the manual's order: <c>SELECT, INSERT</c>.</summary>
    public static string Words(Privileges privileges)
    {
        var text = new StringBuilder();
        foreach (var row in Table)
        {
            if (privileges.HasFlag(row.Privilege))
            {
                text.Append(text.Length == 0 ? "" : ", ").Append(row.Word);
            }
        }

        return text.ToString();
    }

    /// <summary>The words as people read them: <c>select, insert</c>.</summary>
    public static string Show(Privileges privileges) => Words(privileges).ToLowerInvariant();
}
