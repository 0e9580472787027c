SELECT d.datname::text AS database, pg_database_size(d.oid)::bigint AS size_bytes,
       s.temp_files::bigint AS temp_files, s.temp_bytes::bigint AS temp_bytes,
       extract(epoch FROM clock_timestamp() - coalesce(s.stats_reset, pg_postmaster_start_time()))::float8 AS temp_counted_for_s
FROM pg_database d LEFT JOIN pg_stat_database s ON s.datid = d.oid
ORDER BY 2 DESC
