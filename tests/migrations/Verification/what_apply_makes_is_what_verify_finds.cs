using System.CommandLine;
using System.Text.Json;
using TechCorp.PgInfra.Catalog;
using TechCorp.PgInfra.Migrations.Cli;

namespace TechCorp.PgInfra.Migrations.Tests;

/// <summary>The two are written apart: apply thinks in catalogue rows, verify in statements that work or fail.</summary>
[Trait("Majors", "every")]
public sealed class what_apply_makes_is_what_verify_finds(RdsLikeServer server) : IClassFixture<RdsLikeServer>
{
    // Each kind of object that a service's own files may make. The constructors of a range type are the superuser's on every server.
    private const string EveryKind =
        """
        CREATE TYPE state AS ENUM ('open'); CREATE TYPE span AS RANGE (subtype = date); CREATE TYPE pair AS (a int, b text); CREATE DOMAIN amount AS numeric CHECK (VALUE > 0);
        CREATE TABLE parcel (id bigint GENERATED ALWAYS AS IDENTITY, day date NOT NULL, state state, during span, net amount, gross numeric GENERATED ALWAYS AS (net * 1.2) STORED,
            PRIMARY KEY (id, day)) PARTITION BY RANGE (day);
        CREATE TABLE parcel_2026 PARTITION OF parcel FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
        CREATE TABLE counted (id serial PRIMARY KEY); CREATE TABLE inherited (note text) INHERITS (counted);
        CREATE VIEW parcel_view AS SELECT id FROM parcel; CREATE MATERIALIZED VIEW parcel_days AS SELECT day, count(*) FROM parcel GROUP BY day;
        CREATE RULE no_insert AS ON INSERT TO parcel_view DO INSTEAD NOTHING;
        CREATE SEQUENCE numbers; CREATE STATISTICS parcel_statistics ON day, state FROM parcel; CREATE COLLATION german (locale = 'C');
        CREATE TEXT SEARCH DICTIONARY words (TEMPLATE = simple); CREATE TEXT SEARCH CONFIGURATION search (PARSER = default);
        CREATE FUNCTION twice(n int) RETURNS int LANGUAGE sql RETURN n * 2; CREATE PROCEDURE nothing() LANGUAGE sql AS '';
        CREATE FUNCTION latest() RETURNS SETOF parcel LANGUAGE sql SECURITY DEFINER SET search_path = orders, pg_temp AS 'SELECT * FROM parcel';
        CREATE AGGREGATE together (int) (sfunc = int4pl, stype = int, initcond = '0'); CREATE OPERATOR |+| (leftarg = int, rightarg = int, function = int4pl);
        CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'; CREATE TRIGGER touched BEFORE UPDATE ON parcel FOR EACH ROW EXECUTE FUNCTION touch();
        ALTER TABLE counted ENABLE ROW LEVEL SECURITY; ALTER TABLE counted FORCE ROW LEVEL SECURITY; CREATE POLICY mine ON counted USING (true);
        """;

    [Fact]
    [Trait("Requirement", "S17")]
    [Trait("Requirement", "S19")]
    [Trait("Requirement", "S49")]
    public async Task Verify_is_content_with_what_apply_did_and_exits_3_when_somebody_changed_it()
    {
        await server.CreateDatabaseAsync(Database.Name);
        using var folder = new TemporaryFolder();
        folder.Write("secrets.json", JsonSerializer.Serialize(new
        {
            masterPassword = RdsLikeServer.MasterPassword,
            logins = Estates.Secrets(ServiceCatalog.TechCorp).ToDictionary(s => s.Key, s => new { password = s.Value.Password, verifier = s.Value.Verifier }),
        }));
        folder.Write("orders/0002_every_kind.sql", EveryKind);
        string[] where =
        [
            "--connect", $"host=127.0.0.1 port={server.Cluster.Port} dbname=techcorp user={Database.MasterUsername} sslmode=verify-full sslrootcert={server.RootCertificateFile}",
            "--secrets", Path.Combine(folder.Path, "secrets.json"),
        ];

        var (code, output, error) = await RunAsync(["apply", .. where, "--baseline", folder.Path]);
        Assert.True(code == ExitCode.Done, output + error);
        (code, output, error) = await RunAsync(["plan", .. where, "--baseline", folder.Path]);
        Assert.EndsWith("isolation\n  ! app_user crosses schemas: existing connection strings name app_user (S19); it reads and writes every service's schema\n\nnothing to do\n", output, StringComparison.Ordinal);
        Assert.DoesNotContain("unknown, left alone", output, StringComparison.Ordinal);
        (code, output, error) = await RunAsync(["verify", .. where]);
        Assert.True(code == ExitCode.Done, output + error);
        Assert.Contains("11 logins opened over TLS with their own passwords, one without TLS and one with a wrong password refused", output, StringComparison.Ordinal);

        await using var superuser = await server.ConnectAsSuperuserAsync(Database.Name);
        await superuser.ExecuteAsync("GRANT INSERT ON payments.refunds TO analytics_ro; ALTER ROLE monitor PASSWORD 'changed by hand'; SET SESSION AUTHORIZATION techcorp_admin; REVOKE payments_ro FROM analytics_ro");
        (code, output, error) = await RunAsync(["verify", "--json", .. where]);

        Assert.Equal(ExitCode.Difference, code);
        using var json = JsonDocument.Parse(output);
        Assert.Equal(
            [
                "extra analytics_ro payments insert on existing tables", "missing analytics_ro  membership of payments_ro", "missing analytics_ro payments select on tables",
                "missing analytics_ro payments usage", "missing monitor  login with its password over TLS",
            ],
            json.RootElement.GetProperty("violations").EnumerateArray()
                .Select(v => $"{v.GetProperty("finding").GetString()} {v.GetProperty("role").GetString()} {v.GetProperty("schema").GetString()} {v.GetProperty("what").GetString()}")
                .Order(StringComparer.Ordinal));
        Assert.DoesNotContain(Estates.Password("monitor"), output + error, StringComparison.Ordinal);
    }

    private static async Task<(int Code, string Output, string Error)> RunAsync(string[] args)
    {
        var json = new Option<bool>("--json") { Recursive = true };
        var root = new RootCommand { json };
        var verbs = StepVerbs.Create();
        foreach (var verb in verbs)
            root.Subcommands.Add(verb.Command);
        var parsed = root.Parse(args);
        Assert.Empty(parsed.Errors);
        await using var output = new StringWriter();
        await using var error = new StringWriter();
        var code = await verbs.Single(v => v.Command.Name == args[0]).RunAsync(parsed, parsed.GetValue(json), output, error, CancellationToken.None);
        return (code, output.ToString(), error.ToString());
    }
}
