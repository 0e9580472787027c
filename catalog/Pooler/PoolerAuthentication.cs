namespace TechCorp.PgInfra.Catalog;

/// <summary>
/// How PgBouncer learns the SCRAM verifier of a client: from a table of its own, since RDS lets nobody read pg_authid.
/// The post-deploy step creates these objects; the verifier there is byte for byte the one the role has.
/// </summary>
public static class PoolerAuthentication
{
    /// <summary>Schema of the lookup; no service reaches it.</summary>
    public const string Schema = "pgbouncer";

    /// <summary>Table with one row per login and the verifier it has.</summary>
    public const string Table = "credential";

    /// <summary>SECURITY DEFINER function <c>get_auth(p_username text) returns table(username text, password text)</c>.</summary>
    public const string Function = "get_auth";

    /// <summary>PgBouncer's auth_query. Qualified: an unqualified name is at the mercy of the client's search_path (CVE-2025-12819).</summary>
    public const string Query = $"SELECT username, password FROM {Schema}.{Function}($1)";

    /// <summary>PgBouncer's auth_user; its password stands in the userlist in clear, since no client hands it over.</summary>
    public const string Login = Logins.PoolerLookup;

    /// <summary>May run SHOW on PgBouncer's console; its verifier stands in the userlist, as the console asks no database.</summary>
    public const string StatsLogin = Logins.Monitor;
}
