using System.Reflection;

namespace Pulumi;

internal enum LogLevel
{
    Debug,
    Information,
    Warning,
    Error,
}

/// <summary>Everything a run has started and every error it has met: a run ends when nothing is left in flight.</summary>
internal sealed class RunTracker
{
    private readonly Lock _gate = new();
    private readonly HashSet<Exception> _failures = new(ReferenceEqualityComparer.Instance);
    private readonly List<string> _errors = [];
    private int _inFlight;
    private TaskCompletionSource? _idle;

    public void Track(Task task)
    {
        if (task.IsCompleted)
        {
            Observe(task);
            return;
        }

        lock (_gate)
            _inFlight++;
        task.ContinueWith(
            static (done, state) => ((RunTracker)state!).Completed(done),
            this,
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
    }

    public Task WhenIdleAsync()
    {
        lock (_gate)
        {
            if (_inFlight == 0)
                return Task.CompletedTask;
            _idle ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _idle.Task;
        }
    }

    private void Completed(Task task)
    {
        Observe(task);
        lock (_gate)
        {
            if (--_inFlight > 0)
                return;
            _idle?.TrySetResult();
            _idle = null;
        }
    }

    private void Observe(Task task)
    {
        if (task.IsCanceled)
            Fail(new TaskCanceledException(task));
        foreach (var error in task.Exception?.InnerExceptions ?? [])
            Fail(error);
    }

    /// <summary>Records an error once, however many outputs it travelled through.</summary>
    public void Fail(Exception error)
    {
        lock (_gate)
        {
            if (_failures.Add(error))
                _errors.Add(Describe(error));
        }
    }

    /// <summary>Mocks have no log; only errors matter, because they fail the run.</summary>
    public void Log(LogLevel level, string message)
    {
        if (level != LogLevel.Error)
            return;
        lock (_gate)
            _errors.Add(message);
    }

    public void ThrowErrors()
    {
        lock (_gate)
        {
            switch (_errors)
            {
                case []:
                    return;
                case [var single]:
                    throw new RunException(single);
                default:
                    throw new AggregateException(_errors.Select(error => new RunException(error)));
            }
        }
    }

    private static string Describe(Exception error) => error switch
    {
        RunException or ResourceException { HideStack: true } => error.Message,
        ResourceException => error.ToString(),
        _ => $"Running program '{Assembly.GetEntryAssembly()?.Location}' failed with an unhandled exception:\n{error}",
    };
}
