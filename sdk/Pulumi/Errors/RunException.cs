namespace Pulumi;

/// <summary>An error of a run that is shown by its message alone, without a stack trace.</summary>
public class RunException : Exception
{
    /// <inheritdoc cref="RunException"/>
    public RunException(string message)
        : base(message)
    {
    }

    /// <inheritdoc cref="RunException"/>
    public RunException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Outputs whose C# type is not <see cref="Output{T}"/>.</summary>
    public static RunException OutputsHaveIncorrectType(IEnumerable<string> outputAttributeNames)
        => new($"Output(s) '{string.Join(", ", outputAttributeNames)}' have incorrect type. [Output] attributed properties must be instances of Output<T>.");
}
