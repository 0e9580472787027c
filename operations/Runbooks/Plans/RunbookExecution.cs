namespace TechCorp.PgInfra.Operations.Runbooks;

/// <summary>Goes through the steps of a plan.</summary>
public static class RunbookExecution
{
    /// <summary>Does every step that is not done, in order; stops at the first that fails.</summary>
    /// <param name="plan">Just made: what it says of the estate is taken for true.</param>
    /// <param name="say">Told about each step, and while it waits.</param>
    /// <exception cref="RunbookException">The plan may not be executed, or a step failed; what is done stays done.</exception>
    public static async Task RunAsync(RunbookPlan plan, Action<string> say, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(say);
        if (!plan.MayExecute) throw new RunbookException([.. plan.Checks.Where(c => c.State == CheckState.Failed).Select(c => $"{c.Subject}: {c.Found}")]);
        for (var i = 0; i < plan.Steps.Length; i++)
        {
            var step = plan.Steps[i];
            var name = $"step {i + 1} of {plan.Steps.Length}, {step.Title}";
            if (step.IsManual) continue;
            if (step.IsDone)
            {
                say($"{name}: done before");
                continue;
            }

            try
            {
                if (step.IsNeeded is { } needed && !await needed(cancellation))
                {
                    say($"{name}: nothing to do");
                    continue;
                }

                say(name);
                await step.Execute(new StepRun(text => say($"  {text}")), cancellation);
            }
            catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
            {
                say($"interrupted in {name}. {step.IfInterrupted}{step.GoesOnWith}Run the same command again: it finds what is there and goes on.");
                throw;
            }
            catch (Exception)
            {
                say($"stopped in {name}. {(i == 0 ? "" : "What was done before it stays done. ")}{step.GoesOnWith}".TrimEnd());
                throw;
            }
        }
    }
}
