namespace PulumiSdk.Generator.CSharp;

/// <summary>Where a type stands; each role is a C# type of its own in the official packages.</summary>
public enum TypeRole
{
    /// <summary>Argument of a resource: <c>Inputs.TArgs</c>.</summary>
    Input,

    /// <summary>Qualifier of a lookup: <c>Inputs.TGetArgs</c>.</summary>
    State,

    /// <summary>Output of a resource: <c>Outputs.T</c>.</summary>
    Output,

    /// <summary>Argument of a function given as plain values: <c>Inputs.TArgs</c>.</summary>
    PlainInput,

    /// <summary>Argument of a function given as inputs: <c>Inputs.TInputArgs</c>.</summary>
    InvokeInput,

    /// <summary>Result of a function: <c>Outputs.TResult</c>.</summary>
    FunctionOutput,
}
