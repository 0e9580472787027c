SELECT 'write-ahead log' AS what, count(*)::bigint AS files, coalesce(sum(size), 0)::bigint AS size_bytes FROM pg_ls_waldir()
UNION ALL
SELECT 'temporary files now', count(*)::bigint, coalesce(sum(size), 0)::bigint FROM pg_ls_tmpdir()
