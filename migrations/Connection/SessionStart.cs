using System.Globalization;
using Npgsql;

namespace TechCorp.PgInfra.Migrations.Connection;

/// <summary>The first round trip of a session: settings, and the facts that decide whether this server is the right one.</summary>
internal static class SessionStart
{
    // A client that dies must not leave its statement running (checked every few seconds while one runs) nor its
    // transaction open. What the database or the login has pinned must not change what the server's own texts look like, nor what
    // the queries mean. createrole_self_grant exists from 16 on and would make temporary memberships permanent.
    private const string Settings =
        """
        SELECT set_config('search_path', 'pg_catalog, pg_temp', false),
               set_config('lock_timeout', $1, false),
               set_config('statement_timeout', '10min', false),
               set_config('idle_in_transaction_session_timeout', '2min', false),
               set_config('client_min_messages', 'warning', false),
               set_config('default_transaction_read_only', 'off', false),
               set_config('default_transaction_isolation', 'read committed', false),
               set_config('default_transaction_deferrable', 'off', false),
               set_config('quote_all_identifiers', 'off', false),
               set_config('standard_conforming_strings', 'on', false),
               set_config('row_security', 'on', false),
               (SELECT count(set_config(name, CASE name WHEN 'createrole_self_grant' THEN '' ELSE '5s' END, false))
                FROM pg_catalog.pg_settings WHERE name IN ('createrole_self_grant', 'client_connection_check_interval'))
        """;

    private const string Facts =
        """
        SELECT pg_backend_pid(), pg_is_in_recovery(), current_database()::text, current_setting('server_version_num')::int,
               current_setting('server_version'), current_user::text, r.rolsuper, r.rolcreaterole, r.rolinherit,
               pg_get_userbyid(d.datdba)::text, pg_has_role(d.datdba, 'USAGE'),
               current_setting('rds.extensions', true) IS NOT NULL
        FROM pg_roles r, pg_database d WHERE r.rolname = current_user AND d.datname = current_database()
        """;

    public static async Task<ServerFacts> RunAsync(
        NpgsqlConnection connection, ConnectionTarget target, SessionOptions options, CancellationToken cancellation)
    {
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(new NpgsqlBatchCommand(Settings)
        {
            Parameters = { new NpgsqlParameter<string> { TypedValue = ((int)options.LockTimeout.TotalMilliseconds).ToString(CultureInfo.InvariantCulture) } },
        });
        batch.BatchCommands.Add(new NpgsqlBatchCommand(Facts));
        await using var reader = await batch.ExecuteReaderAsync(cancellation);
        await reader.NextResultAsync(cancellation);
        await reader.ReadAsync(cancellation);

        var server = new ServerFacts(
            MajorVersion: reader.GetInt32(3) / 10000,
            Version: reader.GetString(4).Split(' ')[0],
            Database: reader.GetString(2),
            User: reader.GetString(5),
            DatabaseOwner: reader.GetString(9),
            IsSuperuser: reader.GetBoolean(6),
            IsRds: reader.GetBoolean(11));
        var session = new SessionFacts(
            server,

            // PgBouncer and RDS Proxy hand out a process id of their own; PostgreSQL's is that of the backend itself.
            IsPooler: reader.GetInt32(0) != connection.ProcessID,
            IsStandby: reader.GetBoolean(1),
            CreatesRoles: reader.GetBoolean(7),
            Inherits: reader.GetBoolean(8),
            OwnsDatabase: reader.GetBoolean(10));
        return session.Refusal(target) is { } refusal ? throw new PostDeployException(ExitCode.Failed, refusal) : server;
    }
}
