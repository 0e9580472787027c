using Npgsql;
using TechCorp.PgInfra.Rehearsal.Connections;
using TechCorp.PgInfra.Rehearsal.Estates;

namespace TechCorp.PgInfra.Rehearsal.Checks;

/// <summary>The master is the one RDS gives: what works here as a superuser would fail there.</summary>
public static class MasterCheck
{
    /// <summary>Looks at its attributes and tries to read pg_authid.</summary>
    public static async Task<Check> RunAsync(RunningEstate estate, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(estate);
        var failures = new List<string>();
        await using var connection = Session.To(estate.ConnectionTo(estate.Writer, estate.MasterUsername));
        await connection.OpenAsync(cancellation);
        await using (var command = new NpgsqlCommand(
            "SELECT concat_ws(' ', CASE WHEN rolsuper THEN 'superuser' ELSE 'nosuperuser' END, CASE WHEN rolcreaterole THEN 'createrole' END, CASE WHEN rolcreatedb THEN 'createdb' END, CASE WHEN pg_has_role('rds_superuser', 'member') THEN 'rds_superuser' END) FROM pg_roles WHERE rolname = current_user",
            connection))
        {
            if (await command.ExecuteScalarAsync(cancellation) as string is var attributes && attributes != "nosuperuser createrole createdb rds_superuser")
                failures.Add($"{estate.MasterUsername} is {attributes}");
        }

        try
        {
            await using var command = new NpgsqlCommand("SELECT count(*) FROM pg_authid", connection);
            await command.ExecuteScalarAsync(cancellation);
            failures.Add($"{estate.MasterUsername} can read pg_authid");
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.InsufficientPrivilege)
        {
            // As on RDS.
        }

        return new($"{estate.MasterUsername} is no superuser and cannot read pg_authid", failures);
    }
}
