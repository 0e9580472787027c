-- No valid index of the referencing table begins with the key's columns, in any order, or with its first one (the rest is filtered):
-- each delete or key update of the referenced row then reads the whole table, holding its lock. A partial index does not serve.
SELECT k.conrelid::regclass::text AS table_name,
       k.conname::text AS foreign_key,
       (SELECT string_agg(quote_ident(a.attname), ', ' ORDER BY o) FROM unnest(k.conkey) WITH ORDINALITY c(n, o) JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = c.n) AS columns,
       k.confrelid::regclass::text AS referenced,
       pg_relation_size(k.conrelid)::bigint AS size_bytes
FROM pg_constraint k JOIN pg_class t ON t.oid = k.conrelid
WHERE k.contype = 'f' AND k.conparentid = 0
  AND NOT EXISTS (
    SELECT FROM pg_index i
    WHERE i.indrelid = k.conrelid AND i.indisvalid AND i.indpred IS NULL
      AND (i.indkey[0] = k.conkey[1]
        OR (i.indkey::int2[])[0:cardinality(k.conkey) - 1] @> k.conkey AND (i.indkey::int2[])[0:cardinality(k.conkey) - 1] <@ k.conkey))
ORDER BY 5 DESC, 1, 2
LIMIT $1
