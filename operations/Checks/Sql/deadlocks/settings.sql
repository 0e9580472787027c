SELECT name::text AS parameter, current_setting(name) AS value,
       CASE name WHEN 'deadlock_timeout' THEN 'a wait this long is looked at for a deadlock'
                 WHEN 'log_lock_waits' THEN 'on: every wait longer than that is logged, with both statements'
                 ELSE 'a statement gives up its wait after this long; 0 never' END AS meaning
FROM pg_settings WHERE name IN ('deadlock_timeout', 'log_lock_waits', 'lock_timeout') ORDER BY name
