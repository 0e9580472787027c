namespace TechCorp.PgInfra.Migrations.Apply;

/// <summary>
/// pg_stat_statements keeps the text of what runs inside a DO block (track = all, which the estate declares) and of every utility statement,
/// verifiers included, for whoever monitors. What has set a password is forgotten there as soon as it is done.
/// </summary>
internal static class StatementStatistics
{
    /// <summary>
    /// Forgets the statements that set passwords, those before it in its batch and of other runs. It cannot fail a transaction. The entries do
    /// not come back with a rollback, and none would be missed.
    /// </summary>
    // The privilege is asked for: no page of AWS says that its master has it, and without it the entries stay until they are displaced. The view
    // fails where the library is not loaded: then nothing was kept either. Whatever else is wrong there is no reason to undo what was asked for.
    public const string ForgetPasswords =
        """
        DO $pginfra$
        DECLARE
            place text;
        BEGIN
            SELECT quote_ident(n.nspname) INTO place
              FROM pg_extension x JOIN pg_namespace n ON n.oid = x.extnamespace JOIN pg_proc p ON p.pronamespace = n.oid
             WHERE x.extname = 'pg_stat_statements' AND p.proname = 'pg_stat_statements_reset' AND p.pronargs >= 3 AND has_function_privilege(p.oid, 'EXECUTE');
            IF place IS NOT NULL THEN
                EXECUTE 'SELECT count(' || place || '.pg_stat_statements_reset(userid, dbid, queryid)) FROM ' || place
                     || '.pg_stat_statements WHERE query LIKE ''%PASSWORD%SCRAM-SHA-256$%:%''';
            END IF;
        EXCEPTION WHEN OTHERS THEN
            NULL;
        END$pginfra$
        """;
}
