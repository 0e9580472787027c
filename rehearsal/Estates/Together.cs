using System.Runtime.ExceptionServices;

namespace TechCorp.PgInfra.Rehearsal.Estates;

/// <summary>Work done at once, each part of which is worth nothing without the others.</summary>
internal static class Together
{
    /// <summary>Waits for all of it. The first that fails has the others called off, and what it says is the outcome: theirs only follows from it.</summary>
    public static async Task RunAsync(Func<Task> callOff, params IEnumerable<Task> work)
    {
        var left = work.ToList();
        ExceptionDispatchInfo? first = null;
        while (left.Count > 0)
        {
            var done = await Task.WhenAny(left);
            left.Remove(done);
            try
            {
                await done;
            }
            catch (Exception e) when (first is null)
            {
                first = ExceptionDispatchInfo.Capture(e);
                await callOff();
            }
            catch (Exception)
            {
                // Called off.
            }
        }

        first?.Throw();
    }
}
