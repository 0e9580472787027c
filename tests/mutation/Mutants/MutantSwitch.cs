namespace TechCorp.PgInfra.Mutation;

/// <summary>Compiled into the mutated assembly: one build holds every mutant, and this says which one lives.</summary>
public static class MutantSwitch
{
    private static readonly System.Collections.Concurrent.ConcurrentDictionary<string, object> Values = new();

    /// <summary>Number of the living mutant; 0 for the program as it is, -1 to end code that does not end.</summary>
    public static volatile int Active;

    /// <summary>Marks each place that is passed, while a test's reach is recorded.</summary>
    public static bool[] Reached;

    // Where the test of this thread began on its stack.
    [System.ThreadStatic]
    private static nint _top;

    /// <summary>Told at the beginning of a test, on its thread.</summary>
    public static unsafe void Begin()
    {
        byte here;
        _top = (nint)(&here);
    }

    /// <summary>True in the place of the living mutant.</summary>
    public static unsafe bool Is(int mutant)
    {
        // A mutant that calls itself for ever would end the run and not the test. Much is left free: on the way back every iterator
        // disposes of the next one, on top of all of them.
        byte here;
        if (_top != 0 && _top - (nint)(&here) > 2 << 20)
        {
            throw new System.InsufficientExecutionStackException();
        }

        System.Runtime.CompilerServices.RuntimeHelpers.EnsureSufficientExecutionStack();
        if (Reached is { } reached)
        {
            reached[mutant] = true;
        }

        return Active < 0 ? throw new System.OperationCanceledException("The mutant did not end.") : Active == mutant;
    }

    /// <summary>What was a static field: made once for each mutant, or none inside of it would count.</summary>
    public static T Of<T>(string field, System.Func<T> make) => (T)(Values.TryGetValue(field, out var known) ? known : Values[field] = make());

    /// <summary>Brings another mutant to life.</summary>
    public static void Set(int mutant)
    {
        Active = mutant;
        Values.Clear();
    }
}
