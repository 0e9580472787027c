-- What everybody but a superuser may still open; reserved_connections is 16's, and pg_use_reserved_connections may use it.
SELECT u.used AS used,
       current_setting('max_connections')::bigint AS max_connections,
       (100.0 * u.used / current_setting('max_connections')::bigint)::float8 AS used_percent,
       current_setting('max_connections')::bigint - current_setting('superuser_reserved_connections')::bigint
         - coalesce(current_setting('reserved_connections', true)::bigint, 0) - u.used AS left_over,
       current_setting('superuser_reserved_connections')::bigint AS reserved_for_superuser,
       coalesce(current_setting('reserved_connections', true)::bigint, 0) AS reserved
FROM (SELECT count(*)::bigint AS used FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()) u
