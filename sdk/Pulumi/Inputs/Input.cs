namespace Pulumi;

/// <summary>An input whose type argument is not known to the caller.</summary>
internal interface IInput
{
    IOutput ToOutput();

    /// <summary>The parts of a list or map, each with its own secretness; null for a plain input.</summary>
    IOutput? Parts { get; }
}

/// <summary>An argument: a value, or the output of another resource.</summary>
public class Input<T> : IInput
{
    private protected Output<T>? _output;

    private protected Input(Output<T>? output) => _output = output;

    internal Output<T> Value => _output ??= Resolve();

    IOutput? IInput.Parts => Parts;

    private protected virtual IOutput? Parts => null;

    private protected virtual Output<T> Resolve() => throw new InvalidOperationException("A plain input always has its output.");

    IOutput IInput.ToOutput() => Value;

    /// <summary>A value as an input.</summary>
    public static implicit operator Input<T>(T value) => new(Output.Create(value));

    /// <summary>An output as an input.</summary>
    public static implicit operator Input<T>(Output<T> value)
        => new(value ?? throw new ArgumentNullException(nameof(value)));

    /// <summary>The output behind an input.</summary>
    public static implicit operator Output<T>(Input<T> input)
        => (input ?? throw new ArgumentNullException(nameof(input))).Value;
}
