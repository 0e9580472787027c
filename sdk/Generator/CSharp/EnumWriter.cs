using PulumiSdk.Generator.Schema;

namespace PulumiSdk.Generator.CSharp;

/// <summary>Writes a set of known strings as the official packages do: a read-only struct around its string.</summary>
internal static class EnumWriter
{
    public static void Write(CodeWriter code, EnumSchema type)
    {
        var name = type.Name;
        code.Line("[EnumType]");
        code.Block($"public readonly struct {name} : global::System.IEquatable<{name}>", () =>
        {
            code.Line("private readonly string _value;");
            code.Line();
            code.Line($"private {name}(string value) => _value = value;");
            code.Line();
            foreach (var value in type.Values)
            {
                // Computed on use: a hundred static fields would be filled by every program that names one.
                code.Line($"public static {name} {value.Name} => new {name}({Literal.Of(value.Value)});");
            }

            code.Line();
            code.Line($"public static bool operator ==({name} left, {name} right) => left.Equals(right);");
            code.Line($"public static bool operator !=({name} left, {name} right) => !left.Equals(right);");
            code.Line($"public static explicit operator string({name} value) => value._value;");
            code.Line($"public override bool Equals(object? obj) => obj is {name} other && Equals(other);");
            code.Line($"public bool Equals({name} other) => string.Equals(_value, other._value, global::System.StringComparison.Ordinal);");
            code.Line("public override int GetHashCode() => _value?.GetHashCode() ?? 0;");
            code.Line("public override string ToString() => _value;");
        });
    }
}
