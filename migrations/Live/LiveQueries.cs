namespace TechCorp.PgInfra.Migrations.Live;

/// <summary>
/// The queries that read the server, each once per plan whatever the number of services. Names come back resolved;
/// the client never has to ask again.
/// </summary>
internal static class LiveQueries
{
    // Objects of the server itself and of other sessions' temporary schemas are nobody's declaration.
    internal const string UserSchema = "n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'";

    // Members of an extension belong to it: their privileges are what its script made them.
    internal static string NotOfExtension(string catalog, string alias) =>
        $"NOT EXISTS (SELECT FROM pg_depend e WHERE e.classid = '{catalog}'::regclass AND e.objid = {alias}.oid AND e.deptype = 'e')";

    public const string Roles =
        """
        SELECT oid, rolname::text, rolcanlogin, rolinherit, rolconnlimit, rolcreaterole, rolcreatedb, rolsuper, rolreplication,
               rolbypassrls, CASE WHEN rolvaliduntil < 'infinity' THEN rolvaliduntil::text END
        FROM pg_roles
        """;

    /// <summary>Memberships among the server's own roles are left out; from 16 on each carries its own options.</summary>
    public static string Memberships(int majorVersion) =>
        $"""
        SELECT r.rolname::text, m.rolname::text, a.admin_option, coalesce(g.rolname::text, ''),
               {(majorVersion >= 16 ? "a.inherit_option, a.set_option" : "NULL::boolean, NULL::boolean")}
        FROM pg_auth_members a
        JOIN pg_roles r ON r.oid = a.roleid
        JOIN pg_roles m ON m.oid = a.member
        LEFT JOIN pg_roles g ON g.oid = a.grantor
        WHERE m.rolname !~ '^pg_'
        ORDER BY 1, 2, 4
        """;

    public const string RoleSettings =
        """
        SELECT coalesce(r.rolname::text, ''), d.datname::text, s.setconfig::text
        FROM pg_db_role_setting s
        LEFT JOIN pg_roles r ON r.oid = s.setrole
        LEFT JOIN pg_database d ON d.oid = s.setdatabase
        ORDER BY 1, 2
        """;

    public const string SuperuserSettings = "SELECT name FROM pg_settings WHERE context IN ('superuser', 'superuser-backend')";

    public const string Database =
        """
        SELECT datname::text, pg_get_userbyid(datdba)::text, datacl::text, datconnlimit FROM pg_database WHERE datname = current_database()
        """;

    public const string Schemas =
        $"""
        SELECT n.nspname::text, pg_get_userbyid(n.nspowner)::text, n.nspacl::text
        FROM pg_namespace n WHERE {UserSchema} ORDER BY 1
        """;

    /// <summary>Sequences of identity and serial columns follow their table's owner and refuse one of their own.</summary>
    public static readonly string Relations =
        $"""
        SELECT n.nspname::text, c.relname::text, c.relkind::text, pg_get_userbyid(c.relowner)::text, c.relacl::text,
               c.relkind = 'S' AND EXISTS (
                   SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid
                   AND d.refclassid = 'pg_class'::regclass AND d.deptype IN ('a', 'i'))
        FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S') AND {UserSchema} AND {NotOfExtension("pg_class", "c")}
        ORDER BY 1, 2
        """;

    public static readonly string Columns =
        $"""
        SELECT n.nspname::text, c.relname::text, a.attname::text, pg_get_userbyid(c.relowner)::text, a.attacl::text
        FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE a.attacl IS NOT NULL AND NOT a.attisdropped AND {UserSchema} AND {NotOfExtension("pg_class", "c")}
        ORDER BY 1, 2, 3
        """;

