namespace TechCorp.PgInfra.Migrations.Live;

/// <summary>The queries that read what is named and not compared object by object: rarer kinds, and whatever lies in no schema.</summary>
internal static class OtherQueries
{
    // Objects whose owner and privileges the queries of LiveQueries read, and the owners that Things names. Objects of the server itself have
    // numbers below 16384 (FirstNormalObjectId).
    private const string Compared =
        """
        d.classid IN ('pg_default_acl'::regclass, 'pg_auth_members'::regclass)
        OR d.deptype = 'o' AND d.classid IN ('pg_event_trigger'::regclass, 'pg_publication'::regclass, 'pg_subscription'::regclass,
                                             'pg_foreign_server'::regclass, 'pg_extension'::regclass, 'pg_database'::regclass)
        OR d.classid = 'pg_database'::regclass AND d.objid = (SELECT oid FROM pg_database WHERE datname = current_database())
        OR d.classid = 'pg_namespace'::regclass AND d.objid IS NOT DISTINCT FROM to_regnamespace('public')
        OR d.classid IN ('pg_class'::regclass, 'pg_proc'::regclass, 'pg_type'::regclass, 'pg_namespace'::regclass)
           AND NOT (d.deptype = 'a' AND (d.objid < 16384 OR (d.classid, d.objid) IN (
               SELECT e.classid, e.objid FROM pg_depend e WHERE e.refclassid = 'pg_extension'::regclass AND e.deptype = 'e')))
        """;

    /// <summary>Operators, languages, foreign servers, large objects, parameters, objects of the server or of an extension and the like that name a role.</summary>
    public const string Dependencies =
        $"""
        SELECT r.rolname::text, d.deptype = 'o', pg_describe_object(d.classid, d.objid, d.objsubid), (pg_identify_object(d.classid, d.objid, d.objsubid)).schema
        FROM pg_shdepend d JOIN pg_roles r ON r.oid = d.refobjid
        WHERE d.refclassid = 'pg_authid'::regclass AND d.deptype IN ('o', 'a')
          AND d.dbid IN (0, (SELECT oid FROM pg_database WHERE datname = current_database()))
          AND NOT ({Compared})
        ORDER BY 1, 3
        """;

    /// <summary>
    /// What everybody may do beyond what the server and its extensions came with (pg_init_privs), on objects that no declared schema holds. A
    /// language is open by default.
    /// </summary>
    public const string Open =
        """
        SELECT lower(string_agg(a.privilege_type, ', ' ORDER BY a.privilege_type)), pg_describe_object(o.class, o.id, 0)
        FROM (
            SELECT 'pg_class'::regclass::oid, c.oid, c.relacl, i.initprivs
            FROM pg_class c JOIN pg_init_privs i ON i.classoid = 'pg_class'::regclass AND i.objoid = c.oid AND i.objsubid = 0
            UNION ALL
            SELECT 'pg_proc'::regclass, p.oid, p.proacl, i.initprivs
            FROM pg_proc p JOIN pg_init_privs i ON i.classoid = 'pg_proc'::regclass AND i.objoid = p.oid
            UNION ALL
            SELECT 'pg_namespace'::regclass, n.oid, n.nspacl, i.initprivs
            FROM pg_namespace n JOIN pg_init_privs i ON i.classoid = 'pg_namespace'::regclass AND i.objoid = n.oid WHERE n.nspname <> 'public'
            UNION ALL SELECT 'pg_foreign_data_wrapper'::regclass, oid, fdwacl, NULL FROM pg_foreign_data_wrapper
            UNION ALL SELECT 'pg_foreign_server'::regclass, oid, srvacl, NULL FROM pg_foreign_server
            UNION ALL SELECT 'pg_largeobject'::regclass, oid, lomacl, NULL FROM pg_largeobject_metadata
            UNION ALL SELECT 'pg_tablespace'::regclass, oid, spcacl, NULL FROM pg_tablespace
            UNION ALL SELECT 'pg_parameter_acl'::regclass, oid, paracl, NULL FROM pg_parameter_acl
        ) o (class, id, acl, initial), aclexplode(o.acl) a
        WHERE o.acl IS DISTINCT FROM o.initial AND a.grantee = 0
          AND NOT EXISTS (SELECT FROM aclexplode(o.initial) i WHERE i.grantee = 0 AND i.privilege_type = a.privilege_type)
        GROUP BY o.class, o.id
        ORDER BY 2
        """;

    /// <summary>
    /// Things of the database itself, and the server's other databases. Those that every server comes with are nobody's declaration, and every
    /// login may connect to them; that everybody may make schemas in one is somebody's doing.
    /// </summary>
    public static readonly string Things =
        $"""
        SELECT 'database', d.datname::text, pg_get_userbyid(d.datdba)::text,
               CASE WHEN 'CREATE' = ANY (p.privileges) THEN 'every login may make schemas in it' WHEN 'CONNECT' = ANY (p.privileges) THEN 'every login may connect to it' END
        FROM pg_database d,
             LATERAL (SELECT array_agg(a.privilege_type) FROM aclexplode(coalesce(d.datacl, acldefault('d', d.datdba))) a WHERE a.grantee = 0) p (privileges)
        WHERE d.datname <> current_database() AND d.datallowconn
          AND ('CREATE' = ANY (p.privileges) OR d.datname NOT IN ('postgres', 'rdsadmin') AND NOT d.datistemplate)
        UNION ALL
        SELECT 'event trigger', t.evtname::text, pg_get_userbyid(t.evtowner)::text, format('it runs %s on %s as whoever runs the statement', t.evtfoid::regprocedure, t.evtevent)
        FROM pg_event_trigger t WHERE t.evtenabled <> 'D' AND {LiveQueries.NotOfExtension("pg_event_trigger", "t")}
        UNION ALL
        SELECT 'publication', pubname::text, pg_get_userbyid(pubowner)::text, CASE WHEN puballtables THEN 'of all tables' END FROM pg_publication
        UNION ALL
        SELECT 'subscription', subname::text, pg_get_userbyid(subowner)::text, NULL
        FROM pg_subscription WHERE subdbid = (SELECT oid FROM pg_database WHERE datname = current_database())
        UNION ALL
        SELECT 'foreign server', srvname::text, pg_get_userbyid(srvowner)::text, NULL FROM pg_foreign_server
        UNION ALL
        SELECT 'extension', extname::text, pg_get_userbyid(extowner)::text, NULL FROM pg_extension WHERE extname <> 'plpgsql'
        ORDER BY 1, 2
        """;
}
