using System.Collections.Immutable;
using System.Globalization;
using Npgsql;
using TechCorp.PgInfra.Rehearsal.Estates;

namespace TechCorp.PgInfra.Rehearsal.Checks;

/// <summary>One parameter on one node.</summary>
/// <param name="Node">DB instance identifier.</param>
/// <param name="Name">Parameter.</param>
/// <param name="Asked">Value of the parameter group, in the engine's unit.</param>
/// <param name="InForce">What pg_settings says, in the same unit; null when it is not rehearsed.</param>
/// <param name="Reason">Why it is not verbatim; null when it is.</param>
/// <param name="Holds">False when the server runs something else than it was given.</param>
public sealed record ParameterReading(string Node, string Name, string Asked, string? InForce, string? Reason, bool Holds);

/// <summary>S22 to S26: the parameter groups, applied and read back.</summary>
public static class ParameterCheck
{
    /// <summary>Reads pg_settings of every node.</summary>
    public static async Task<ImmutableArray<ParameterReading>> ReadAsync(RunningEstate estate, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(estate);
        var perNode = await Task.WhenAll(estate.Nodes.Select(n => ReadAsync(n, cancellation)));
        return [.. perNode.SelectMany(r => r)];
    }

    /// <summary>Judges what was read.</summary>
    public static Check Judge(IReadOnlyCollection<ParameterReading> readings) => new(
        string.Create(CultureInfo.InvariantCulture, $"{readings.Count(r => r.InForce is not null)} parameters read back from pg_settings are in force"),
        [.. readings.Where(r => !r.Holds).Select(r => $"{r.Node}: {r.Name} is {r.InForce ?? "unknown to the server"}; the parameter group asks for {r.Asked}")]);

    private static async Task<IEnumerable<ParameterReading>> ReadAsync(RunningNode node, CancellationToken cancellation)
    {
        var settings = new Dictionary<string, (string Value, string Type)>(StringComparer.Ordinal);
        await using (var connection = await node.ConnectAsSuperuserAsync(null, cancellation))
        {
            await using var command = new NpgsqlCommand("SELECT name, setting, vartype FROM pg_settings WHERE name = ANY ($1)", connection);
            command.Parameters.Add(new NpgsqlParameter { Value = node.Parameters.Where(p => p.Rehearsed is not null).Select(p => p.Name).ToArray() });
            await using var reader = await command.ExecuteReaderAsync(cancellation);
            while (await reader.ReadAsync(cancellation))
                settings[reader.GetString(0)] = (reader.GetString(1), reader.GetString(2));
        }

        return node.Parameters.Select(p =>
        {
            if (p.Rehearsed is not { } given) return new ParameterReading(node.Identifier, p.Name, p.Asked, null, p.Reason, true);
            return settings.TryGetValue(p.Name, out var found)
                ? new(node.Identifier, p.Name, p.Asked, found.Value, p.Reason, Same(given, found.Value, found.Type))
                : new(node.Identifier, p.Name, p.Asked, null, p.Reason, false);
        });
    }

    /// <summary>Both are in the engine's unit; only the spelling of booleans and numbers differs.</summary>
    internal static bool Same(string given, string inForce, string type) => type switch
    {
        "bool" => (given is "1" or "on" or "true" or "yes") == (inForce == "on"),
        "integer" or "real" => decimal.TryParse(given, NumberStyles.Float, CultureInfo.InvariantCulture, out var a)
            && decimal.TryParse(inForce, NumberStyles.Float, CultureInfo.InvariantCulture, out var b) && a == b,
        _ => given == inForce,
    };
}
