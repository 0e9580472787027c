using System.Collections.Immutable;
using System.Globalization;
using TechCorp.PgInfra.Rehearsal.Topology;

namespace TechCorp.PgInfra.Rehearsal.Parameters;

/// <summary>A parameter as it is asked of RDS and as this machine runs it.</summary>
/// <param name="Name">Parameter name.</param>
/// <param name="Asked">Value of the parameter group, in the engine's own unit.</param>
/// <param name="Rehearsed">Value in postgresql.conf, same unit; null when it is not rehearsed.</param>
/// <param name="Reason">Why it is scaled, done otherwise or not rehearsed; null when it is verbatim.</param>
public sealed record RehearsedParameter(string Name, string Asked, string? Rehearsed, string? Reason)
{
    /// <summary>True when the server runs exactly what was asked.</summary>
    public bool Verbatim => Rehearsed == Asked;
}

/// <summary>Turns parameter groups into postgresql.conf for servers that share one machine.</summary>
public static class ParameterTranslation
{
    // What a server may hold for its whole life (shared_buffers) or per session; scaled together so that their proportions stay.
    private static readonly ImmutableDictionary<string, long> MemoryUnits = new Dictionary<string, long>
    {
        ["shared_buffers"] = 8192,
        ["effective_cache_size"] = 8192,
        ["work_mem"] = 1024,
        ["maintenance_work_mem"] = 1024,
        ["autovacuum_work_mem"] = 1024,
        ["logical_decoding_work_mem"] = 1024,
    }.ToImmutableDictionary(StringComparer.Ordinal);

    // PostgreSQL 15 refuses less (pg_settings.min_val), in the parameter's own unit.
    private static readonly ImmutableDictionary<string, long> MemoryMinimum = new Dictionary<string, long>
    {
        ["shared_buffers"] = 16,
        ["effective_cache_size"] = 1,
        ["work_mem"] = 64,
        ["maintenance_work_mem"] = 1024,
        ["autovacuum_work_mem"] = 1024,
        ["logical_decoding_work_mem"] = 64,
    }.ToImmutableDictionary(StringComparer.Ordinal);

    private const string SharedBuffers = "shared_buffers";

    /// <summary>
    /// The one factor all memory parameters are divided by: the smallest power of two with which every node's shared_buffers together
    /// take at most an eighth of <paramref name="machineMemoryBytes"/>. 1 when they fit.
    /// </summary>
    public static int ScaleFor(IEnumerable<Node> nodes, long machineMemoryBytes)
    {
        ArgumentNullException.ThrowIfNull(nodes);
        var asked = nodes.Sum(n => n.Parameters.TryGetValue(SharedBuffers, out var pages) && Integer(pages) is { } value ? value * MemoryUnits[SharedBuffers] : 0);
        var scale = 1;
        while (asked / scale > machineMemoryBytes / 8) scale *= 2;
        return scale;
    }

    /// <summary>One node's parameters in name order.</summary>
    /// <param name="parameters">The parameter group's values.</param>
    /// <param name="scale">From <see cref="ScaleFor"/>.</param>
    /// <param name="installedLibraries">Names that shared_preload_libraries may hold on this machine.</param>
    public static ImmutableArray<RehearsedParameter> Translate(
        ImmutableSortedDictionary<string, string> parameters, int scale, IReadOnlySet<string> installedLibraries)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentNullException.ThrowIfNull(installedLibraries);
        return [.. parameters.Select(p => One(p.Key, p.Value, scale, installedLibraries))];
    }

    private static RehearsedParameter One(string name, string asked, int scale, IReadOnlySet<string> installedLibraries) => name switch
    {
        "rds.force_ssl" => asked == "1"
            ? new(name, asked, null, "pg_hba.conf has hostssl lines only, so the server refuses plaintext")
            : new(name, asked, null, "pg_hba.conf has host lines, so plaintext is accepted"),
        "rds.accepted_password_auth_method" => new(name, asked, null, "pg_hba.conf says scram-sha-256"),
        _ when name.StartsWith("rds.", StringComparison.Ordinal) => new(name, asked, null, "exists on RDS only"),
        "shared_preload_libraries" => Libraries(name, asked, installedLibraries),
        _ when asked.Contains('{', StringComparison.Ordinal) => new(name, asked, null, "a formula over the instance class that only RDS evaluates"),
        _ when scale > 1 && MemoryUnits.ContainsKey(name) && Integer(asked) is > 0 and var value => new(
            name, asked, Math.Max(MemoryMinimum[name], value / scale).ToString(CultureInfo.InvariantCulture), $"memory divided by {scale} to fit this machine"),
        _ => new(name, asked, asked, null),
    };

    private static RehearsedParameter Libraries(string name, string asked, IReadOnlySet<string> installed)
    {
        var wanted = asked.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var present = wanted.Where(installed.Contains).ToList();
        var missing = wanted.Except(present).ToList();
        return missing.Count == 0
            ? new(name, asked, asked, null)
            : new(name, asked, string.Join(',', present), $"not installed here: {string.Join(", ", missing)}");
    }

    private static long? Integer(string value) =>
        long.TryParse(value, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) ? number : null;
}
