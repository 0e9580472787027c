-- An integer column ends before a bigint sequence that feeds it: the smaller of the two counts.
SELECT format('%I.%I', s.schemaname, s.sequencename) AS sequence_name,
       coalesce(c.owner, '') AS column_name,
       s.last_value::bigint AS last_value,
       least(s.max_value, c.column_max)::bigint AS max_value,
       (100.0 * s.last_value / least(s.max_value, c.column_max))::float8 AS used_percent
FROM pg_sequences s
LEFT JOIN LATERAL (
  SELECT d.refobjid::regclass::text || '.' || quote_ident(a.attname) AS owner,
         CASE a.atttypid WHEN 'int2'::regtype THEN 32767 WHEN 'int4'::regtype THEN 2147483647 END::bigint AS column_max
  FROM pg_depend d JOIN pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
  WHERE d.classid = 'pg_class'::regclass AND d.objid = format('%I.%I', s.schemaname, s.sequencename)::regclass AND d.deptype IN ('a', 'i') AND d.refobjsubid > 0
  LIMIT 1) c ON true
WHERE s.increment_by > 0 AND NOT s.cycle AND s.last_value IS NOT NULL
ORDER BY 5 DESC
LIMIT $1
