using System.Collections.Immutable;
using System.Reflection;

namespace Pulumi.Serialization;

/// <summary>Reads output types through their constructor.</summary>
internal sealed class ResultReader(Type type) : ValueReader
{
    private readonly ConstructorInfo? _constructor = ResultShape.ConstructorOf(type);
    private readonly Lazy<(string Name, Type Type, string Context)[]> _parameters = new(() =>
        [.. (ResultShape.ConstructorOf(type)?.GetParameters() ?? []).Select(parameter => (
            parameter.GetCustomAttribute<OutputConstructorParameterAttribute>()?.Name ?? parameter.Name!,
            parameter.ParameterType,
            $"{type.FullName}({parameter.Name})"))]);

    protected override (object? Value, string? Error) Read(object value, string context, Action<string> warn)
    {
        if (_constructor is null)
            return (null, $"Expected target type {type.FullName} to have [OutputConstructorAttribute] constructor when deserializing {context}");
        if (value is not ImmutableDictionary<string, object> map)
            return (null, Expected(typeof(ImmutableDictionary<string, object>).FullName!, value, context));

        var parameters = _parameters.Value;
        var arguments = new object?[parameters.Length];
        for (var i = 0; i < arguments.Length; i++)
            arguments[i] = Of(parameters[i].Type).ReadOrWarn(map.GetValueOrDefault(parameters[i].Name), parameters[i].Context, warn);
        return (_constructor.Invoke(arguments), null);
    }
}

/// <summary>Reads open enumerations: structs made from a string or a number.</summary>
internal sealed class OpenEnumReader(Type type) : ValueReader
{
    protected override object? Absent => Activator.CreateInstance(type);

    protected override (object? Value, string? Error) Read(object value, string context, Action<string> warn)
    {
        if (value is not (string or double))
            return (null, Expected("System.String or System.Double", value, context));
        return OpenEnum.ConstructorFor(type, value.GetType()) is { } constructor
            ? (constructor.Invoke([value]), null)
            : (null, $"Expected target type {type.FullName} to have a constructor with a single {value.GetType().FullName} parameter.");
    }
}
