using System.Diagnostics;
using System.Globalization;

namespace TechCorp.PgInfra.Mutation;

/// <summary><c>dotnet run -c Release --project tests/mutation [-- --only laws|translation|values]</c>; its README says what for.</summary>
internal static class Program
{
    private const string Usage = "usage: dotnet run -c Release --project tests/mutation [-- --only laws|translation|values] [--provider] [--update]";

    private static readonly string GoldenOnly = Path.Combine(Repository.Root, "tests/mutation/golden-only.txt");

    public static async Task<int> Main(string[] args)
    {
        var only = Array.IndexOf(args, "--only") is >= 0 and var at ? args.ElementAtOrDefault(at + 1) : null;
        if (args.Except(["--only", "--provider", "--update", only]).Any() || (only is not null && only is not ("laws" or "translation" or "values")) || (args.Contains("--only") && only is null))
        {
            await Console.Error.WriteLineAsync(Usage);
            return 2;
        }

        var problems = new List<string>();
        var (explained, names) = (Survivors.Read(), new HashSet<string>(StringComparer.Ordinal));
        foreach (var group in MutationGroup.All.Where(g => only is null || g.Name == only))
        {
            problems.AddRange(Run(group, explained, names));
        }

        if (only is null)
        {
            problems.AddRange(Told(explained.Keys.Where(n => !names.Contains(n)).Select(n => $"explained, and no mutant any more: {n}")));
        }

        problems.AddRange(Told(explained.Where(e => e.Value.Length == 0).Select(e => $"without a reason: {e.Key}")));
        if (only is null or "values")
        {
            problems.AddRange(Told(await ValuesAsync(args.Contains("--provider"), args.Contains("--update"))));
        }

        Console.WriteLine(problems.Count == 0 ? "every mutant is noticed or explained" : $"{problems.Count} problems");
        return problems.Count == 0 ? 0 : 1;
    }

    private static List<string> Told(IEnumerable<string> problems)
    {
        var all = problems.ToList();
        all.ForEach(Console.WriteLine);
        return all;
    }

    private static List<string> Run(MutationGroup group, Dictionary<string, string> explained, HashSet<string> names)
    {
        var clock = Stopwatch.StartNew();
        var run = new MutationRun(Repository.Root, group);
        run.Learn();
        var (fates, problems) = (new List<MutantFate>(), new List<string>());
        foreach (var mutant in run.Mutants)
        {
            fates.Add(run.Try(mutant));
            // Said when it is known: the whole run takes minutes.
            foreach (var problem in Survivors.Problems(explained, [fates[^1]]))
            {
                Console.WriteLine(problem);
                problems.Add(problem);
            }
        }

        names.UnionWith(run.Mutants.Select(m => m.Name));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{group.Name}: {fates.Count} mutants, {fates.Count(f => f.Killer is not null)} noticed, {fates.Count(f => f.Killer is null && explained.ContainsKey(f.Mutant.Name))} explained, in {clock.Elapsed.TotalSeconds:0} s"));
        return problems;
    }

    private static async Task<List<string>> ValuesAsync(bool provider, bool update)
    {
        var problems = new List<string>();
        var only = new SortedSet<string>(StringComparer.Ordinal);
        var noticed = new HashSet<string>(StringComparer.Ordinal);
        foreach (var stack in (string[])["prod", "dr"])
        {
            var clock = Stopwatch.StartNew();
            var run = new ValueRun(Repository.Root, stack);
            var guards = run.Mutants.ToDictionary(m => m, run.Of);
            if (provider)
            {
                foreach (var refused in await run.ProviderAsync([.. guards.Where(g => g.Value == Guard.Golden && !g.Key.Path.StartsWith("options.", StringComparison.Ordinal) && g.Key.Resource.Type.StartsWith("aws:", StringComparison.Ordinal)).Select(g => g.Key)]))
                {
                    guards[refused] = Guard.Provider;
                }
            }

            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"values of {stack}: {guards.Count} mutants; {string.Join(", ", guards.GroupBy(g => g.Value).OrderBy(g => g.Key).Select(g => $"{g.Key.ToString().ToLowerInvariant()} {g.Count()}"))}, in {clock.Elapsed.TotalSeconds:0} s"));
            only.UnionWith(guards.Select(g => g.Key.Property));
            noticed.UnionWith(guards.Where(g => g.Value is Guard.Laws or Guard.Schema).Select(g => g.Key.Property));
            problems.AddRange(guards.Where(g => g.Value == Guard.Nobody).Select(g => $"nobody notices {stack} {g.Key.Resource.Name} {g.Key.Property}: {g.Key.Step}"));
        }

        only.ExceptWith(noticed);
        if (update)
        {
            await File.WriteAllLinesAsync(GoldenOnly, ["# Properties of which no law and no schema notices any step: whoever reviews the plan does, and of some the real provider.", .. only]);
        }

        var listed = File.ReadAllLines(GoldenOnly).Where(l => !l.StartsWith('#')).ToHashSet();
        problems.AddRange(only.Where(p => !listed.Contains(p)).Select(p => $"guarded by the reviewed plan alone, and not in golden-only.txt: {p}"));
        problems.AddRange(listed.Where(p => !only.Contains(p)).Select(p => $"in golden-only.txt, and guarded by a law or the schema: {p}"));
        Console.WriteLine($"{only.Count} properties are guarded by the reviewed plan alone; golden-only.txt lists them");
        return problems;
    }
}
