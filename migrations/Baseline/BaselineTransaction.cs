using Npgsql;
using TechCorp.PgInfra.Catalog;
using TechCorp.PgInfra.Migrations.Connection;
using TechCorp.PgInfra.Migrations.Sql;

namespace TechCorp.PgInfra.Migrations.Baseline;

/// <summary>What happens inside the transaction of one file: two round trips.</summary>
internal static class BaselineTransaction
{
    /// <summary>False when another run has applied the file in the meantime.</summary>
    public static async Task<bool> RunAsync(NpgsqlConnection connection, BaselineFile file, long lockKey, TimeSpan lockTimeout, CancellationToken cancellation)
    {
        var owner = SchemaRoles.Owner(file.Schema);
        if (await OpenAsync(connection, file, owner, lockKey, lockTimeout, cancellation) is not { } mayBecomeOwner)
            return false;

        await using var batch = new NpgsqlBatch(connection);
        // RDS's master is no superuser and may not become a role it is not a member of; the membership ends with the transaction.
        if (!mayBecomeOwner)
            batch.Add($"GRANT {Identifier.Quote(owner)} TO CURRENT_USER");
        batch.Add($"SET LOCAL ROLE {Identifier.Quote(owner)}");
        batch.Add($"SET LOCAL search_path = {Identifier.Quote(file.Schema)}");
        var first = batch.BatchCommands.Count;
        foreach (var statement in file.Statements)
            batch.Add(statement.Text);
        var last = batch.BatchCommands.Count;
        batch.Add("RESET ROLE");
        batch.Add("SET LOCAL search_path = pg_catalog");
        if (!mayBecomeOwner)
            batch.Add($"REVOKE {Identifier.Quote(owner)} FROM CURRENT_USER");
        batch.Add($"INSERT INTO {BaselineLedger.Schema}.{BaselineLedger.Table} (schema_name, version, name, checksum) VALUES ($1, $2, $3, $4)",
            file.Schema, file.Version, file.Name, file.Checksum);

        try
        {
            await batch.ExecuteNonQueryAsync(cancellation);
            return true;
        }
        catch (PostgresException e) when (e.SqlState is not (PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.DeadlockDetected))
        {
            // Commands that were completed know what they were; the one after them failed.
            var index = batch.BatchCommands.Cast<NpgsqlBatchCommand>().TakeWhile(c => c.StatementType != StatementType.Unknown).Count();
            if (index < first || index >= last)
                throw;
            var statement = file.Statements[index - first];
            var line = statement.Line + (e.Position > 0 ? statement.Text.AsSpan(0, Math.Min(e.Position - 1, statement.Text.Length)).Count('\n') : 0);
            throw new BaselineException([$"{file.Source} line {line}: {e.MessageText} (SQLSTATE {e.SqlState}).{WayOut(e, file)} Nothing of this file is applied; files before it are."], e);
        }
    }

    // Null: applied already. True: the current user may become the owner as it is. False: it needs the membership.
    private static async Task<bool?> OpenAsync(NpgsqlConnection connection, BaselineFile file, string owner, long lockKey, TimeSpan lockTimeout, CancellationToken cancellation)
    {
        await using var batch = new NpgsqlBatch(connection);
        batch.Add($"SET LOCAL lock_timeout = {(long)lockTimeout.TotalMilliseconds}");
        batch.Add("SELECT pg_catalog.pg_advisory_xact_lock($1)", lockKey);
        foreach (var statement in SqlStatement.Split(BaselineLedger.CreateSql))
            batch.Add(statement.Text);
        // PostgreSQL 16 tells apart being a member and being allowed SET ROLE.
        batch.Add(
            $"""
             SELECT EXISTS (SELECT FROM {BaselineLedger.Schema}.{BaselineLedger.Table} WHERE schema_name = $1 AND version = $2),
                    EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = $3),
                    (SELECT pg_catalog.pg_has_role(oid, CASE WHEN pg_catalog.current_setting('server_version_num')::int >= 160000 THEN 'SET' ELSE 'MEMBER' END)
                       FROM pg_catalog.pg_roles WHERE rolname = $3)
             """, file.Schema, file.Version, owner);
        await using var reader = await batch.ExecuteReaderAsync(cancellation);
        while (!await reader.ReadAsync(cancellation) || reader.FieldCount < 3)
            await reader.NextResultAsync(cancellation);
        if (reader.GetBoolean(0))
            return null;
        if (!reader.GetBoolean(1))
            throw new BaselineException([$"{file.Source} runs as {owner}, which does not exist. Apply the roles and schemas first."]);
        return reader.GetBoolean(2);
    }

    private static string WayOut(PostgresException e, BaselineFile file) => e.SqlState switch
    {
        PostgresErrorCodes.ActiveSqlTransaction => " It cannot run in a transaction, and every file is one: do it by hand first and let the file check that it is there (IF NOT EXISTS).",
        PostgresErrorCodes.InsufficientPrivilege => $" The file runs as {SchemaRoles.Owner(file.Schema)}, which reaches the schema {file.Schema} and no other: services are isolated.",
        PostgresErrorCodes.DiskFull => $" {ServerProblem.DiskFull} and run again: it goes on with this file.",
        _ => "",
    };

    private static void Add(this NpgsqlBatch batch, string sql, params object[] values)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var value in values)
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        batch.BatchCommands.Add(command);
    }
}
