SELECT name::text AS parameter, current_setting(name) AS value,
       CASE name WHEN 'deadlock_timeout' THEN 'a wait this long is looked at for a deadlock'
                 ELSE 'on: every wait longer than that is logged, with both statements' END AS meaning
FROM pg_settings WHERE name IN ('deadlock_timeout', 'log_lock_waits') ORDER BY name
