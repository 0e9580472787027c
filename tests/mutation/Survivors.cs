namespace TechCorp.PgInfra.Mutation;

/// <summary>survivors.tsv: mutants no test notices, each with the reason why that is right. A line that is no survivor any more is an error.</summary>
internal static class Survivors
{
    public static string File { get; } = Path.Combine(Repository.Root, "tests/mutation/survivors.tsv");

    /// <summary>Reason by name of the mutant.</summary>
    public static Dictionary<string, string> Read() => System.IO.File.ReadLines(File).Where(l => l.Length > 0 && l[0] != '#')
        .Select(l => l.Split('\t')).ToDictionary(c => c[0], c => c.Length > 1 ? c[1].Trim() : "", StringComparer.Ordinal);

    /// <summary>What is wrong with the file, given what became of these mutants.</summary>
    public static IEnumerable<string> Problems(IReadOnlyDictionary<string, string> explained, IReadOnlyCollection<MutantFate> fates)
    {
        foreach (var fate in fates.Where(f => f.Killer is null && !explained.ContainsKey(f.Mutant.Name)))
        {
            yield return $"{fate.Mutant.File}:{fate.Mutant.Line} survives {fate.Asked} tests, unexplained: {fate.Mutant.Name}";
        }

        foreach (var fate in fates.Where(f => f.Killer is not null && explained.ContainsKey(f.Mutant.Name)))
        {
            yield return $"explained, and yet noticed by {fate.Killer}: {fate.Mutant.Name}";
        }
    }
}
