using Npgsql;

namespace TechCorp.PgInfra.Migrations.Connection;

/// <summary>Builds the connection the way this step needs it.</summary>
public static class DataSource
{
    /// <summary>
    /// A source of plain connections: no pool (a session holds locks), no type loading (a query over every composite type
    /// of a thousand schemas for types that are never read), no startup options (a pooler would refuse them with a message
    /// about itself instead of ours).
    /// </summary>
    public static NpgsqlDataSource Create(ConnectionTarget target, string applicationName)
    {
        var settings = new NpgsqlConnectionStringBuilder
        {
            Host = target.HostAddress ?? target.Host,
            Port = target.Port,
            Database = target.Database,
            Username = target.Username,
            Password = target.Password,
            Passfile = target.PasswordFile,
            SslMode = (SslMode)(int)target.EffectiveTls,
            RootCertificate = target.RootCertificate,
            SslCertificate = target.Certificate,
            SslKey = target.CertificateKey,
            Timeout = target.ConnectTimeout,
            CommandTimeout = 0,
            Pooling = false,
            GssEncryptionMode = GssEncryptionMode.Disable,
            ApplicationName = applicationName,

            // The server's details may repeat a row, and a row may be a credential.
            IncludeErrorDetail = false,
            PersistSecurityInfo = false,
        };
        var builder = new NpgsqlSlimDataSourceBuilder(settings.ConnectionString);
        builder.EnableArrays().EnableTransportSecurity().ConfigureTypeLoading(types => types.EnableTypeLoading(false));
        if (target.HostAddress is not null)
        {
            builder.UseSslClientAuthenticationOptionsCallback(tls => tls.TargetHost = target.Host);
        }

        return builder.Build();
    }
}
