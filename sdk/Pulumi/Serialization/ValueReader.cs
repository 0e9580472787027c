using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text.Json;

namespace Pulumi.Serialization;

/// <summary>Reads a wire value into one C# type. One per type, made once.</summary>
internal abstract class ValueReader
{
    private static readonly ConcurrentDictionary<Type, ValueReader> Readers = new();

    public static ValueReader Of(Type type) => Readers.GetOrAdd(type, Make);

    /// <summary>The value, or an error text that says what was expected where.</summary>
    protected abstract (object? Value, string? Error) Read(object value, string context, Action<string> warn);

    /// <summary>What stands for an absent value.</summary>
    protected virtual object? Absent => null;

    public (object? Value, string? Error) TryRead(object? value, string context, Action<string> warn)
        => value is null ? (Absent, null) : Read(value, context, warn);

    public object? ReadOrWarn(object? value, string context, Action<string> warn)
    {
        var (read, error) = TryRead(value, context, warn);
        if (error is null)
            return read;
        warn(error);
        return Absent;
    }

    /// <summary>Refuses a type that no wire value can be read into.</summary>
    public static void Check(Type type, string context)
    {
        if (Of(type) is Unsupported)
            throw new InvalidOperationException(
                $"{context} contains invalid type {type.FullName}. Allowed types are: String, Boolean, Int32, Double, "
                + "Nullable<...>, ImmutableArray<...> and ImmutableDictionary<string, ...> or a class explicitly marked with the [OutputTypeAttribute].");
    }

    private static ValueReader Make(Type type)
    {
        if (type == typeof(string) || type == typeof(object) || typeof(Resource).IsAssignableFrom(type))
            return new Exact(type, null);
        if (type == typeof(bool))
            return new Exact(type, false);
        if (type == typeof(double))
            return new Exact(type, 0.0);
        if (type == typeof(int))
            return new Number(typeof(int), number => (int)number, 0);
        if (type.IsEnum && Enum.GetUnderlyingType(type) == typeof(int))
            return new Number(type, number => Enum.ToObject(type, (int)number), Enum.ToObject(type, 0));
        if (type == typeof(JsonElement))
            return new Json();
        if (type.IsValueType && type.IsDefined(typeof(EnumTypeAttribute), false))
            return new OpenEnumReader(type);
        if (type.IsDefined(typeof(OutputTypeAttribute), false))
            return new ResultReader(type);
        return type.IsConstructedGenericType ? MakeGeneric(type) : new Unsupported(type);
    }

    private static ValueReader MakeGeneric(Type type)
    {
        var definition = type.GetGenericTypeDefinition();
        var arguments = type.GenericTypeArguments;
        if (definition == typeof(Nullable<>))
            return new Optional(Of(arguments[0]));

        var reader = definition == typeof(ImmutableArray<>) ? typeof(ArrayReader<>).MakeGenericType(arguments)
            : definition == typeof(ImmutableDictionary<,>) && arguments[0] == typeof(string) ? typeof(MapReader<>).MakeGenericType(arguments[1])
            : definition == typeof(Union<,>) ? typeof(UnionReader<,>).MakeGenericType(arguments)
            : definition == typeof(Output<>) ? typeof(OutputReader<>).MakeGenericType(arguments)
            : null;
        return reader is null ? new Unsupported(type) : (ValueReader)Activator.CreateInstance(reader)!;
    }

    protected static string Expected(string expected, object value, string context)
        => $"Expected {expected} but got {value.GetType().FullName} deserializing {context}";

    private sealed class Exact(Type type, object? absent) : ValueReader
    {
        protected override object? Absent => absent;

        protected override (object? Value, string? Error) Read(object value, string context, Action<string> warn)
            => type.IsInstanceOfType(value) ? (value, null) : (null, Expected(type.FullName!, value, context));
    }

    private sealed class Number(Type type, Func<double, object> convert, object absent) : ValueReader
    {
        protected override object? Absent => absent;

        protected override (object? Value, string? Error) Read(object value, string context, Action<string> warn)
            => value is double number ? (convert(number), null) : (null, Expected("System.Double", value, $"{context} ({type.Name})"));
    }

    private sealed class Optional(ValueReader inner) : ValueReader
    {
        protected override (object? Value, string? Error) Read(object value, string context, Action<string> warn)
            => inner.Read(value, context, warn);
    }

    private sealed class Json : ValueReader
    {
        protected override object? Absent => default(JsonElement);

        protected override (object? Value, string? Error) Read(object value, string context, Action<string> warn)
            => (JsonSerializer.SerializeToElement(value), null);
    }

    private sealed class Unsupported(Type type) : ValueReader
    {
        protected override (object? Value, string? Error) Read(object value, string context, Action<string> warn)
            => (null, $"Unexpected target type {type.FullName} when deserializing {context}");
    }
}
