using Spectre.Console;
using TechCorp.PgInfra.Cli.Frame;

namespace TechCorp.PgInfra.Cli.Tests;

/// <summary>
/// On 80 columns the table of a rehearsal broke its ports and addresses in two and left the last columns out: what is shown is whole, and
/// what is not shown is seen to be missing.
/// </summary>
public sealed class A_table_fits_the_terminal
{
    [Theory]
    [InlineData(100, """
          node               address         port    lag
        ──────────────────────────────────────────────────
          techcorp-primary   127.48.227.11   28285   0 B

        """)]
    [InlineData(44, """
          node               address         port  …
        ───────────────────────────────────────────…
          techcorp-primary   127.48.227.11   28285 …

        """)]
    public void A_cell_is_shown_whole_and_a_cut_line_says_so(int width, string expected)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumns("node", "address", "port", "lag").AddRow("techcorp-primary", "127.48.227.11", "28285", "0 B");
        using var output = new StringWriter();
        var console = Terminal.On(output);
        console.Profile.Width = width;

        console.WriteWhole(table);

        Assert.Equal(expected, output.ToString());
    }
}
