namespace TechCorp.PgInfra.Mutation;

/// <summary>
/// The whole run takes minutes and belongs to a pipeline; these are the same mutants, a few of each kind, the same ones every time, so
/// that a test that no longer tests is found before that.
/// </summary>
public abstract class A_sample_of_mutants_is_noticed
{
    private static readonly Dictionary<string, Lazy<MutationRun>> Runs =
        MutationGroup.All.ToDictionary(g => g.Name, g => new Lazy<MutationRun>(() => new(Repository.Root, g)));

    /// <summary>What is wrong with a sample of a group: mutants nobody notices and nobody explained, and explained ones somebody notices.</summary>
    private static IEnumerable<string> Problems(string name, int count, int survivors)
    {
        var run = Runs[name].Value;
        // The tests of a law are called after it: who reaches what need not be learned first, unless a survivor is asked of all.
        var isNamed = survivors == 0;
        if (isNamed)
        {
            run.Guess();
        }
        else
        {
            run.Learn();
        }

        var explained = Survivors.Read();
        // A constant takes a build of its own, and a survivor every test that reaches it.
        var able = run.Mutants.Where(m => !m.IsAlone && (!isNamed || m.Member.Contains('-', StringComparison.Ordinal))).ToLookup(m => explained.ContainsKey(m.Name));
        List<Mutant> sample = [.. Sample(able[false], m => m.Name, count), .. Sample(able[true], m => m.Name, survivors)];

        Assert.Equal(count + survivors, sample.Count);
        return Survivors.Problems(explained, [.. sample.Select(run.Try)]);
    }

    // By a hash of the name: what changes elsewhere in the sources leaves the sample as it is.
    private static List<T> Sample<T>(IEnumerable<T> all, Func<T, string> name, int count) =>
        [.. all.OrderBy(item => System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(name(item))).AsSpan(0, 8).ToArray() is var hash ? BitConverter.ToUInt64(hash) : 0).Take(count)];

    // Classes of their own run beside each other. A capture of a plan is made in the first alone: it sets the process's environment.
    public sealed class Of_the_laws_and_values : A_sample_of_mutants_is_noticed
    {
        [Fact]
        public void By_a_test_or_explained() => Assert.Empty(Problems("laws", 20, 0));

        /// <summary>A property that only a reviewer guards is one he has to know of; golden-only.txt names them all.</summary>
        [Theory]
        [InlineData("prod", 40)]
        [InlineData("dr", 20)]
        public void A_value_is_guarded_by_more_than_the_reviewed_plan_unless_a_list_says_so(string stack, int count)
        {
            var run = new ValueRun(Repository.Root, stack);
            var listed = File.ReadAllLines(Path.Combine(Repository.Root, "tests/mutation/golden-only.txt")).ToHashSet();

            Assert.Empty(
                from property in Sample(run.Mutants.Select(m => m.Property).Distinct(), p => p, count)
                let guards = run.Mutants.Where(m => m.Property == property).Select(run.Of).ToHashSet()
                where guards.Contains(Guard.Nobody) || (!listed.Contains(property) && guards.SetEquals([Guard.Golden]))
                select $"{property}: {string.Join(", ", guards)}");
        }
    }

    public sealed class Of_the_translation : A_sample_of_mutants_is_noticed
    {
        [Fact]
        public void By_a_test_or_explained() => Assert.Empty(Problems("translation", 20, 4));

        /// <summary>A renamed method would leave its survivors behind as excuses for nothing.</summary>
        [Fact]
        public void Every_explained_survivor_is_a_mutant_and_has_a_reason()
        {
            var names = Runs.Values.SelectMany(r => r.Value.Mutants).Select(m => m.Name).ToHashSet();
            var explained = Survivors.Read();

            Assert.DoesNotContain(explained.Keys, n => !names.Contains(n));
            Assert.DoesNotContain(explained, e => e.Value.Length < 15);
        }
    }
}
