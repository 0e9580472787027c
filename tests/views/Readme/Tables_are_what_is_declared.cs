using System.Collections.Immutable;
using TechCorp.PgInfra.Catalog;
using TechCorp.PgInfra.Infra.Configuration;
using TechCorp.PgInfra.Planning;
using TechCorp.PgInfra.Planning.Projects;
using TechCorp.PgInfra.Views.Readme;
using TechCorp.PgInfra.Views.Tests.Support;

namespace TechCorp.PgInfra.Views.Tests.Readme;

/// <summary>A table in a document that is not what is deployed misleads whoever reads it at night, more than no table.</summary>
public sealed class Tables_are_what_is_declared
{
    private static readonly PulumiProject Project = PulumiProject.Load(Checkout.Root);

    private static EstateSettings Stack(string name, Func<StackConfiguration, StackConfiguration>? change = null) =>
        EstatePlan.ReadSettings((change ?? (c => c))(Project.LoadStack(name))).Settings!;

    private static ImmutableSortedDictionary<string, string> Tables(ServiceCatalog? catalog = null) =>
        EstateTables.Of([Stack("prod"), Stack("dr")], catalog ?? ServiceCatalog.TechCorp);

    [Theory]
    [InlineData("README.md")]
    [InlineData("docs/estate.md")]
    public void A_documents_tables_are_not_stale(string document)
    {
        var path = Checkout.Path(document);
        var text = File.ReadAllText(path);
        var fresh = GeneratedSections.Replace(text, Tables());
        if (Checkout.Updates) File.WriteAllText(path, text = fresh);

        Assert.Contains("<!-- generated: instances -->", text, StringComparison.Ordinal);
        var stale = fresh.Split('\n').Except(text.Split('\n')).ToList();
        Assert.True(fresh == text, $"{document} is not what is declared; './pg test --update-docs' rewrites its tables. First lines that should stand there:\n{string.Join('\n', stale.Take(5))}");
    }

    /// <summary>The long tables stand in one document, all of them.</summary>
    [Fact]
    public void Every_table_stands_in_the_estates_document()
    {
        var text = File.ReadAllText(Checkout.Path("docs/estate.md"));

        Assert.All(Tables().Keys, name => Assert.Contains($"<!-- generated: {name} -->", text, StringComparison.Ordinal));
    }

    [Fact]
    public void An_instance_is_a_line_with_what_it_is_bought_as() => Assert.Equal(
        """
        | instance | stack | role | class | vCPU | memory | storage | place |
        | --- | --- | --- | --- | --- | --- | --- | --- |
        | `techcorp-primary` | prod | primary | `db.r6g.2xlarge` | 8 | 64 GiB | 2048 GiB gp3, grows to 4096 | us-east-1, two zones |
        | `techcorp-replica-1` | prod | replica | `db.r6g.xlarge` | 4 | 32 GiB | its source's | us-east-1a |
        | `techcorp-replica-2` | prod | replica | `db.r6g.xlarge` | 4 | 32 GiB | its source's | us-east-1b |
        | `techcorp-analytics` | prod | analytics | `db.r6g.2xlarge` | 8 | 64 GiB | its source's | us-east-1c |
        | `techcorp-dr` | dr | dr | `db.r6g.2xlarge` | 8 | 64 GiB | its source's | us-west-2 |

        """, Tables()["instances"]);

    /// <summary>The tables follow the stack's own file, and not the catalogue alone.</summary>
    [Fact]
    public void What_a_stack_overrides_stands_in_its_table()
    {
        var tables = EstateTables.Of([Stack("staging")], ServiceCatalog.TechCorp);

        Assert.Contains("| `shared_buffers` | 2GB | 2GB | 2GB | `262144` | after a reboot |", tables["parameters"], StringComparison.Ordinal);
        Assert.Contains("| `max_standby_streaming_delay` | default | 30s | 4min | `30000`, `240000` | at once |", tables["parameters"], StringComparison.Ordinal);
    }

    [Fact]
    public void A_login_more_is_a_line_more()
    {
        var catalog = ServiceCatalog.For([.. Services.All, new Service("search-service", "search", "search_service", [])]);

        Assert.Contains("| `search_service` |  |  |  |  |  |  | read, write |", Tables(catalog)["privileges"], StringComparison.Ordinal);
        Assert.DoesNotContain("search_service", Tables()["privileges"], StringComparison.Ordinal);
    }

    [Fact]
    public void What_stands_between_the_markers_is_replaced_and_the_rest_is_left() => Assert.Equal(
        "before\n<!-- generated: a -->\nnew\n<!-- end -->\nafter\n",
        GeneratedSections.Replace("before\n<!-- generated: a -->\nold\nold\n<!-- end -->\nafter\n", new Dictionary<string, string> { ["a"] = "new\n" }));

    /// <summary>A marker that is misspelt would keep an old table for ever.</summary>
    [Fact]
    public void Every_wrong_marker_is_named_with_its_line()
    {
        var wrong = Assert.Throws<FormatException>(() => GeneratedSections.Replace(
            "<!-- end -->\n<!-- generated: instanzes -->\n<!-- generated: a -->\n", new Dictionary<string, string> { ["a"] = "" }));

        Assert.Equal(
            """
            line 1: ends what never began
            line 2: nothing generates 'instanzes'; known are a
            line 3: 'a' begins before 'instanzes' ends; write <!-- end --> between them
            'a' never ends; write <!-- end --> after it
            """, wrong.Message);
    }
}
