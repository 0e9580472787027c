using System.Globalization;
using System.Text.Json.Nodes;
using TechCorp.PgInfra.Planning;
using TechCorp.PgInfra.Planning.Projects;
using TechCorp.PgInfra.Migrations;
using TechCorp.PgInfra.Operations.Targets;
using TechCorp.PgInfra.Operations.Connect;
using TechCorp.PgInfra.Operations.Runbooks;
using TechCorp.PgInfra.Processes;
using TechCorp.PgInfra.Rehearsal.Slots;
using TechCorp.PgInfra.Rehearsal.Topology;
using TechCorp.PgInfra.Review.Conformance;
using TechCorp.PgInfra.Views.Cost;

namespace TechCorp.PgInfra.Cli.Frame;

/// <summary>What a user sees of an exception: its own sentences when it has some, else one line and where the details are.</summary>
internal static class Failure
{
    public static int Report(Exception failure, string verb, VerbRun run)
    {
        var (code, headline, problems) = failure switch
        {
            ConfigurationException e => (ExitCodes.BadInput,
                $"the configuration of stack '{e.Stack}'{(e.Where is null ? "" : $" in {e.Where}")} has {e.Problems.Length} problem{(e.Problems.Length == 1 ? "" : "s")}:",
                e.Problems.Select(p => (p.ToString(), Json(("key", p.Key), ("value", p.Value), ("allowed", p.Allowed), ("why", p.Why))))),
            ProjectException e => (ExitCodes.BadInput, null, e.Problems.Select(p => (p, Json(("message", p))))),
            InputException e => (ExitCodes.BadInput, null, e.Problems.Select(p => (p, Json(("message", p))))),
            PlanException e => (ExitCodes.Failed,
                $"{e.Problems.Length} declaration{(e.Problems.Length == 1 ? "" : "s")} would be refused:",
                e.Problems.Select(p => (p.ToString(), Json(("type", p.Type), ("name", p.Name), ("path", p.Path), ("message", p.Message))))),
            TargetException e => (ExitCodes.BadInput, null, e.Problems.Select(p => (p, Json(("message", p))))),
            TopologyException e => (ExitCodes.BadInput, null, e.Problems.Select(p => (p, Json(("message", p))))),
            CostException e => (ExitCodes.Failed, null, e.Problems.Select(p => (p, Json(("message", p))))),
            PostDeployException e => (e.ExitCode, null, e.Problems.Select(p => (p, Json(("message", p))))),
            ConnectException e => (ExitCodes.BadInput, null, e.Problems.Select(p => (p, Json(("message", p))))),
            RunbookException e => (ExitCodes.Failed, null, e.Problems.Select(p => (p, Json(("message", p))))),
            // They say what failed, with the end of the server's own log, or the command that installs what is missing.
            ProcessException or MissingBinaryException or CheckoutBusyException or ConformanceException => (ExitCodes.Failed, null, [(failure.Message, Json(("message", failure.Message)))]),
            _ when NoRoom.Is(failure) => (ExitCodes.Failed, null, [NoRoomFor(failure, verb)]),
            _ when ShellLimit.WayOut(failure) is { } wayOut => (ExitCodes.Failed, null, [($"{verb} failed: {wayOut}", Json(("message", $"{verb} failed: {wayOut}")))]),
            _ => (ExitCodes.Failed, null, [Unexpected(failure, verb, run)]),
        };

        var all = problems.ToList();
        if (run.Json)
        {
            run.WriteJson(new JsonObject { ["problems"] = new JsonArray([.. all.Select(p => (JsonNode)p.Item2)]) });
        }

        if (headline is not null)
        {
            run.Error.WriteLine($"pg: {headline}");
        }

        foreach (var (text, _) in all)
        {
            run.Error.WriteLine(headline is null ? $"pg: {text}" : $"  {text}");
        }

        return code;
    }

    // .NET ends the message with the file, in quotes.
    private static (string, JsonObject) NoRoomFor(Exception failure, string verb)
    {
        var file = failure.Message.Split('\'') is [_, .., var name, _] ? Path.GetFullPath(name) : Environment.CurrentDirectory;
        var text = $"{verb} found no room for a file: {NoRoom.Where(file)}. Make room there and run it again.";
        return (text, Json(("message", text)));
    }

    private static (string, JsonObject) Unexpected(Exception failure, string verb, VerbRun run)
    {
        var first = failure.Message.Split('\n')[0].TrimEnd();
        var where = Log(failure, verb, run.Root) is { } path ? $"details: {path}" : "the details could not be written";
        var text = $"{verb} failed: {first} ({where})";
        return (text, Json(("message", text)));
    }

    // Only its owner may read it: an exception can quote what it was working on.
    private static string? Log(Exception failure, string verb, string root)
    {
        try
        {
            var folder = Directory.CreateDirectory(Path.Combine(root, ".pg", "failures")).FullName;
            var path = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{verb}-{DateTime.UtcNow:yyyyMMdd-HHmmss}-{Environment.ProcessId}.log"));
            var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            }

            using var file = new StreamWriter(path, options);
            file.WriteLine(failure);
            return path;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static JsonObject Json(params IEnumerable<(string Name, string? Value)> members)
    {
        var json = new JsonObject();
        foreach (var (name, value) in members)
        {
            json[name] = value;
        }

        return json;
    }
}
