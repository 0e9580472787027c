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
            LiveQueries.OtherDependencies,
            .. credentialsReadable ? [LiveQueries.Credentials] : Array.Empty<string>(),
        ]);
        await using var reader = await batch.ExecuteReaderAsync(cancellation);
        var results = new ResultSets(reader, cancellation);
        var acls = new AclReader(session.Server.MajorVersion);

        var roles = await results.ReadAsync(Role);
        var memberships = await results.ReadAsync(r => new LiveMembership(
            r.GetString(0), r.GetString(1), r.GetBoolean(2), r.GetString(3), r.Optional<bool>(4), r.Optional<bool>(5)));
        var settings = await results.ReadAsync(r => new LiveRoleSettings(
            r.GetString(0), r.Text(1), [.. r.GetFieldValue<string[]>(2)]));
        var superuserSettings = await results.ReadAsync(r => r.GetString(0));
        var objects = ImmutableArray.CreateBuilder<LiveObject>();
        objects.AddRange(await results.ReadAsync(acls.Database));
        objects.AddRange(await results.ReadAsync(acls.Schema));
        objects.AddRange(await results.ReadAsync(acls.Relation));
        objects.AddRange(await results.ReadAsync(acls.Column));
        objects.AddRange(await results.ReadAsync(acls.Routine));
        objects.AddRange(await results.ReadAsync(acls.Type));
        var defaults = await results.ReadAsync(acls.Default);
        var extensions = await results.ReadAsync(r => (Name: r.GetString(0), Schema: r.Text(1), Created: r.GetBoolean(2)));
        var lookup = await results.ReadAsync(r => new LiveLookup(
            r.GetString(0), r.GetString(1), r.GetString(2), r.GetBoolean(3), r.GetString(4),
            [.. r.GetFieldValue<string[]>(5)], r.GetString(6)));
        var columns = await results.ReadAsync(r => r.GetString(0));
        var others = await results.ReadAsync(r => new LiveDependency(r.GetString(0), r.GetBoolean(1), r.GetString(2)));
        ImmutableArray<LiveCredential>? credentials = credentialsReadable
            ? await results.ReadAsync(r => new LiveCredential(r.GetString(0), r.GetString(1), r.GetBoolean(2), r.GetFieldValue<uint>(3)))
            : null;

        return new LiveState
        {
            Roles = roles.ToImmutableDictionary(r => r.Name),
            Memberships = memberships,
            RoleSettings = settings,
            SuperuserSettings = [.. superuserSettings],
            Objects = objects.DrainToImmutable(),
            DefaultPrivileges = defaults,
            Extensions = [.. extensions.Where(e => e.Created).Select(e => new LiveExtension(e.Name, e.Schema))],
            AvailableExtensions = [.. extensions.Select(e => e.Name)],
            Lookup = lookup.FirstOrDefault(),
            CredentialColumns = columns,
            Credentials = credentials,
            OtherDependencies = others,
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
