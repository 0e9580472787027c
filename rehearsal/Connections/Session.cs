using Npgsql;

namespace TechCorp.PgInfra.Rehearsal.Connections;

/// <summary>A session with a server or pooler of the estate that reads text, numbers, times and arrays of them.</summary>
public static class Session
{
    /// <summary>
    /// A connection, not yet open. Unlike one made from the connection string alone it does not ask the server for its six hundred
    /// types, which took longer than anything a check asks.
    /// </summary>
    public static NpgsqlConnection To(NpgsqlConnectionStringBuilder settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var builder = new NpgsqlSlimDataSourceBuilder(settings.ConnectionString);
        builder.EnableArrays().EnableTransportSecurity().ConfigureTypeLoading(types => types.EnableTypeLoading(false));
        return builder.Build().CreateConnection();
    }
}
