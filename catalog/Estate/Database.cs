namespace TechCorp.PgInfra.Catalog;

/// <summary>The one database of the estate and how it is reached (source document: engine, database and port of the connection strings).</summary>
public static class Database
{
    /// <summary>Database name; also the default database of every client (S18).</summary>
    public const string Name = "techcorp";

    /// <summary>PostgreSQL port of every instance (S20).</summary>
    public const int Port = 5432;

    /// <summary>PostgreSQL major version (S1). A minor version is never pinned here: RDS retires minors and upgrades them by itself.</summary>
    public const int MajorVersion = 15;

    /// <summary>
    /// RDS master user: NOSUPERUSER CREATEROLE CREATEDB, member of rds_superuser.
    /// Neither <c>postgres</c> nor <c>admin</c>, which Security Hub RDS.25 refuses.
    /// </summary>
    public const string MasterUsername = "techcorp_admin";
}
