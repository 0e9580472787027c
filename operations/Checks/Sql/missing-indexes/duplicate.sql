-- Same table, columns, order, operator classes, collations, expressions and predicate. The one that enforces something, or is older, stays.
SELECT i.indexrelid::regclass::text AS index_name,
       o.indexrelid::regclass::text AS same_as,
       i.indrelid::regclass::text AS table_name,
       pg_relation_size(i.indexrelid)::bigint AS size_bytes
FROM pg_index i JOIN pg_index o ON o.indrelid = i.indrelid AND o.indexrelid <> i.indexrelid
  AND o.indkey = i.indkey AND o.indclass = i.indclass AND o.indoption = i.indoption AND o.indcollation = i.indcollation
  AND pg_get_expr(o.indexprs, o.indrelid) IS NOT DISTINCT FROM pg_get_expr(i.indexprs, i.indrelid)
  AND pg_get_expr(o.indpred, o.indrelid) IS NOT DISTINCT FROM pg_get_expr(i.indpred, i.indrelid)
JOIN pg_class ic ON ic.oid = i.indexrelid JOIN pg_class oc ON oc.oid = o.indexrelid AND oc.relam = ic.relam
JOIN pg_namespace n ON n.oid = ic.relnamespace
WHERE n.nspname NOT IN ('pg_catalog', 'pg_toast') AND i.indisvalid AND o.indisvalid AND NOT i.indisunique
  AND (o.indisunique OR o.indexrelid < i.indexrelid)
ORDER BY 4 DESC, 1
LIMIT $1
