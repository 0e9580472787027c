using System.Reflection;
using System.Text.RegularExpressions;
using TechCorp.PgInfra.Infra.Tests.Recording;

namespace TechCorp.PgInfra.Infra.Tests.Coverage;

/// <summary>Every row of the requirements is proved by a test that carries its id, here or in another test project.</summary>
public sealed partial class RequirementCoverageTests
{
    private static readonly string[] Rows = [.. Enumerable.Range(1, 5).Select(n => $"C{n}"), .. Enumerable.Range(1, 54).Select(n => $"S{n}")];

    /// <summary>Rows that no resource, setting or statement can satisfy, and what does instead.</summary>
    private static readonly Dictionary<string, string> NotDeclared = new()
    {
    };

    /// <summary>Rows whose proof is a resource of this program; a test elsewhere does not do for them.</summary>
    private static readonly string[] Resources =
    [
        "C3", "S1", "S2", "S3", "S4", "S5", "S6", "S7", "S8", "S9", "S10", "S18", "S19", "S20", "S21", "S22", "S23", "S24", "S25", "S26", "S27", "S28", "S29", "S30", "S31",
        "S32", "S33", "S34", "S35", "S36", "S37", "S38", "S39", "S40", "S41", "S42", "S43", "S44", "S45", "S46", "S47", "S48", "S49", "S50", "S53",
    ];

    [Fact]
    public void Every_row_has_a_test_that_carries_its_id()
    {
        var missing = Rows.Except(Here().Concat(Elsewhere())).Except(NotDeclared.Keys).ToList();

        Assert.True(missing.Count == 0, $"no test carries [Trait(\"Requirement\", …)] for {string.Join(", ", missing)}.");
    }

    [Fact]
    public void Every_row_that_is_a_resource_is_proved_on_the_declared_resource() =>
        Assert.Empty(Resources.Except(Here()));

    /// <summary>An excuse for a row that is proved by now would hide the day the proof goes.</summary>
    [Fact]
    public void Nothing_is_excused_that_is_proved()
    {
        var proved = NotDeclared.Keys.Intersect(Here().Concat(Elsewhere())).ToList();

        Assert.True(proved.Count == 0, $"{string.Join(", ", proved)} has a test now: remove its line from {nameof(NotDeclared)}.");
    }

    [Fact]
    public void No_test_carries_an_id_that_does_not_exist() =>
        Assert.Empty(Here().Concat(Elsewhere()).Except(Rows));

    /// <summary>From the compiled tests: only what xunit will run counts.</summary>
    private static HashSet<string> Here() =>
    [
        .. from type in typeof(RequirementCoverageTests).Assembly.GetTypes()
           from method in type.GetMethods()
           where method.GetCustomAttributes<FactAttribute>(inherit: true).Any(fact => fact.Skip is null)
           from trait in method.CustomAttributes.Concat(type.CustomAttributes)
           where trait.AttributeType == typeof(TraitAttribute) && (string?)trait.ConstructorArguments[0].Value == "Requirement"
           select (string)trait.ConstructorArguments[1].Value!,
    ];

    /// <summary>From the sources of the other projects, which this assembly does not reference: files that have a test and a trait.</summary>
    private static HashSet<string> Elsewhere()
    {
        var tests = Path.Combine(Repository.Root, "tests");
        var own = Path.Combine(tests, "infra") + Path.DirectorySeparatorChar;
        return
        [
            .. from file in Directory.EnumerateFiles(tests, "*.cs", SearchOption.AllDirectories)
               where !file.StartsWith(own, StringComparison.Ordinal)
               let text = File.ReadAllText(file)
               where text.Contains("[Fact", StringComparison.Ordinal) || text.Contains("[Theory", StringComparison.Ordinal)
               from Match trait in Trait().Matches(text)
               select trait.Groups[1].Value,
        ];
    }

    [GeneratedRegex("""^\s*\[.*Trait\("Requirement", "(\w+)"\)""", RegexOptions.Multiline)]
    private static partial Regex Trait();
}
