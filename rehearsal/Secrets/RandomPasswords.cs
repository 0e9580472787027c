using System.Security.Cryptography;
using System.Text.Json.Nodes;
using TechCorp.PgInfra.Planning;

namespace TechCorp.PgInfra.Rehearsal.Secrets;

/// <summary>Makes what the declared <c>random.RandomPassword</c> resources would make, with the lengths and alphabets they declare.</summary>
internal static class RandomPasswords
{
    /// <summary>Type token of the resource.</summary>
    public const string Type = "random:index/randomPassword:RandomPassword";

    private const string Lower = "abcdefghijklmnopqrstuvwxyz";
    private const string Upper = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    private const string Digits = "0123456789";

    // The provider's own default (random provider, override_special).
    private const string Specials = "!@#$%&*()-_=+[]{}<>:?";

    public static Dictionary<string, string> Generate(Plan plan) =>
        plan.OfType(Type).ToDictionary(r => r.Name, r => Generate(r.Inputs), StringComparer.Ordinal);

    private static string Generate(JsonObject inputs)
    {
        var special = Flag("special") ? inputs["overrideSpecial"]?.GetValue<string>() is { Length: > 0 } own ? own : Specials : "";
        var classes = new[]
        {
            (Alphabet: Flag("lower") ? Lower : "", Least: Count("minLower")),
            (Alphabet: Flag("upper") ? Upper : "", Least: Count("minUpper")),
            (Alphabet: Flag("numeric") ? Digits : "", Least: Count("minNumeric")),
            (Alphabet: special, Least: Count("minSpecial")),
        };
        var all = string.Concat(classes.Select(c => c.Alphabet));
        var characters = classes.Where(c => c.Alphabet.Length > 0).SelectMany(c => RandomNumberGenerator.GetItems<char>(c.Alphabet, c.Least)).ToList();
        characters.AddRange(RandomNumberGenerator.GetItems<char>(all, Math.Max(0, Count("length") - characters.Count)));
        var text = characters.ToArray();
        RandomNumberGenerator.Shuffle<char>(text);
        return new string(text);

        bool Flag(string name) => inputs[name]?.GetValue<bool>() ?? true;
        int Count(string name) => (int)(inputs[name]?.GetValue<double>() ?? 0);
    }
}
