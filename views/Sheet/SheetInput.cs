using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using TechCorp.PgInfra.Planning;
using TechCorp.PgInfra.Review.Laws;
using TechCorp.PgInfra.Views.Cost;

namespace TechCorp.PgInfra.Views.Sheet;

/// <summary>What a sheet is made of.</summary>
/// <param name="Estate">The stack, with the stacks it is one estate with.</param>
/// <param name="Laws">What the laws say of it.</param>
/// <param name="Cost">What it costs.</param>
public sealed record SheetInput(JudgedEstate Estate, LawReport Laws, CostEstimate Cost)
{
    /// <summary>Result of each drill by name; null when no report was given.</summary>
    public ImmutableSortedDictionary<string, bool>? Drills { get; init; }

    /// <summary>What <c>post-deploy verify --json</c> found; null when it was not given.</summary>
    public VerifiedPrivileges? Verified { get; init; }

    /// <summary>AWS's offers to reserve instances; null when they were not given.</summary>
    public ImmutableArray<Reservation>? Offers { get; init; }

    /// <summary>The stack beside it; null for one alone.</summary>
    public SheetInput? Other { get; init; }

    /// <summary>The date to print; null for none.</summary>
    public DateOnly? Date { get; init; }

    /// <summary>SHA-256 of the plan, in short: two sheets with the same one show the same declaration.</summary>
    public string Digest => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(PlanJson.Write(Estate.Plan))))[..12];

    /// <summary>Reads what <c>./pg drill all --json</c> printed.</summary>
    /// <exception cref="FormatException">It is no such report.</exception>
    public static ImmutableSortedDictionary<string, bool> ReadDrills(string json) => Read(json, "a list 'drills' with 'name' and 'passed' each", report =>
        report["drills"]!.AsArray().ToImmutableSortedDictionary(d => d!["name"]!.GetValue<string>(), d => d!["passed"]!.GetValue<bool>(), StringComparer.Ordinal));

    internal static T Read<T>(string json, string wanted, Func<JsonNode, T> read)
    {
        try
        {
            return read(JsonNode.Parse(json)!);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or NullReferenceException or ArgumentException)
        {
            throw new FormatException($"it is not the JSON that is wanted: {wanted}", e);
        }
    }
}

/// <summary>Cells of the privilege matrix that were tried on a server.</summary>
/// <param name="Logins">Logins that were tried.</param>
/// <param name="Schemas">Schemas they were tried in.</param>
/// <param name="Wrong">Login and schema where more or less was possible than is declared.</param>
public sealed record VerifiedPrivileges(ImmutableHashSet<string> Logins, ImmutableHashSet<string> Schemas, ImmutableHashSet<(string Login, string Schema)> Wrong)
{
    /// <summary>Reads what <c>./pg post-deploy verify --json</c> printed.</summary>
    /// <exception cref="FormatException">It is no such report.</exception>
    public static VerifiedPrivileges Read(string json) => SheetInput.Read(json, "'logins', 'schemas' and 'violations'", report => new VerifiedPrivileges(
        [.. report["logins"]!.AsArray().Select(l => l!.GetValue<string>())],
        [.. report["schemas"]!.AsArray().Select(s => s!.GetValue<string>())],
        [.. report["violations"]!.AsArray().Where(v => v!["schema"] is not null).Select(v => (v!["role"]!.GetValue<string>(), v["schema"]!.GetValue<string>()))]));
}
