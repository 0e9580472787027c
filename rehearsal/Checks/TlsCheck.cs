using System.Collections.Concurrent;
using Npgsql;
using TechCorp.PgInfra.Catalog;
using TechCorp.PgInfra.Rehearsal.Connections;
using TechCorp.PgInfra.Rehearsal.Estates;

namespace TechCorp.PgInfra.Rehearsal.Checks;

/// <summary>S49: every server and pooler is reached with its certificate and name checked, and refuses a client without TLS.</summary>
public static class TlsCheck
{
    /// <summary>Tries both on every node and pooler.</summary>
    public static async Task<Check> RunAsync(RunningEstate estate, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(estate);
        var failures = new ConcurrentBag<string>();
        var pooled = ServiceCatalog.TechCorp.Logins.First(l => l.Pooled).Name;
        var places = estate.Nodes.Select(n => (Name: n.Identifier, Connection: estate.ConnectionTo(n, Logins.Monitor)))
            .Concat(estate.Poolers.Select(p => (p.Name, Connection: estate.ConnectionThrough(p, pooled))));
        await Task.WhenAll(places.Select(async place =>
        {
            if (await TryAsync(place.Connection, cancellation) is { } refusal)
                failures.Add($"{place.Name} does not take a client that checks its certificate and name: {Reason(refusal)}");
            place.Connection.SslMode = SslMode.Disable;
            place.Connection.RootCertificate = null;
            var plain = await TryAsync(place.Connection, cancellation);
            if (plain is null)
                failures.Add($"{place.Name} takes a client without TLS; rds.force_ssl is not 1 there");
            else if (!IsRefusalOfPlaintext(plain))
                failures.Add($"{place.Name} fails a client without TLS for another reason than that: {Reason(plain)}");
        }));
        return new("every server and pooler takes verify-full and refuses plaintext", [.. failures.Order(StringComparer.Ordinal)]);
    }

    // PostgreSQL: no pg_hba.conf entry; PgBouncer: SSL required.
    private static bool IsRefusalOfPlaintext(NpgsqlException answer) =>
        answer is PostgresException { SqlState: PostgresErrorCodes.InvalidAuthorizationSpecification or PostgresErrorCodes.ProtocolViolation };

    private static string Reason(NpgsqlException answer) => (answer.InnerException ?? answer).Message;

    private static async Task<NpgsqlException?> TryAsync(NpgsqlConnectionStringBuilder settings, CancellationToken cancellation)
    {
        try
        {
            await using var connection = Session.To(settings);
            await connection.OpenAsync(cancellation);
            return null;
        }
        catch (NpgsqlException e)
        {
            return e;
        }
    }
}
