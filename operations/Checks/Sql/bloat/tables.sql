-- An estimate (the ioguix and pgexperts method): the pages the rows would take at their average width and the table's fillfactor,
-- against the pages there are. pg_stats shows the columns this login may read; a table with a hidden column is left out and counted apart.
WITH stats AS (
  SELECT s.schemaname, s.tablename, sum((1 - s.null_frac) * s.avg_width) AS width, max(s.null_frac) > 0 AS has_nulls, count(*) AS seen
  FROM pg_stats s WHERE NOT s.inherited GROUP BY 1, 2
), measured AS (
  SELECT c.oid, n.nspname, c.relname, c.relpages, c.reltuples, current_setting('block_size')::float8 AS block,
         coalesce((SELECT option_value::float8 FROM pg_options_to_table(c.reloptions) WHERE option_name = 'fillfactor'), 100) AS fill,
         -- 23 bytes of header, one bit a column when a row holds a null, rounded up to 8, and a line pointer of 4.
         8 * ceil((23 + CASE WHEN s.has_nulls THEN (7 + s.seen) / 8 ELSE 0 END) / 8.0) + 8 * ceil(s.width / 8.0) + 4 AS row_bytes
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  JOIN stats s ON s.schemaname = n.nspname AND s.tablename = c.relname
  WHERE c.relkind IN ('r', 'm') AND c.reltuples > 0 AND c.relpages > 0 AND n.nspname NOT IN ('pg_catalog', 'information_schema')
    AND s.seen = (SELECT count(*) FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped)
), estimated AS (
  SELECT *, ceil(reltuples * row_bytes / ((block - 24) * fill / 100)) AS needed FROM measured
)
SELECT format('%I.%I', nspname, relname) AS table_name,
       pg_relation_size(oid)::bigint AS size_bytes,
       (greatest(0, relpages - needed) * block)::bigint AS estimated_bloat_bytes,
       (100 * greatest(0, relpages - needed) / relpages)::float8 AS estimated_bloat_percent,
       fill::bigint AS fillfactor
FROM estimated
WHERE pg_relation_size(oid) >= $2
ORDER BY 3 DESC
LIMIT $1
