namespace TechCorp.PgInfra.Migrations.Verification;

/// <summary>What the catalogue has to say where acting shows nothing.</summary>
internal static class AskSql
{
    /// <summary>Which of $1 roles and $2 schemas exist, with what makes a role powerful: no probe can try those without harm.</summary>
    public const string Roles = """
        SELECT r.rolname::text,
               concat_ws(', ', CASE WHEN r.rolsuper THEN 'SUPERUSER' END, CASE WHEN r.rolcreaterole THEN 'CREATEROLE' END,
                         CASE WHEN r.rolcreatedb THEN 'CREATEDB' END, CASE WHEN r.rolreplication THEN 'REPLICATION' END,
                         CASE WHEN r.rolbypassrls THEN 'BYPASSRLS' END),
               r.rolcanlogin, r.rolinherit,
               ARRAY(SELECT g.rolname::text FROM pg_catalog.pg_auth_members m JOIN pg_catalog.pg_roles g ON g.oid = m.roleid WHERE m.member = r.oid ORDER BY 1)
          FROM pg_catalog.pg_roles r WHERE r.rolname = ANY ($1)
        """;

    /// <summary>Schemas a role could reach, the server's own aside.</summary>
    public const string Schemas = """
        SELECT nspname::text FROM pg_catalog.pg_namespace WHERE nspname NOT LIKE 'pg\_%' AND nspname <> 'information_schema' ORDER BY 1
        """;

    /// <summary>What there is to try in the schemas $1, by its number.</summary>
    public const string Objects = """
        SELECT n.nspname::text, o.oid
          FROM (SELECT relnamespace, oid FROM pg_catalog.pg_class WHERE relkind IN ('r', 'p', 'v', 'm', 'f', 'S')
                UNION ALL SELECT pronamespace, oid FROM pg_catalog.pg_proc) o (namespace, oid) JOIN pg_catalog.pg_namespace n ON n.oid = o.namespace
         WHERE n.nspname = ANY ($1) ORDER BY 1, 2
        """;

    /// <summary>
    /// Grants that have no effect while the schema itself is closed, and would have one the day it is opened; $1 roles, $2
    /// schemas; $3 roles whose schema of the same place in $4 is open to them, where the grants were tried. The owner's own rights are not grants, and PUBLIC's USAGE of types is the default and gives no data away.
    /// </summary>
    public const string Latent = $$"""
        WITH RECURSIVE reach(subject, role) AS (
            SELECT rolname::text, oid FROM pg_catalog.pg_roles WHERE rolname = ANY ($1)
            UNION
            SELECT reach.subject, m.roleid
              FROM reach JOIN pg_catalog.pg_auth_members m ON m.member = reach.role JOIN pg_catalog.pg_roles r ON r.oid = reach.role
             WHERE coalesce((to_jsonb(m) ->> 'inherit_option')::boolean, r.rolinherit)
        ), granted AS (
            SELECT n.nspname, NULL AS object, 'schema' AS kind, a.grantee, a.privilege_type
              FROM pg_catalog.pg_namespace n, pg_catalog.aclexplode(n.nspacl) a
             WHERE n.nspname = ANY ($2) AND a.grantee <> n.nspowner
            UNION
            SELECT NULL, 'connect to the database', 'database', a.grantee, a.privilege_type
              FROM pg_catalog.pg_database d, pg_catalog.aclexplode(coalesce(d.datacl, pg_catalog.acldefault('d', d.datdba))) a
             WHERE d.datname = pg_catalog.current_database() AND a.grantee = 0 AND a.privilege_type = 'CONNECT'
            UNION
            SELECT n.nspname, c.relname::text, CASE c.relkind WHEN 'S' THEN 'sequence' ELSE 'table' END, a.grantee, a.privilege_type
              FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace, pg_catalog.aclexplode(c.relacl) a
             WHERE n.nspname = ANY ($2) AND a.grantee <> c.relowner
               AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
            UNION
            SELECT n.nspname, c.relname || '.' || t.attname, 'column', a.grantee, a.privilege_type
              FROM pg_catalog.pg_attribute t JOIN pg_catalog.pg_class c ON c.oid = t.attrelid JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace,
                   pg_catalog.aclexplode(t.attacl) a
             WHERE n.nspname = ANY ($2) AND a.grantee <> c.relowner
            UNION
            SELECT n.nspname, p.proname::text, 'routine', a.grantee, a.privilege_type
              FROM pg_catalog.pg_proc p JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace,
                   pg_catalog.aclexplode(coalesce(p.proacl, pg_catalog.acldefault('f', p.proowner))) a
             WHERE n.nspname = ANY ($2) AND a.grantee <> p.proowner
               AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype IN ('e', 'i'))
        )
        SELECT CASE WHEN g.grantee = 0 THEN 'PUBLIC' ELSE reach.subject END, g.nspname::text, g.object, g.kind, g.privilege_type,
               CASE WHEN g.grantee = 0 THEN 'PUBLIC' ELSE g.grantee::regrole::text END, coalesce(g.object ^@ '{{StageSql.Scratch}}', false)
          FROM granted g LEFT JOIN reach ON reach.role = g.grantee
         WHERE (g.grantee = 0 OR reach.subject IS NOT NULL)
           AND NOT EXISTS (SELECT FROM unnest($3::text[], $4::text[]) o (role, schema)
                            WHERE o.role = CASE WHEN g.grantee = 0 THEN 'PUBLIC' ELSE reach.subject END AND o.schema = g.nspname)
        """;

    /// <summary>
    /// Objects of $1 schemas that do not belong to the role of the same place in $2: an owner may do everything. Members of an extension, and
    /// the constructors of a range type, are their own business.
    /// </summary>
    public const string Owners = """
        SELECT n.nspname::text, o.name, pg_catalog.pg_get_userbyid(o.owner)::text
          FROM unnest($1::text[], $2::text[]) d(schema, owner) JOIN pg_catalog.pg_namespace n ON n.nspname = d.schema,
               LATERAL (SELECT 'pg_class'::regclass AS class, c.oid, c.relname::text AS name, c.relowner AS owner FROM pg_catalog.pg_class c WHERE c.relnamespace = n.oid
                        UNION ALL SELECT 'pg_proc'::regclass, p.oid, p.proname::text, p.proowner FROM pg_catalog.pg_proc p WHERE p.pronamespace = n.oid
                        UNION ALL SELECT 'pg_namespace'::regclass, n.oid, NULL, n.nspowner) o
         WHERE pg_catalog.pg_get_userbyid(o.owner) <> d.owner
           AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend m WHERE m.classid = o.class AND m.objid = o.oid
                           AND (m.deptype = 'e' OR m.deptype = 'i' AND o.class = 'pg_proc'::regclass))
         ORDER BY 1, 2
        """;
}
