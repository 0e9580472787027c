using Spectre.Console;
using TechCorp.PgInfra.Cli.Frame;

namespace TechCorp.PgInfra.Cli.Tests;

/// <summary>On 80 columns the sentences of <c>./pg ops health</c> ran on below the labels, and a command was cut into lines that no shell takes.</summary>
public sealed class A_sentence_fits_the_terminal
{
    [Fact]
    public void It_goes_on_below_itself_and_a_command_is_one_line()
    {
        const string Command = "next: SELECT pg_terminate_backend(4711) FROM somewhere";
        using var output = new StringWriter();
        var console = Terminal.On(output);
        console.Profile.Width = 30;

        console.Hanging([("warning ", Style.Plain), ("  ", Style.Plain)], "pid 4711 of monitor blocks 2 sessions");
        console.Unbroken((Command, Style.Plain));
        console.Line(("after it lines are wrapped as before", Style.Plain));

        Assert.Equal($"""
            warning   pid 4711 of monitor
                      blocks 2 sessions
            {Command}
            after it lines are wrapped as
            before

            """, string.Join('\n', output.ToString().Split('\n').Select(l => l.TrimEnd())));
    }

    /// <summary>In a shell within an editor the line of what is under way stood there five times a second, each behind an <c>^[[K</c>.</summary>
    [Theory]
    [InlineData(false, "xterm-256color", true)]
    [InlineData(false, "dumb", false)]
    [InlineData(false, null, false)]
    [InlineData(true, "xterm-256color", false)]
    public void A_line_is_only_taken_back_where_that_can_be_done(bool redirected, string? term, bool expected) => Assert.Equal(expected, Terminal.CanErase(redirected, term));
}
