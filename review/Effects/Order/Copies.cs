using System.Collections.Immutable;
using TechCorp.PgInfra.Review.Laws;

namespace TechCorp.PgInfra.Review.Effects;

/// <summary>The copies of this stack's writer in other regions: each is declared in a stack of its own, which an edit of this one does not touch.</summary>
internal static class Copies
{
    public static ImmutableArray<JudgedInstance> Of(JudgedEstate estate) => [.. estate.Copies.SelectMany(c => c.Instances).Where(i => i.IsCrossRegionCopy)];

    /// <summary>New values for those copies whose own are not such already, with one reboot each.</summary>
    public static IEnumerable<Operation> Set(JudgedEstate estate, IReadOnlyCollection<(string Parameter, long Value)> changes, Func<long?, long, bool> differs, string why)
    {
        foreach (var copy in Of(estate))
        {
            if (changes.Where(c => differs(copy.WholeParameter(c.Parameter), c.Value)).ToList() is { Count: > 0 } own)
            {
                yield return new(
                    $"Set {string.Join(" and ", own.Select(c => $"{c.Parameter} to {Commands.Person(c.Parameter, c.Value)}"))} in stack {Stack(copy)} and reboot {copy.Name}", why,
                    [.. SetParameters(copy, own), Commands.Update(Stack(copy)), .. Commands.Reboot(copy)]);
            }
        }
    }

    public static IEnumerable<string> SetParameters(JudgedInstance copy, IEnumerable<(string Parameter, long Value)> changes) =>
        changes.Select(c => Commands.SetParameter(Stack(copy), c.Parameter, c.Value));

    public static IEnumerable<string> SetMajor(JudgedInstance copy, int major) =>
    [
        $"pulumi config set --stack {Stack(copy)} {EstateKey}engineVersion {major}",
        $"pulumi config set --stack {Stack(copy)} {EstateKey}allowMajorVersionUpgrade true",
    ];

    /// <summary>Made anew from its source, hours of copying.</summary>
    public static Operation Rebuild(JudgedInstance copy, string with, string why, IEnumerable<string> settings) => new(
        $"Build {copy.Name} in stack {Stack(copy)} again{with}",
        $"{why}; until it is there again, hours later, {copy.Resource.Region} has the replicated backups alone",
        [.. settings, .. Commands.Delete(copy), $"pulumi refresh --stack {Stack(copy)}", Commands.Update(Stack(copy))]);

    private const string EstateKey = "techcorp-pg-infra:";

    private static string Stack(JudgedInstance copy) => copy.Estate.Plan.Stack;
}
