using System.Diagnostics;
using System.Reflection;
using System.Runtime.Loader;

namespace TechCorp.PgInfra.Mutation;

/// <summary>What became of a mutant.</summary>
/// <param name="Mutant">The mutant.</param>
/// <param name="Killer">The test that noticed; null for a survivor.</param>
/// <param name="Asked">Tests that reached it and were run.</param>
internal sealed record MutantFate(Mutant Mutant, string? Killer, int Asked);

/// <summary>Runs the review tests against mutants, each mutant by the tests that reach it, until one fails.</summary>
internal sealed class MutationRun
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    // The switch ends a recursion long before it is used up.
    private const int StackBytes = 64 << 20;

    private readonly MutatedSources _sources;
    private readonly MutationGroup _group;
    private readonly List<(TestCase Test, bool[] Reaches, TimeSpan Took)> _tests = [];
    private readonly Loaded _all;

    public MutationRun(string root, MutationGroup group)
    {
        _group = group;
        _sources = MutatedSources.Write(root, group);
        _all = new Loaded(_sources.Emit());
    }

    public IReadOnlyList<Mutant> Mutants => _sources.Mutants;

    /// <summary>Runs every test without a mutant and notes what it reaches. All must pass.</summary>
    public void Learn()
    {
        foreach (var test in TestCase.Of(_all.Tests, _group.Tests))
        {
            var reaches = new bool[Mutants.Count + 1];
            _all.Set(0);
            _all.Record(reaches);
            var started = Stopwatch.GetTimestamp();
            try
            {
                test.Run();
            }
            catch (Exception e)
            {
                throw new InvalidOperationException($"{test.Name} fails without a mutant: {e.Message}", e);
            }

            _all.Record(null);
            _tests.Add((test, reaches, Stopwatch.GetElapsedTime(started)));
        }
    }

    /// <summary>Takes every test for one that reaches every mutant: for a few mutants that some test notices soon this is less work.</summary>
    public void Guess() => _tests.AddRange(TestCase.Of(_all.Tests, _group.Tests).Select(test => (test, Enumerable.Repeat(true, Mutants.Count + 1).ToArray(), TimeSpan.Zero)));

    /// <summary>The fate of one mutant.</summary>
    public MutantFate Try(Mutant mutant)
    {
        if (!mutant.IsAlone)
        {
            var able = _tests.Where(t => t.Reaches[mutant.Number]).OrderByDescending(t => Named(t.Test, mutant)).ThenBy(t => t.Took).Select(t => t.Test).ToList();
            return new(mutant, Killer(_all, mutant.Number, able), able.Count);
        }

        var own = new Loaded(_sources.Emit(mutant));
        try
        {
            // Another build has other methods; the tests are the same.
            var able = TestCase.Of(own.Tests, _group.Tests).Select((test, i) => (Test: test, _tests[i].Took)).OrderByDescending(t => Named(t.Test, mutant)).ThenBy(t => t.Took).Select(t => t.Test).ToList();
            return new(mutant, Killer(own, 0, able), able.Count);
        }
        finally
        {
            own.Unload();
        }
    }

    private static bool Named(TestCase test, Mutant mutant) => mutant.Member.Length > 0 && test.Name.Contains(mutant.Member, StringComparison.Ordinal);

    private static string? Killer(Loaded loaded, int number, List<TestCase> tests)
    {
        foreach (var test in tests)
        {
            loaded.Set(number);
            var failed = false;
            var run = new Thread(() =>
            {
                loaded.Begin();
                try
                {
                    test.Run();
                }
                catch (Exception)
                {
                    failed = true;
                }
            }, StackBytes);
            run.Start();
            var ended = run.Join(Patience);
            loaded.Set(ended ? 0 : -1);
            if (!ended || failed)
            {
                return ended ? test.Name : $"{test.Name}, which did not end";
            }
        }

        return null;
    }

    /// <summary>A mutated review part beside its tests, in a world of their own.</summary>
    private sealed class Loaded : AssemblyLoadContext
    {
        private readonly Assembly _review;
        private readonly Action<int> _set;
        private readonly Action _begin;
        private readonly FieldInfo _reached;

        public Loaded(byte[] review) : base(isCollectible: true)
        {
            _review = LoadFromStream(new MemoryStream(review));
            Tests = LoadFromAssemblyPath(Path.Combine(AppContext.BaseDirectory, "TechCorp.PgInfra.Review.Tests.dll"));
            var type = _review.GetType("TechCorp.PgInfra.Mutation.MutantSwitch")!;
            (_set, _begin, _reached) = (type.GetMethod("Set")!.CreateDelegate<Action<int>>(), type.GetMethod("Begin")!.CreateDelegate<Action>(), type.GetField("Reached")!);
        }

        public Assembly Tests { get; }

        public void Set(int number) => _set(number);

        public void Begin() => _begin();

        public void Record(bool[]? reached) => _reached.SetValue(null, reached);

        protected override Assembly? Load(AssemblyName assemblyName) => assemblyName.Name == "TechCorp.PgInfra.Review" ? _review : null;
    }
}