    /// <summary>The constructors of a range type are the bootstrap superuser's, whoever made the type, and go with it.</summary>
    public static readonly string Routines =
        $"""
        SELECT n.nspname::text, p.proname::text, pg_get_function_identity_arguments(p.oid), pg_get_userbyid(p.proowner)::text, p.proacl::text,
               p.prosecdef AND p.prosqlbody IS NULL AND NOT EXISTS (SELECT FROM unnest(p.proconfig) s WHERE s LIKE 'search_path=%')
        FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
        WHERE {UserSchema} AND {NotOfExtension("pg_proc", "p")}
          AND NOT EXISTS (SELECT FROM pg_depend i WHERE i.classid = 'pg_proc'::regclass AND i.objid = p.oid AND i.deptype = 'i')
        ORDER BY 1, 2, 3
        """;

    /// <summary>Row types of tables, array types and multiranges follow the type they were made for.</summary>
    public static readonly string Types =
        $"""
        SELECT n.nspname::text, t.typname::text, pg_get_userbyid(t.typowner)::text, t.typacl::text
        FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace
        LEFT JOIN pg_class c ON c.oid = t.typrelid
        WHERE (t.typrelid = 0 OR c.relkind = 'c') AND t.typtype <> 'm'
          AND NOT EXISTS (SELECT FROM pg_type e WHERE e.typarray = t.oid)
          AND {UserSchema} AND {NotOfExtension("pg_type", "t")}
        ORDER BY 1, 2
        """;

    public const string DefaultPrivileges =
        """
        SELECT pg_get_userbyid(d.defaclrole)::text, n.nspname::text, d.defaclobjtype::text, d.defaclacl::text
        FROM pg_default_acl d LEFT JOIN pg_namespace n ON n.oid = d.defaclnamespace
        ORDER BY 1, 2, 3
        """;

    /// <summary>
    /// A row without a schema is an extension that is installed and not created. pg_available_extensions reads every control file of
    /// the server (10 ms of a plan's 30), so it is asked only when the extension is not there yet.
    /// </summary>
    public const string Extensions =
        """
        SELECT e.extname::text, n.nspname::text, true
        FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace
        WHERE e.extname = 'pg_stat_statements'
        UNION ALL
        SELECT 'pg_stat_statements', NULL, false
        WHERE NOT EXISTS (SELECT FROM pg_extension WHERE extname = 'pg_stat_statements')
          AND EXISTS (SELECT FROM pg_available_extensions WHERE name = 'pg_stat_statements')
        """;

    public const string Lookup =
        """
        SELECT pg_get_function_arguments(p.oid), pg_get_function_result(p.oid), l.lanname::text, p.prosecdef, p.provolatile::text,
               coalesce(p.proconfig, '{}')::text, p.prosrc
        FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace JOIN pg_language l ON l.oid = p.prolang
        WHERE n.nspname = 'pgbouncer' AND p.proname = 'get_auth' AND pg_get_function_identity_arguments(p.oid) = 'p_username text'
        """;

    public const string CredentialColumns =
        """
        SELECT a.attname || ' ' || format_type(a.atttypid, a.atttypmod) || CASE WHEN a.attnotnull THEN ' not null' ELSE '' END
        FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE n.nspname = 'pgbouncer' AND c.relname = 'credential' AND c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped
        ORDER BY a.attnum
        """;

    /// <summary>False for a missing table as for one this login may not read.</summary>
    public const string CredentialsReadable =
        """
        SELECT coalesce((
            SELECT has_table_privilege(c.oid, 'SELECT') AND has_schema_privilege(n.oid, 'USAGE')
                   AND 4 = (SELECT count(*) FROM pg_attribute a WHERE a.attrelid = c.oid AND NOT a.attisdropped
                            AND a.attname IN ('username', 'password', 'pooled', 'role'))
            FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE n.nspname = 'pgbouncer' AND c.relname = 'credential' AND c.relkind = 'r'), false)
        """;

    public const string Credentials = """SELECT username::text, password::text, pooled::boolean, role::oid FROM pgbouncer.credential ORDER BY 1""";
}
