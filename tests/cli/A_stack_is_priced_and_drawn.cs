using System.Text.Json.Nodes;
using TechCorp.PgInfra.Cli.Tests.Support;

namespace TechCorp.PgInfra.Cli.Tests;

/// <summary><c>./pg cost</c> and <c>./pg sheet</c> on the committed stacks.</summary>
public sealed class A_stack_is_priced_and_drawn
{
    [Fact]
    public async Task A_price_that_nobody_read_fails_with_the_row_to_add()
    {
        using var elsewhere = new StackFile("prod", ("us-east-1", "eu-west-1"));

        var result = await Pg.RunAsync("cost", "--stack", "prod", "--config-file", elsewhere.Path);

        Assert.Equal((1, ""), (result.Code, result.Out));
        Assert.Contains("the price of Multi-AZUsage:db.r6g.2xlarge of AmazonRDS in eu-west-1 is unknown (needed by techcorp-primary)", result.Error, StringComparison.Ordinal);
        Assert.Contains("views/Cost/prices.tsv", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("walPerDay=3")]
    [InlineData("walPercentPerDay=much")]
    [InlineData("walPercentPerDay")]
    public async Task An_assumption_nobody_makes_is_a_mistake(string assumption) =>
        Assert.Equal(2, (await Pg.RunAsync("cost", "--stack", "dr", "--assume", assumption)).Code);

    /// <summary>The file is any that AWS answers with: what is wrong with it is said with the one command that prints the right one.</summary>
    [Fact]
    public async Task An_offers_file_that_is_half_an_answer_is_refused_with_the_command_for_the_whole()
    {
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, """{"ReservedDBInstancesOfferings":[],"NextToken":"x"}""");

            var result = await Pg.RunAsync("cost", "--stack", "dr", "--offers", file);

            Assert.Equal((2, ""), (result.Code, result.Out));
            Assert.Contains("it is one page of several", result.Error, StringComparison.Ordinal);
            Assert.Contains("--region us-west-2 --output json --query \"{ReservedDBInstancesOfferings: ReservedDBInstancesOfferings[?DBInstanceClass=='db.r6g.2xlarge']}\"", result.Error, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(file);
        }
    }

    /// <summary>Side by side there is no place for offers, and an option that is silently ignored is a lie.</summary>
    [Fact]
    public async Task Offers_of_two_stacks_at_once_are_refused() =>
        Assert.Equal(2, (await Pg.RunAsync("cost", "--stack", "prod", "--compare", "staging", "--offers", "offers.json")).Code);

    /// <summary>The sum is rounded once, its lines each.</summary>
    [Fact]
    public async Task The_answer_for_programs_adds_up()
    {
        var result = await Pg.RunAsync("cost", "--stack", "dr", "--json");

        Assert.Equal(0, result.Code);
        var lines = JsonNode.Parse(result.Out)!["lines"]!.AsArray();
        Assert.Equal((double)JsonNode.Parse(result.Out)!["monthlyUsd"]!, lines.Sum(l => (double)l!["usd"]!), 0.005 * lines.Count);
    }

    [Fact]
    public async Task A_sheet_is_written_whole_and_the_same_twice()
    {
        var folder = Directory.CreateTempSubdirectory("sheet-");
        try
        {
            var file = Path.Combine(folder.FullName, "dr.html");
            Assert.Equal(0, (await Pg.RunAsync("sheet", "--stack", "dr", "--out", file)).Code);
            var first = await File.ReadAllTextAsync(file);
            Assert.Equal(0, (await Pg.RunAsync("sheet", "--stack", "dr", "--out", file)).Code);

            Assert.EndsWith("</html>\n", first, StringComparison.Ordinal);
            Assert.Equal(first, await File.ReadAllTextAsync(file));
            Assert.Equal([file], Directory.GetFiles(folder.FullName));
            if (!OperatingSystem.IsWindows())
            {
                Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead, File.GetUnixFileMode(file));
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task A_sheet_in_no_folder_is_refused() =>
        Assert.Equal(2, (await Pg.RunAsync("sheet", "--stack", "dr", "--out", "/no/such/folder/dr.html")).Code);
}
