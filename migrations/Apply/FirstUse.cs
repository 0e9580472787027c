using TechCorp.PgInfra.Catalog;
using TechCorp.PgInfra.Migrations.Connection;
using TechCorp.PgInfra.Migrations.Credentials;
using TechCorp.PgInfra.Migrations.Desired;
using TechCorp.PgInfra.Migrations.Diff;
using TechCorp.PgInfra.Migrations.Live;
using TechCorp.PgInfra.Migrations.Model;

namespace TechCorp.PgInfra.Migrations.Apply;

/// <summary>
/// The code that compares is compiled at its first use, which takes longer than a comparison of six services and, done after the
/// server has answered, is time that a transaction is open. So one service is compared with an empty server, whose result
/// nobody wants, on another processor while the session is being opened.
/// </summary>
internal static class FirstUse
{
    /// <summary>Begins it.</summary>
    /// <returns>Characters of the SQL it came to, for a test that it went all the way; a run does not wait for it.</returns>
    public static Task<int> PrepareAsync() => Task.Run(() =>
    {
        var catalog = ServiceCatalog.For([new Service("first-use", "first_use", "first_use", [])]);
        var secret = new LoginSecret(null, "SCRAM-SHA-256$4096:AAAA$AAAA:AAAA");
        var desired = Declaration.Of(catalog, catalog.Logins.ToDictionary(l => l.Name, _ => secret));
        var server = new ServerFacts(Database.MajorVersion, "", Database.Name, Database.MasterUsername, Database.MasterUsername, false, false);
        return Differ.Compare(Empty(server), desired, server, additive: false).Statements.Sum(s => s.Sql.Sent.Length);
    });

    private static LiveState Empty(ServerFacts server) => new()
    {
        Roles = [],
        Memberships = [],
        RoleSettings = [new(server.User, null, ArrayText.Parse("{a=b}"))],
        SuperuserSettings = [],
        Objects =
        [
            new(ObjectKind.Database, "", server.Database, server.Database, server.User, [Acl.ParseItem("=Tc/" + server.User), Acl.ParseItem($"{server.User}=CTc/{server.User}")]),
            new(ObjectKind.Schema, "public", "public", "public", "pg_database_owner", AclReader.BuiltIn(ObjectKind.Schema, "pg_database_owner", server.MajorVersion)),
        ],
        DefaultPrivileges = [],
        Extensions = [],
        AvailableExtensions = ["pg_stat_statements"],
        Lookup = null,
        CredentialColumns = [],
        Credentials = null,
        OtherDependencies = [],
        Openings = [],
        Things = [],
        DatabaseConnectionLimit = -1,
    };
}
