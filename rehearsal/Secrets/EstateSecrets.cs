using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using TechCorp.PgInfra.Catalog;
using TechCorp.PgInfra.Planning;
using TechCorp.PgInfra.Rehearsal.Topology;

namespace TechCorp.PgInfra.Rehearsal.Secrets;

/// <summary>One login's password and what the server stores of it.</summary>
/// <param name="Password">What the client knows.</param>
/// <param name="Verifier">SCRAM-SHA-256.</param>
public sealed record LoginSecret(string Password, string Verifier)
{
    /// <summary>Without its values: a record prints all its members.</summary>
    public override string ToString() => "[secret]";
}

/// <summary>
/// The secrets of one rehearsal. The plan says which there are and of what they are made; the values are new each time and die
/// with the estate.
/// </summary>
/// <param name="MasterPassword">Password of the RDS master user.</param>
/// <param name="ReplicationPassword">Password the standbys stream with; RDS has one of its own that nobody sees.</param>
/// <param name="Logins">By login.</param>
public sealed record EstateSecrets(string MasterPassword, string ReplicationPassword, ImmutableSortedDictionary<string, LoginSecret> Logins)
{
    /// <inheritdoc/>
    public override string ToString() => $"secrets of {Logins.Count} logins";

    /// <summary>Makes the secrets that the plan's outputs name.</summary>
    /// <exception cref="TopologyException">An output that names none.</exception>
    public static EstateSecrets Generate(Plan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        var values = RandomPasswords.Generate(plan);
        var problems = new List<string>();
        var master = Value(plan.Outputs[StackOutputs.MasterPassword], StackOutputs.MasterPassword);
        var logins = ImmutableSortedDictionary.CreateBuilder<string, LoginSecret>(StringComparer.Ordinal);
        foreach (var (login, secret) in plan.Outputs[StackOutputs.Logins] as JsonObject ?? [])
        {
            if (Value(secret?["password"], $"{StackOutputs.Logins}.{login}.password") is { Length: > 0 } password)
                logins[login] = new(password, ScramVerifier.Compute(password, RandomNumberGenerator.GetBytes(16)));
        }

        if (problems.Count > 0) throw new TopologyException(problems);
        return new(master, RandomNumberGenerator.GetHexString(40, lowercase: true), logins.ToImmutable());

        string Value(JsonNode? output, string name)
        {
            string[] found = [.. PlanReference.FindAll((output as JsonValue)?.GetValue<string>() ?? "")
                .Where(r => r.Type == RandomPasswords.Type && values.ContainsKey(r.Name)).Select(r => values[r.Name])];
            if (found.Length == 1) return found[0];
            problems.Add($"output {name} of stack {plan.Stack} is not one generated password, so its value is not known");
            return "";
        }
    }
}
