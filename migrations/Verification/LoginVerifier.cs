using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Diagnostics;
using System.Net.Sockets;
using Npgsql;
using TechCorp.PgInfra.Catalog;
using TechCorp.PgInfra.Migrations.Sql;

namespace TechCorp.PgInfra.Migrations.Verification;

/// <summary>Opens every login with its own password over TLS, and shows that the server refuses the rest (S49).</summary>
/// <param name="connect">
/// An unopened connection as a login: <c>(login, password, tls)</c>. With <c>tls</c> it must check the server's certificate and
/// name; without, it must not offer TLS at all.
/// </param>
/// <param name="passwords">By login; a login without one is not opened.</param>
public sealed class LoginVerifier(Func<string, string, bool, NpgsqlConnection> connect, IReadOnlyDictionary<string, string> passwords)
{
    /// <summary>Connections at once; each costs the server a process and a key exchange.</summary>
    /// <value>Default 4.</value>
    public int Parallelism { get; init; } = 4;

    internal async Task<LoginFindings> RunAsync(ServiceCatalog catalog, CancellationToken cancellation)
    {
        var began = Stopwatch.GetTimestamp();
        var violations = new ConcurrentBag<Violation>();
        long statements = 0;
        var logins = catalog.Logins.Where(l => passwords.ContainsKey(l.Name)).ToImmutableArray();
        await Parallel.ForEachAsync(logins, new ParallelOptions { MaxDegreeOfParallelism = Parallelism, CancellationToken = cancellation }, async (login, token) =>
            Interlocked.Add(ref statements, await OpenAsync(login, catalog, violations, token)));
        if (logins.Length > 0)
        {
            await RefusedAsync(logins[0], passwords[logins[0].Name], tls: false, "login without TLS", violations, cancellation);
            await RefusedAsync(logins[0], passwords[logins[0].Name] + "-wrong", tls: true, "login with a wrong password", violations, cancellation);
        }

        return new LoginFindings([.. violations.OrderBy(v => v.Role, StringComparer.Ordinal).ThenBy(v => v.What, StringComparer.Ordinal)], logins.Length, statements, Stopwatch.GetElapsedTime(began));
    }

    private async Task<long> OpenAsync(Login login, ServiceCatalog catalog, ConcurrentBag<Violation> violations, CancellationToken cancellation)
    {
        try
        {
            await using var connection = connect(login.Name, passwords[login.Name], true);
            await connection.OpenAsync(cancellation);
            await using (var command = new NpgsqlCommand("SELECT ssl FROM pg_catalog.pg_stat_ssl WHERE pid = pg_catalog.pg_backend_pid()", connection))
            {
                if (await command.ExecuteScalarAsync(cancellation) is not true)
                    violations.Add(new Violation(Finding.Missing, login.Name, null, "TLS", [], "\\conninfo", "the session is not encrypted", true));
            }

            return 1 + await SetRolesAsync(connection, login, violations, cancellation) + await CheckPurposeAsync(connection, login, catalog, violations, cancellation);
        }
        catch (Exception e) when (e is NpgsqlException or SocketException or TimeoutException or IOException or System.Security.Authentication.AuthenticationException)
        {
            violations.Add(new Violation(Finding.Missing, login.Name, null, "login with its password over TLS", [], $"psql -U {login.Name} sslmode=verify-full", Reason(e), true));
            return 1;
        }
    }

    // In a session of its own SET ROLE is really checked; inside the master's it always succeeds.
    private static async Task<long> SetRolesAsync(NpgsqlConnection connection, Login login, ConcurrentBag<Violation> violations, CancellationToken cancellation)
    {
        long count = 0;
        foreach (var schema in login.Grants.Where(g => g.Access == SchemaAccess.SetOwner).Select(g => g.Schema))
        {
            var owner = SchemaRoles.Owner(schema);
            foreach (var (wanted, sql) in new[]
            {
                (false, $"CREATE TABLE {Identifier.Quote(schema)}.pginfra_new ()"),
                (true, $"SET LOCAL ROLE {Identifier.Quote(owner)}; CREATE TABLE {Identifier.Quote(schema)}.pginfra_new ()"),
            })
            {
                count++;
                await using var transaction = await connection.BeginTransactionAsync(cancellation);
                string? refusal = null;
                try
                {
                    await using var command = new NpgsqlCommand(sql, connection);
                    await command.ExecuteNonQueryAsync(cancellation);
                }
                catch (PostgresException e)
                {
                    refusal = Reason(e);
                }

                await transaction.RollbackAsync(cancellation);
                if (wanted != refusal is null)
                {
                    violations.Add(new Violation(wanted ? Finding.Missing : Finding.Extra, login.Name, schema,
                        wanted ? $"create as {owner}" : $"create without SET ROLE {owner}", [], sql, refusal ?? "allowed", true));
                }
            }
        }

        return count;
    }

    private static async Task<long> CheckPurposeAsync(
        NpgsqlConnection connection, Login login, ServiceCatalog catalog, ConcurrentBag<Violation> violations, CancellationToken cancellation)
    {
        long count = 0;
        foreach (var check in PurposeChecks.Of(login, catalog))
        {
            count++;
            string? wrong;
            try
            {
                await using var command = new NpgsqlCommand(check.Sql, connection);
                command.Parameters.Add(new NpgsqlParameter { Value = check.Logins.ToArray() });
                wrong = await command.ExecuteScalarAsync(cancellation) is string names ? $"{check.Answer} {names}" : null;
            }
            catch (PostgresException e)
            {
                wrong = Reason(e);
            }

            if (wrong is not null)
                violations.Add(new Violation(check.Finding, login.Name, null, check.What, [], check.Sql, wrong, true));
        }

        return count;
    }

    private async Task RefusedAsync(Login login, string password, bool tls, string what, ConcurrentBag<Violation> violations, CancellationToken cancellation)
    {
        try
        {
            await using var connection = connect(login.Name, password, tls);
            await connection.OpenAsync(cancellation);
            violations.Add(new Violation(Finding.Extra, login.Name, null, what, [], $"psql -U {login.Name} sslmode={(tls ? "verify-full" : "disable")}", "allowed", true));
        }
        catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.InvalidAuthorizationSpecification or PostgresErrorCodes.InvalidPassword)
        {
            // 28000: no pg_hba.conf entry for a connection without encryption; 28P01: wrong password.
        }
        catch (Exception e) when (e is NpgsqlException or SocketException or TimeoutException or IOException)
        {
            violations.Add(new Violation(Finding.Unclear, login.Name, null, what, [], $"psql -U {login.Name} sslmode={(tls ? "verify-full" : "disable")}", Reason(e), true));
        }
    }

    private static string Reason(Exception e) => e is PostgresException p ? $"{p.MessageText} (SQLSTATE {p.SqlState})" : (e.InnerException ?? e).Message;
}
