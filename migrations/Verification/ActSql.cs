namespace TechCorp.PgInfra.Migrations.Verification;

/// <summary>The function that becomes a role and tries what it can do.</summary>
internal static class ActSql
{
    private const string Scratch = StageSql.Scratch;

    /// <summary>
    /// <c>act(role, schemas, declared, beginning)</c>: tries USAGE and CREATE in each schema; where USAGE is had, every probe of the
    /// schema. Each statement is undone by an exception of its own, <c>PV000</c>, so that nothing and no lock outlives it.
    /// Returns what was possible, and in the declared schemas also what was not; the last row counts the statements. Past the
    /// <c>beginning</c> only the probes are told of.
    /// </summary>
    /// <remarks>
    /// REFERENCES and TRIGGER take their lock before they check the privilege: for those alone a table in use may be waited
    /// for, at most 20 ms, and if it stays in use the server's own has_table_privilege() answers instead (<c>acted</c> is false).
    /// </remarks>
    public const string Act = $$"""
        CREATE FUNCTION {{Scratch}}.act(subject text, schemas text[], declared text[], beginning boolean)
        RETURNS TABLE (schema text, object text, kind text, privilege text, future boolean, outcome text, acted boolean, state text, message text, statement text)
        LANGUAGE plpgsql AS $body$
        DECLARE
            probe {{Scratch}}.probe;
            probes {{Scratch}}.probe[];
            opened text[] := '{}';
            name text;
            tries text[];
            answer boolean;
            counted integer := 0;
        BEGIN
            PERFORM set_config('lock_timeout', '20ms', true);
            EXECUTE format('SET LOCAL ROLE %I', subject);
            FOREACH name IN ARRAY schemas LOOP
                FOREACH tries SLICE 1 IN ARRAY ARRAY[
                    ['Usage', format('SELECT FROM %I.{{Scratch}}_absent', name), '42P01'],
                    ['Create', format('CREATE TABLE %I.{{Scratch}}_new ()', name), 'PV000']] LOOP
                    CONTINUE WHEN tries[1] = 'Create' AND NOT beginning;
                    BEGIN
                        counted := counted + 1;
                        EXECUTE tries[2];
                        RAISE EXCEPTION USING ERRCODE = 'PV000';
                    EXCEPTION WHEN OTHERS THEN
                        GET STACKED DIAGNOSTICS state = RETURNED_SQLSTATE, message = MESSAGE_TEXT;
                    END;
                    IF tries[1] = 'Usage' AND state = tries[3] THEN
                        opened := opened || name;
                    END IF;
                    CONTINUE WHEN NOT beginning;
                    IF state = tries[3] OR name = ANY (declared) OR state <> '42501' THEN
                        schema := name; object := NULL; kind := 'schema'; privilege := tries[1]; future := NULL; acted := true; statement := tries[2];
                        outcome := CASE WHEN state = tries[3] THEN 'whole' WHEN state = '42501' THEN 'none' ELSE 'unclear' END;
                        RETURN NEXT;
                    END IF;
                END LOOP;
            END LOOP;
            RESET ROLE;

            SELECT array_agg(p) INTO probes FROM {{Scratch}}.probe p WHERE p.schema = ANY (opened);
            EXECUTE format('SET LOCAL ROLE %I', subject);
            -- Its own, for the foreign keys. To hand one table on asks the master's memberships each time, a thousand of them.
            IF probes IS NOT NULL THEN
                CREATE TABLE {{Scratch}}.referrer (a integer, b integer);
            END IF;
            FOREACH probe IN ARRAY coalesce(probes, '{}') LOOP
                schema := probe.schema; object := probe.object; kind := probe.kind; privilege := probe.privilege; future := probe.future;
                outcome := NULL; acted := true;
                FOREACH name IN ARRAY ARRAY['part', 'whole'] LOOP
                    statement := CASE name WHEN 'part' THEN probe.statement ELSE probe.whole END;
                    CONTINUE WHEN statement IS NULL;
                    BEGIN
                        counted := counted + 1;
                        EXECUTE statement;
                        RAISE EXCEPTION USING ERRCODE = 'PV000';
                    EXCEPTION WHEN OTHERS THEN
                        GET STACKED DIAGNOSTICS state = RETURNED_SQLSTATE, message = MESSAGE_TEXT;
                    END;
                    IF state = probe.proof THEN
                        outcome := name;
                    ELSIF state = '42501' THEN
                        outcome := coalesce(outcome, 'none');
                        EXIT;
                    ELSE
                        outcome := NULL;
                        EXIT;
                    END IF;
                END LOOP;

                -- No statement, or one that failed for another reason: the server's own function answers.
                IF outcome IS NULL THEN
                    acted := false;
                    statement := 'SELECT ' || probe.ask_whole;
                    EXECUTE statement INTO answer;
                    outcome := CASE WHEN answer THEN 'whole' ELSE 'none' END;
                END IF;
                IF outcome = 'none' AND probe.statement IS NULL AND probe.ask IS NOT NULL THEN
                    EXECUTE 'SELECT ' || probe.ask INTO answer;
                    IF answer THEN
                        outcome := 'part';
                        acted := false;
                        statement := 'SELECT ' || probe.ask;
                    END IF;
                END IF;
                RETURN NEXT;
            END LOOP;
            IF probes IS NOT NULL THEN
                DROP TABLE {{Scratch}}.referrer;
            END IF;

            -- What no role of the estate may do to the server itself.
            FOREACH tries SLICE 1 IN ARRAY ARRAY[
                ['create temporary tables', 'CREATE TEMPORARY TABLE {{Scratch}}_new ()'],
                ['create schemas', 'CREATE SCHEMA {{Scratch}}_new'],
                ['create roles', 'CREATE ROLE {{Scratch}}_new'],
                ['read password verifiers', 'SELECT FROM pg_catalog.pg_authid LIMIT 0'],
                ['read files of the server', 'SELECT pg_catalog.pg_read_file(''PG_VERSION'')']] LOOP
                EXIT WHEN NOT beginning;
                BEGIN
                    counted := counted + 1;
                    EXECUTE tries[2];
                    RAISE EXCEPTION USING ERRCODE = 'PV000';
                EXCEPTION WHEN OTHERS THEN
                    GET STACKED DIAGNOSTICS state = RETURNED_SQLSTATE, message = MESSAGE_TEXT;
                END;
                IF state <> '42501' THEN
                    schema := NULL; object := tries[1]; kind := 'server'; privilege := NULL; future := NULL; acted := true; statement := tries[2];
                    outcome := CASE state WHEN 'PV000' THEN 'whole' ELSE 'unclear' END;
                    RETURN NEXT;
                END IF;
            END LOOP;
            RESET ROLE;

            schema := NULL; object := NULL; kind := 'count'; privilege := NULL; future := NULL; outcome := NULL; acted := true; state := NULL; message := NULL;
            statement := counted::text;
            RETURN NEXT;
        END $body$
        """;
}
