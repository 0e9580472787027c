namespace TechCorp.PgInfra.Migrations.Verification;

/// <summary>What is tried, one column of the matrix each.</summary>
public enum Privilege
{
    /// <summary>USAGE of the schema: its objects can be named.</summary>
    Usage,

    /// <summary>CREATE in the schema.</summary>
    Create,

    Select,
    Insert,
    Update,
    Delete,
    Truncate,
    References,
    Trigger,

    /// <summary>nextval().</summary>
    SequenceUsage,

    /// <summary>Reading a sequence.</summary>
    SequenceSelect,

    /// <summary>setval().</summary>
    SequenceUpdate,

    Execute,
}

/// <summary>Which objects a cell is about.</summary>
public enum Scope
{
    /// <summary>The schema itself.</summary>
    Schema,

    /// <summary>Objects that are there.</summary>
    Existing,

    /// <summary>Objects the owner creates from now on.</summary>
    Future,
}
