using Npgsql;

namespace TechCorp.PgInfra.Processes.Tests;

/// <summary>What these tests ask a cluster through its socket, as the superuser.</summary>
internal static class Postgres
{
    public static NpgsqlConnection Connect(this Cluster cluster, string database = "postgres") => new(new NpgsqlConnectionStringBuilder
    {
        Host = cluster.SocketDirectory,
        Port = cluster.Port,
        Username = cluster.Superuser,
        Database = database,
        Pooling = false,
    }.ConnectionString);

    public static async Task<T> QueryAsync<T>(this Cluster cluster, string sql)
    {
        await using var connection = cluster.Connect();
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    public static async Task ExecuteAsync(this Cluster cluster, string sql)
    {
        await using var connection = cluster.Connect();
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Waits until the query gives the value; replication is asynchronous.</summary>
    public static async Task EventuallyAsync<T>(this Cluster cluster, string sql, T expected)
    {
        for (var attempt = 0; ; attempt++)
        {
            var value = await cluster.QueryAsync<T>(sql);
            if (Equals(value, expected) || attempt == 500)
            {
                Assert.Equal(expected, value);
                return;
            }

            await Task.Delay(10);
        }
    }
}
