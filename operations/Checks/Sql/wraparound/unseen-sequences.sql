-- last_value is null for a sequence never used and for one this login may not read. A bigint sequence does not end in a lifetime.
SELECT c.oid::regclass::text AS sequence_name
FROM pg_sequence q JOIN pg_class c ON c.oid = q.seqrelid
LEFT JOIN pg_depend d ON d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype IN ('a', 'i') AND d.refobjsubid > 0
LEFT JOIN pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
WHERE NOT has_sequence_privilege(q.seqrelid, 'SELECT, USAGE') AND NOT q.seqcycle AND q.seqincrement > 0
  AND (q.seqmax < 4611686018427387904 OR a.atttypid IN ('int2'::regtype, 'int4'::regtype))
ORDER BY 1
