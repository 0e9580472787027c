using System.Text.Json;
using System.Text.Json.Serialization;

namespace TechCorp.PgInfra.Migrations.Verification;

/// <summary>The report for machines.</summary>
public static class VerificationJson
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    /// <summary>
    /// <c>{asDeclared, statements, asked, loginsOpened, seconds, isolationExceptions, logins, schemas, matrix: [{role, schema,
    /// declared, existing, future}], violations: [{finding, role, schema, what, objects, statement, answer, acted}]}</c>
    /// </summary>
    public static string Write(VerificationReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        return JsonSerializer.Serialize(
            new
            {
                report.AsDeclared, report.Statements, report.Asked, report.LoginsOpened, Seconds = Math.Round(report.Took.TotalSeconds, 3),
                report.IsolationExceptions, report.Logins, report.Schemas, report.Matrix, report.Violations,
            }, Options);
    }
}
