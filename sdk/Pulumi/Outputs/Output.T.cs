namespace Pulumi;

/// <summary>
/// A value that may not exist yet. It carries whether it is secret and which resources it came from, and every value
/// computed from it carries that on.
/// </summary>
public sealed class Output<T> : IOutput
{
    internal Output(Task<OutputData<T>> dataTask, bool tracked = true)
    {
        DataTask = dataTask;
        // An error in an Apply nobody awaits must still fail the run.
        if (tracked && !dataTask.IsCompletedSuccessfully)
            Pulumi.Deployment.Current?.Run.Track(dataTask);
    }

    internal Output(OutputData<T> data)
        : this(Task.FromResult(data))
    {
    }

    internal Task<OutputData<T>> DataTask { get; }

    async ValueTask<OutputData<object?>> IOutput.GetDataAsync() => (await DataTask.ConfigureAwait(false)).Untyped();

    internal async ValueTask<T> GetValueAsync(T whenUnknown)
    {
        var data = await DataTask.ConfigureAwait(false);
        return data.IsKnown ? data.Value : whenUnknown;
    }

    /// <summary>An output of what the task results in.</summary>
    public static Output<T> Create(Task<T> value) => Create(value, isSecret: false);

    internal static Output<T> Create(Task<T> value, bool isSecret)
    {
        ArgumentNullException.ThrowIfNull(value);
        return value.IsCompletedSuccessfully
            ? new Output<T>(OutputData<T>.Known(value.Result, isSecret))
            : new Output<T>(AwaitAsync(value, isSecret));

        static async Task<OutputData<T>> AwaitAsync(Task<T> value, bool isSecret)
            => OutputData<T>.Known(await value.ConfigureAwait(false), isSecret);
    }

    internal Output<T> With(Func<OutputData<T>, OutputData<T>> change)
    {
        return new Output<T>(ChangeAsync(DataTask, change));

        static async Task<OutputData<T>> ChangeAsync(Task<OutputData<T>> task, Func<OutputData<T>, OutputData<T>> change)
            => change(await task.ConfigureAwait(false));
    }

    /// <summary>Runs work on the value once it is known.</summary>
    public Output<ValueTuple> Apply(Func<T, Task> func)
        => Apply(async value =>
        {
            await func(value).ConfigureAwait(false);
            return default(ValueTuple);
        });

    /// <inheritdoc cref="Apply{TResult}(Func{T, Output{TResult}})"/>
    public Output<TResult> Apply<TResult>(Func<T, TResult> func)
        => Apply(value => Output.Create(func(value)));

    /// <inheritdoc cref="Apply{TResult}(Func{T, Output{TResult}})"/>
    public Output<TResult> Apply<TResult>(Func<T, Task<TResult>> func)
        => Apply(value => Output.Create(func(value)));

    /// <inheritdoc cref="Apply{TResult}(Func{T, Output{TResult}})"/>
    public Output<TResult> Apply<TResult>(Func<T, Input<TResult>?> func)
        => Apply(value => func(value).ToOutput());

    /// <summary>
    /// Computes a value from this one. In a preview an unknown value stays unknown and <paramref name="func"/> does not run.
    /// </summary>
    public Output<TResult> Apply<TResult>(Func<T, Output<TResult>?> func)
        => new(ApplyAsync(DataTask, func));

    internal Output<TResult> UntypedApply<TResult>(Func<object?, Output<TResult>> func)
        => Apply(value => func(value));

    private static async Task<OutputData<TResult>> ApplyAsync<TResult>(Task<OutputData<T>> task, Func<T, Output<TResult>?> func)
    {
        var data = await task.ConfigureAwait(false);
        if (!data.IsKnown && Pulumi.Deployment.Instance.IsDryRun)
            return new OutputData<TResult>(data.Resources, default!, IsKnown: false, data.IsSecret);

        var inner = func(data.Value);
        if (inner is null)
            return new OutputData<TResult>(data.Resources, default!, data.IsKnown, data.IsSecret);

        var result = await inner.DataTask.ConfigureAwait(false);
        return new OutputData<TResult>(
            Gather.Join(data.Resources, result.Resources),
            result.Value,
            data.IsKnown && result.IsKnown,
            data.IsSecret || result.IsSecret);
    }

    /// <summary>Not the value: a warning that says how to get one. PULUMI_ERROR_OUTPUT_STRING=1 makes it an error.</summary>
    public override string ToString() => OutputText.Refuse();
}
