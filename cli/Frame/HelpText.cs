using System.Text.Json.Nodes;

namespace TechCorp.PgInfra.Cli.Frame;

/// <summary><c>./pg help</c>.</summary>
internal static class HelpText
{
    public static void Write(TextWriter output)
    {
        var width = Verbs.All.Max(v => v.Name.Length);
        output.WriteLine("usage: ./pg VERB [OPTIONS]");
        output.WriteLine();
        foreach (var verb in Verbs.All)
        {
            output.WriteLine($"  {verb.Name.PadRight(width)}  {verb.Summary}");
        }

        output.WriteLine();
        output.WriteLine("./pg VERB --help tells a verb's options; every verb takes --json.");
        output.WriteLine("exit codes: 0 done, 1 failed, 2 bad usage or configuration, 3 a difference or violation was found");
    }

    public static void WriteJson(TextWriter output)
    {
        var verbs = Verbs.All.Select(v => (JsonNode)new JsonObject { ["name"] = v.Name, ["summary"] = v.Summary });
        output.WriteLine(new JsonObject { ["verbs"] = new JsonArray([.. verbs]) }.ToJsonString(JsonText.Indented));
    }
}
