using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using TechCorp.PgInfra.Planning;

namespace TechCorp.PgInfra.Review.Promotion.Records;

/// <summary>A file is no record, or is none any more.</summary>
public sealed class RecordException(string message) : Exception(message);

/// <summary>Records as files.</summary>
public static class RecordFile
{
    private const string Format = "techcorp-pg-infra/rehearsal-record/1";

    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        TypeInfoResolver = System.Text.Json.Serialization.Metadata.JsonTypeInfoResolver.Combine(),
    };

    /// <summary>Where it lies when nobody says otherwise: <c>.pg/records/STACK-KIND-DIGEST.json</c>, by the first 16 digits of the digest of the plan with the writer.</summary>
    public static string DefaultPath(string root, string kind, string stack, string digest) =>
        Path.Combine(root, ".pg", "records", $"{stack}-{kind}-{PlanDigest.Abbreviate(digest)}.json");

    /// <summary>The text of a record, with the digest of everything in it.</summary>
    public static string Write(RehearsalRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        var json = new JsonObject
        {
            ["format"] = Format,
            ["kind"] = record.Kind,
            ["plans"] = new JsonArray([.. record.Plans.Select(p => (JsonNode)new JsonObject { ["stack"] = p.Stack, ["digest"] = p.Digest })]),
            ["commit"] = record.Commit,
            ["changes"] = Texts(record.Changes),
            ["at"] = record.At.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
            ["seconds"] = Math.Round(record.Seconds, 1),
            ["by"] = record.By,
            ["tools"] = new JsonObject(record.Tools.Select(t => KeyValuePair.Create(t.Key, (JsonNode?)t.Value))),
            ["checks"] = new JsonArray([.. record.Checks.Select(c => (JsonNode)new JsonObject { ["what"] = c.What, ["failures"] = Texts(c.Failures) })]),
            ["notRehearsed"] = Texts(record.NotRehearsed),
        };
        // As it will be read: a double and the text of it are two values until then.
        json["integrity"] = PlanDigest.Of(JsonNode.Parse(json.ToJsonString(Indented))!);
        return json.ToJsonString(Indented) + "\n";
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <exception cref="RecordException">It is something else, or was changed since.</exception>
    public static RehearsalRecord Read(string text)
    {
        try
        {
            var json = JsonNode.Parse(text, documentOptions: new() { AllowDuplicateProperties = false }) as JsonObject ?? throw new RecordException("it holds no JSON object");
            if ((string?)json["format"] != Format)
            {
                throw new RecordException($"its format is '{json["format"]}' and not '{Format}'");
            }

            var integrity = (string?)json["integrity"];
            json.Remove("integrity");
            if (integrity != PlanDigest.Of(json))
            {
                throw new RecordException("it was changed after it was written: its integrity digest is that of another text");
            }

            return new()
            {
                Kind = (string)json["kind"]!,
                Plans = [.. json["plans"]!.AsArray().Select(p => ((string)p!["stack"]!, (string)p["digest"]!))],
                Commit = (string)json["commit"]!,
                Changes = Texts(json["changes"]),
                At = DateTimeOffset.Parse((string)json["at"]!, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal),
                Seconds = (double)json["seconds"]!,
                By = (string)json["by"]!,
                Tools = json["tools"]!.AsObject().ToImmutableSortedDictionary(t => t.Key, t => (string)t.Value!, StringComparer.Ordinal),
                Checks = [.. json["checks"]!.AsArray().Select(c => new RecordedCheck((string)c!["what"]!, Texts(c["failures"])))],
                NotRehearsed = Texts(json["notRehearsed"]),
            };
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException or ArgumentException or NullReferenceException)
        {
            throw new RecordException($"it is no record: {e.Message}");
        }
    }

    /// <summary>Writes it where it is wanted, at once or not at all.</summary>
    /// <exception cref="IOException">The folder cannot be made or written to.</exception>
    public static async Task SaveAsync(string path, RehearsalRecord record, CancellationToken cancellation = default)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        var half = $"{path}.{Environment.ProcessId}.new";
        try
        {
            await File.WriteAllTextAsync(half, Write(record), new UTF8Encoding(false), cancellation);
            File.Move(half, path, overwrite: true);
        }
        finally
        {
            File.Delete(half);
        }
    }

    private static JsonArray Texts(IEnumerable<string> texts) => new([.. texts.Select(t => (JsonNode)t)]);

    private static ImmutableArray<string> Texts(JsonNode? array) => [.. array!.AsArray().Select(t => (string)t!)];
}
