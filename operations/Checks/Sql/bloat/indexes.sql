-- The same estimate for btree indexes: keys at their average width, a line pointer of 4, 16 of page header, 16 of special space.
WITH keys AS (
  SELECT i.indexrelid, i.indrelid, count(*) AS columns, sum((1 - s.null_frac) * s.avg_width) AS width, max(s.null_frac) > 0 AS has_nulls, max(i.indnkeyatts) AS key_columns
  FROM pg_index i
  CROSS JOIN LATERAL unnest(i.indkey::int2[]) k(attnum)
  JOIN pg_class t ON t.oid = i.indrelid JOIN pg_namespace n ON n.oid = t.relnamespace
  JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.attnum AND k.attnum > 0
  JOIN pg_stats s ON s.schemaname = n.nspname AND s.tablename = t.relname AND s.attname = a.attname AND NOT s.inherited
  WHERE i.indexprs IS NULL AND n.nspname NOT IN ('pg_catalog', 'information_schema')
  GROUP BY 1, 2
  HAVING count(*) = max(i.indnatts)
), measured AS (
  SELECT c.oid, k.indrelid, c.relpages, c.reltuples, current_setting('block_size')::float8 AS block,
         coalesce((SELECT option_value::float8 FROM pg_options_to_table(c.reloptions) WHERE option_name = 'fillfactor'), 90) AS fill,
         8 * ceil((8 + CASE WHEN k.has_nulls THEN 4 ELSE 0 END + k.width) / 8.0) + 4 AS key_bytes
  FROM keys k JOIN pg_class c ON c.oid = k.indexrelid JOIN pg_am m ON m.oid = c.relam
  WHERE m.amname = 'btree' AND c.relpages > 1 AND c.reltuples > 0
), estimated AS (
  SELECT *, 1 + ceil(reltuples * key_bytes / ((block - 40) * fill / 100)) AS needed FROM measured
)
SELECT e.oid::regclass::text AS index_name,
       e.indrelid::regclass::text AS table_name,
       pg_relation_size(e.oid)::bigint AS size_bytes,
       (greatest(0, relpages - needed) * block)::bigint AS estimated_bloat_bytes,
       (100 * greatest(0, relpages - needed) / relpages)::float8 AS estimated_bloat_percent
FROM estimated e
WHERE pg_relation_size(e.oid) >= $2
ORDER BY 4 DESC
LIMIT $1
