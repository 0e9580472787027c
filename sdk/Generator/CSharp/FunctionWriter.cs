using PulumiSdk.Generator.Schema;

namespace PulumiSdk.Generator.CSharp;

/// <summary>Writes a function: its three ways to be called, both kinds of arguments, and its result.</summary>
internal sealed class FunctionWriter(CodeWriter code, TypeNames types)
{
    private readonly ArgsWriter args = new(code, types);
    private readonly ResultWriter results = new(code, types);

    public void Write(FunctionSchema function)
    {
        var hasArguments = function.Inputs.Count > 0;
        code.Block($"public static class {function.Name}", () =>
        {
            Call(function, hasArguments, "Task", "InvokeAsync", "Args", "InvokeOptions");
            code.Line();
            Call(function, hasArguments, "Output", "Invoke", "InvokeArgs", "InvokeOptions");
            code.Line();
            Call(function, hasArguments, "Output", "Invoke", "InvokeArgs", "InvokeOutputOptions");
        });
        if (hasArguments)
        {
            code.Line();
            args.Write(function.Name + "Args", "InvokeArgs", function.Inputs, TypeRole.PlainInput);
            code.Line();
            args.Write(function.Name + "InvokeArgs", "InvokeArgs", function.Inputs, TypeRole.InvokeInput);
        }

        code.Line();
        results.Write(function.Name + "Result", function.Outputs, TypeRole.FunctionOutput);
    }

    private void Call(FunctionSchema function, bool hasArguments, string wrapper, string method, string suffix, string options)
    {
        var result = function.Name + "Result";
        var argument = function.Name + suffix;
        // With InvokeOutputOptions nothing has a default: a default would make the call without options ambiguous.
        var explicitOptions = options == "InvokeOutputOptions";
        var required = explicitOptions || function.Inputs.Any(p => p.Required);
        var parameters = hasArguments ? (required ? $"{argument} args, " : $"{argument}? args = null, ") : "";
        parameters += explicitOptions ? $"{options} options" : $"{options}? options = null";
        var passed = hasArguments ? $"args ?? new {argument}()" : "global::Pulumi.InvokeArgs.Empty";
        code.Line($"public static {wrapper}<{result}> {method}({parameters})");
        code.Continue($"=> global::Pulumi.Deployment.Instance.{method}<{result}>({Literal.Of(function.Token)}, {passed}, options.WithDefaults());");
    }
}
