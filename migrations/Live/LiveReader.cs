using System.Collections.Immutable;
using Npgsql;
using TechCorp.PgInfra.Migrations.Connection;
using TechCorp.PgInfra.Migrations.Model;

namespace TechCorp.PgInfra.Migrations.Live;

/// <summary>Reads <see cref="LiveState"/> in two round trips: whether the credential table is readable, then everything.</summary>
internal static class LiveReader
{
    /// <summary>Reads the server inside the transaction the session has open.</summary>
    public static async Task<LiveState> ReadAsync(MigrationSession session, CancellationToken cancellation)
    {
        bool credentialsReadable;
        await using (var probe = session.Batch([LiveQueries.CredentialsReadable]))
        {
            credentialsReadable = (bool)(await probe.ExecuteScalarAsync(cancellation))!;
        }

        // The order of the queries is the order of the reads below.
        await using var batch = session.Batch(
        [
            LiveQueries.Roles,
            LiveQueries.Memberships(session.Server.MajorVersion),
            LiveQueries.RoleSettings,
            LiveQueries.SuperuserSettings,
            LiveQueries.Database,
            LiveQueries.Schemas,
            LiveQueries.Relations,
            LiveQueries.Columns,
            LiveQueries.Routines,
            LiveQueries.Types,
            LiveQueries.DefaultPrivileges,
            LiveQueries.Extensions,
            LiveQueries.Lookup,
            LiveQueries.CredentialColumns,
            OtherQueries.Dependencies,
            OtherQueries.Open,
            OtherQueries.Things,
            .. credentialsReadable ? [LiveQueries.Credentials] : Array.Empty<string>(),
        ]);
        await using var reader = await batch.ExecuteReaderAsync(cancellation);
        var results = new ResultSets(reader, cancellation);
        var acls = new AclReader(session.Server.MajorVersion);

        var roles = ImmutableDictionary.CreateBuilder<string, LiveRole>();
        await results.ReadAsync(r => roles.Add(r.GetString(1), Role(r)));
        var memberships = ImmutableArray.CreateBuilder<LiveMembership>();
        await results.ReadAsync(r => memberships.Add(new(
            r.GetString(0), r.GetString(1), r.GetBoolean(2), r.GetString(3), r.Flag(4), r.Flag(5))));
        var settings = ImmutableArray.CreateBuilder<LiveRoleSettings>();
        await results.ReadAsync(r => settings.Add(new(r.GetString(0), r.Text(1), ArrayText.Parse(r.GetString(2)))));
        var superuserSettings = ImmutableHashSet.CreateBuilder<string>();
        await results.ReadAsync(r => superuserSettings.Add(r.GetString(0)));
        var objects = ImmutableArray.CreateBuilder<LiveObject>();
        var databaseLimit = -1;
        await results.ReadAsync(r =>
        {
            objects.Add(acls.Database(r));
            databaseLimit = r.GetInt32(3);
        });
        await results.ReadAsync(r => objects.Add(acls.Schema(r)));
        await results.ReadAsync(r => objects.Add(acls.Relation(r)));
        await results.ReadAsync(r => objects.Add(acls.Column(r)));
        await results.ReadAsync(r => objects.Add(acls.Routine(r)));
        await results.ReadAsync(r => objects.Add(acls.Type(r)));
        var defaults = ImmutableArray.CreateBuilder<DefaultAcl>();
        await results.ReadAsync(r => defaults.Add(acls.Default(r)));
        var extensions = ImmutableArray.CreateBuilder<LiveExtension>();
        var available = ImmutableHashSet.CreateBuilder<string>();
        await results.ReadAsync(r =>
        {
            available.Add(r.GetString(0));
            if (r.GetBoolean(2))
            {
                extensions.Add(new(r.GetString(0), r.Text(1)));
            }
        });
        LiveLookup? lookup = null;
        await results.ReadAsync(r => lookup ??= new(
            r.GetString(0), r.GetString(1), r.GetString(2), r.GetBoolean(3), r.GetString(4), ArrayText.Parse(r.GetString(5)), r.GetString(6)));
        var columns = ImmutableArray.CreateBuilder<string>();
        await results.ReadAsync(r => columns.Add(r.GetString(0)));
        var others = ImmutableArray.CreateBuilder<LiveDependency>();
        await results.ReadAsync(r => others.Add(new(r.GetString(0), r.GetBoolean(1), r.GetString(2), r.Text(3))));
        var openings = ImmutableArray.CreateBuilder<LiveOpening>();
        await results.ReadAsync(r => openings.Add(new(r.GetString(0), r.GetString(1))));
        var things = ImmutableArray.CreateBuilder<LiveThing>();
        await results.ReadAsync(r => things.Add(new(r.GetString(0), r.GetString(1), r.GetString(2), r.Text(3))));
        var credentials = ImmutableArray.CreateBuilder<LiveCredential>();
        if (credentialsReadable)
        {
            await results.ReadAsync(r => credentials.Add(new(r.GetString(0), r.GetString(1), r.GetBoolean(2), r.GetFieldValue<uint>(3))));
        }

        return new LiveState
        {
            Roles = roles.ToImmutable(),
            Memberships = memberships.DrainToImmutable(),
            RoleSettings = settings.DrainToImmutable(),
            SuperuserSettings = superuserSettings.ToImmutable(),
            Objects = objects.DrainToImmutable(),
            DefaultPrivileges = defaults.DrainToImmutable(),
            Extensions = extensions.DrainToImmutable(),
            AvailableExtensions = available.ToImmutable(),
            Lookup = lookup,
            CredentialColumns = columns.DrainToImmutable(),
            Credentials = credentialsReadable ? credentials.DrainToImmutable() : null,
            OtherDependencies = others.DrainToImmutable(),
            Openings = openings.DrainToImmutable(),
            Things = things.DrainToImmutable(),
            DatabaseConnectionLimit = databaseLimit,
        };
    }

    private static LiveRole Role(NpgsqlDataReader r) => new(
        r.GetFieldValue<uint>(0),
        r.GetString(1),
        new RoleAttributes(
            Login: r.GetBoolean(2), Inherit: r.GetBoolean(3), ConnectionLimit: r.GetInt32(4), CreateRole: r.GetBoolean(5),
            CreateDatabase: r.GetBoolean(6), Superuser: r.GetBoolean(7), Replication: r.GetBoolean(8),
            BypassRowSecurity: r.GetBoolean(9), ValidUntil: r.Text(10)));
}
