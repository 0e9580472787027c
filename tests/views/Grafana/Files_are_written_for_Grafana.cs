using System.Text.RegularExpressions;
using TechCorp.PgInfra.Cli.Frame;
using TechCorp.PgInfra.Views.Grafana;
using TechCorp.PgInfra.Views.Tests.Support;
using YamlDotNet.RepresentationModel;

namespace TechCorp.PgInfra.Views.Tests.Grafana;

/// <summary><c>./pg grafana</c>, and the files of production in <c>docs/grafana</c>, which are reviewed with the change that moves them.</summary>
[Trait("Requirement", "S33")]
public sealed class Files_are_written_for_Grafana : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("grafana-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task The_files_of_production_are_what_is_declared()
    {
        var folder = Checkout.Path("docs/grafana");
        var files = GrafanaFiles.Of((await Drawn.OfAsync("prod")).Estate);
        if (Checkout.Updates)
        {
            if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
            GrafanaFiles.Write(folder, files);
        }

        var found = Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(folder, f)).Order(StringComparer.Ordinal);
        Assert.Equal(files.Keys, found);
        var stale = files.Where(f => File.ReadAllText(Path.Combine(folder, f.Key)) != f.Value).Select(f => f.Key).ToList();
        Assert.True(stale.Count == 0, $"docs/grafana is not what is declared: {string.Join(", ", stale)}. './pg test --update-docs' rewrites it, and the diff is reviewed with the change.");
    }

    /// <summary>The dashboards find their data sources by name: another name is an empty list in Grafana.</summary>
    [Theory]
    [InlineData("prod")]
    [InlineData("staging")]
    [InlineData("dr")]
    public async Task Every_dashboard_finds_its_data_sources_among_the_provisioned_ones(string stack)
    {
        var drawn = await Drawn.OfAsync(stack);
        var yaml = new YamlStream();
        yaml.Load(new StringReader(GrafanaFiles.Of(drawn.Estate)["provisioning/datasources/postgresql.yaml"]));
        var sources = ((YamlSequenceNode)yaml.Documents[0].RootNode["datasources"]).Select(s => (Name: $"{s["name"]}", Type: $"{s["type"]}", Uid: $"{s["uid"]}")).ToList();

        Assert.All(drawn.Dashboards, dashboard => Assert.All(dashboard.Json["templating"]!["list"]!.AsArray().Where(v => v!["type"]!.GetValue<string>() == "datasource"), variable =>
        {
            var (type, regex) = (variable!["query"]!.GetValue<string>(), variable["regex"]!.GetValue<string>().Trim('/'));
            Assert.Contains(sources, s => s.Type == type && Regex.IsMatch(s.Name, regex));
        }));
        // A link from an instance names its server by uid.
        var named = Regex.Matches(string.Concat(drawn.Dashboards.Select(d => d.Text)), @"var-server=([\w-]+)").Select(m => m.Groups[1].Value).ToHashSet();
        Assert.Equal(drawn.Settings.Instances.Select(i => i.Identifier).ToHashSet(), named);
        Assert.Subset(sources.Select(s => s.Uid).ToHashSet(), named);
    }

    /// <summary>Grafana's PostgreSQL source chooses what it sends by this number: it is the stack's own, also after an upgrade.</summary>
    [Fact]
    public async Task A_data_source_has_the_major_version_that_is_declared()
    {
        var drawn = await Drawn.OfAsync("prod");

        var upgraded = GrafanaFiles.Of(drawn.Estate with { Settings = drawn.Settings with { EngineVersion = "16" } });

        Assert.Contains("postgresVersion: 1500", GrafanaFiles.Of(drawn.Estate)["provisioning/datasources/postgresql.yaml"], StringComparison.Ordinal);
        Assert.DoesNotContain("postgresVersion: 1500", upgraded["provisioning/datasources/postgresql.yaml"], StringComparison.Ordinal);
        Assert.Contains("postgresVersion: 1600", upgraded["provisioning/datasources/postgresql.yaml"], StringComparison.Ordinal);
    }

    /// <summary>The files are committed and mailed around: passwords come from Grafana's environment.</summary>
    [Fact]
    public async Task No_file_holds_a_secret_or_an_address() =>
        Assert.All(GrafanaFiles.Of((await Drawn.OfAsync("prod")).Estate).Where(f => f.Key.EndsWith(".yaml", StringComparison.Ordinal)), file =>
        {
            Assert.DoesNotContain("amazonaws.com", file.Value, StringComparison.Ordinal);
            Assert.DoesNotMatch(@"password: [^$]", file.Value);
        });

    [Fact]
    public async Task The_command_writes_what_it_says_and_can_be_repeated()
    {
        Assert.Equal(
            $"""
             /d/postgres-dr  PostgreSQL techcorp dr
             /d/postgres-techcorp-dr  PostgreSQL techcorp-dr
             /d/postgres-dr-database  PostgreSQL techcorp dr: database techcorp
             5 files in {_folder}; data sources and their environment: provisioning/datasources/postgresql.yaml

             """, (await RunAsync("grafana", "--stack", "dr", "--out", _folder)).Out);
        var first = Directory.EnumerateFiles(_folder, "*", SearchOption.AllDirectories).ToDictionary(f => f, File.ReadAllText);
        Assert.Equal(5, first.Count);

        Assert.Equal(ExitCodes.Done, (await RunAsync("grafana", "--stack", "dr", "--out", _folder)).Code);
        Assert.Equal(first, Directory.EnumerateFiles(_folder, "*", SearchOption.AllDirectories).ToDictionary(f => f, File.ReadAllText));
    }

    [Fact]
    public async Task The_result_as_JSON_names_the_overview_and_every_file()
    {
        var result = System.Text.Json.Nodes.JsonNode.Parse((await RunAsync("grafana", "--stack", "dr", "--out", _folder, "--json")).Out)!;

        Assert.Equal("/d/postgres-dr", result["overview"]!.GetValue<string>());
        Assert.Equal(
            Directory.EnumerateFiles(_folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal),
            result["files"]!.AsArray().Select(f => f!.GetValue<string>()).Order(StringComparer.Ordinal));
    }

    /// <summary>Grafana reads these and ignores any other: a misspelt sslmode would be no TLS at all.</summary>
    [Fact]
    public async Task A_data_source_has_no_setting_that_Grafana_does_not_read()
    {
        string[] read = ["database", "sslmode", "tlsConfigurationMethod", "sslRootCertFile", "postgresVersion", "maxOpenConns", "maxIdleConns"];
        var yaml = new YamlStream();
        yaml.Load(new StringReader(GrafanaFiles.Of((await Drawn.OfAsync("prod")).Estate)["provisioning/datasources/postgresql.yaml"]));

        Assert.All(((YamlSequenceNode)yaml.Documents[0].RootNode["datasources"]).Skip(1), source =>
        {
            var settings = (YamlMappingNode)source["jsonData"];
            Assert.Equal(read.Order(StringComparer.Ordinal), settings.Children.Keys.Select(k => $"{k}").Order(StringComparer.Ordinal));
            Assert.Equal("verify-full", $"{settings["sslmode"]}");
        });
    }

    [Fact]
    public async Task A_folder_that_cannot_be_written_is_named()
    {
        var file = Path.Combine(_folder, "file");
        await File.WriteAllTextAsync(file, "");

        var result = await RunAsync("grafana", "--stack", "dr", "--out", file);

        Assert.Equal(ExitCodes.BadInput, result.Code);
        Assert.StartsWith($"pg: --out '{file}' cannot be written: ", result.Error, StringComparison.Ordinal);
    }

    private static async Task<(int Code, string Out, string Error)> RunAsync(params string[] words)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = await CommandLine.RunAsync(words, output, error);
        return (code, output.ToString(), error.ToString());
    }
}
