using System.Collections.Immutable;
using Pulumi;
using TechCorp.PgInfra.Catalog;

namespace TechCorp.PgInfra.Infra.Credentials;

/// <summary>
/// The connection URLs of a login (S21): direct ones and, for logins that go through PgBouncer, pooled ones beside them. Every
/// URL verifies the server's certificate and host name; without <c>sslmode</c> libpq would accept any server and even no TLS.
/// </summary>
public static class ConnectionStrings
{
    public const string ReadWrite = "DATABASE_URL";
    public const string ReadOnly = "DATABASE_URL_RO";
    public const string PooledReadWrite = "DATABASE_URL_POOLED";
    public const string PooledReadOnly = "DATABASE_URL_RO_POOLED";

    /// <summary>Secret: variable name to URL; only what the login can use.</summary>
    public static Output<ImmutableDictionary<string, string>> Of(LoginCredential credential, Endpoints endpoints) =>
        Output.CreateSecret(Output.All(Urls(credential, endpoints)
            .Select(url => url.Value.Apply(value => KeyValuePair.Create(url.Key, value))))
            .Apply(urls => urls.ToImmutableDictionary()));

    private static IEnumerable<KeyValuePair<string, Output<string>>> Urls(LoginCredential credential, Endpoints endpoints)
    {
        var direct = Direct(credential.Login.Purpose, endpoints)
            .Select(e => KeyValuePair.Create(e.Variable, Url(credential, e.Host, Database.Port, Database.Name)));
        if (!credential.Login.Pooled || endpoints.Pooler is not { } pooler)
        {
            return direct;
        }

        return direct.Concat(
        [
            KeyValuePair.Create(PooledReadWrite, Url(credential, pooler, PoolerSettings.Port, Database.Name)),
            // Without a read replica PgBouncer has no read-only entry to connect to.
            KeyValuePair.Create(PooledReadOnly, Url(credential, pooler, PoolerSettings.Port, endpoints.ReadReplica is null ? Database.Name : PoolerSettings.ReadOnlyDatabase)),
        ]);
    }

    private static IEnumerable<(string Variable, Output<string> Host)> Direct(LoginPurpose purpose, Endpoints endpoints) => purpose switch
    {
        // A standby refuses every statement the migrator has.
        LoginPurpose.Migrator => [(ReadWrite, endpoints.Writer)],
        // Reports have no way to the writer, neither by name nor by security group.
        LoginPurpose.Analytics => endpoints.Analytics is { } analytics ? [(ReadOnly, analytics)] : [],
        // PgBouncer's own configuration says where it connects.
        LoginPurpose.PoolerLookup => [],
        _ => [(ReadWrite, endpoints.Writer), (ReadOnly, endpoints.Reader)],
    };

    private static Output<string> Url(LoginCredential credential, Output<string> host, int port, string database) =>
        Output.Format($"postgresql://{credential.Login.Name}:{credential.Password}@{host}:{port}/{database}?sslmode=verify-full");
}
