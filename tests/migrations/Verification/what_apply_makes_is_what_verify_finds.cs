using System.CommandLine;
using System.Text.Json;
using TechCorp.PgInfra.Catalog;
using TechCorp.PgInfra.Migrations.Cli;

namespace TechCorp.PgInfra.Migrations.Tests;

/// <summary>The two are written apart: apply thinks in catalogue rows, verify in statements that work or fail.</summary>
[Trait("Majors", "every")]
public sealed class what_apply_makes_is_what_verify_finds(RdsLikeServer server) : IClassFixture<RdsLikeServer>
{
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
        string[] where =
        [
            "--connect", $"host=127.0.0.1 port={server.Cluster.Port} dbname=techcorp user={Database.MasterUsername} sslmode=verify-full sslrootcert={server.RootCertificateFile}",
            "--secrets", Path.Combine(folder.Path, "secrets.json"),
        ];

        var (code, output, error) = await RunAsync(["apply", .. where]);
        Assert.True(code == ExitCode.Done, output + error);
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
