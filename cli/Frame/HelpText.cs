using System.Text.Json.Nodes;
using Spectre.Console;

namespace TechCorp.PgInfra.Cli.Frame;

/// <summary><c>./pg help</c>.</summary>
internal static class HelpText
{
    public static void Write(TextWriter output)
    {
        var width = Verbs.All.Max(v => v.Name.Length);
        var console = Terminal.On(output);
        output.WriteLine("usage: ./pg VERB [OPTIONS]");
        output.WriteLine();
        foreach (var verb in Verbs.All)
        {
            console.Hanging([($"  {verb.Name.PadRight(width)}  ", Style.Plain)], verb.Summary);
        }

        output.WriteLine();
        output.WriteLine("./pg VERB --help tells a verb's options; every verb takes --json.");
        console.Hanging([("exit codes: ", Style.Plain)], "0 done, 1 failed, 2 bad usage or configuration, 3 a difference or violation was found");
    }

    public static void WriteJson(TextWriter output)
    {
        var verbs = Verbs.All.Select(v => (JsonNode)new JsonObject { ["name"] = v.Name, ["summary"] = v.Summary });
        output.WriteLine(new JsonObject { ["verbs"] = new JsonArray([.. verbs]) }.ToJsonString(JsonText.Indented));
    }
}
