namespace PulumiSdk.Generator;

/// <summary>How wire names become C# names.</summary>
public static class Names
{
    private static readonly HashSet<string> Keywords =
    [
        "abstract", "as", "base", "bool", "break", "byte", "case", "catch", "char", "checked", "class", "const",
        "continue", "decimal", "default", "delegate", "do", "double", "else", "enum", "event", "explicit", "extern",
        "false", "finally", "fixed", "float", "for", "foreach", "goto", "if", "implicit", "in", "int", "interface",
        "internal", "is", "lock", "long", "namespace", "new", "null", "object", "operator", "out", "override",
        "params", "private", "protected", "public", "readonly", "ref", "return", "sbyte", "sealed", "short", "sizeof",
        "stackalloc", "static", "string", "struct", "switch", "this", "throw", "true", "try", "typeof", "uint",
        "ulong", "unchecked", "unsafe", "ushort", "using", "virtual", "void", "volatile", "while",
    ];

    /// <summary><c>allocatedStorage</c> is <c>AllocatedStorage</c>.</summary>
    public static string Pascal(string name) => char.ToUpperInvariant(name[0]) + name[1..];

    /// <summary>A parameter or field name; keywords get an at sign.</summary>
    public static string Parameter(string name) => Keywords.Contains(name) ? "@" + name : name;

    /// <summary>Whether <paramref name="name"/> can stand in C# as it is.</summary>
    public static bool IsIdentifier(string name) =>
        name.Length > 0 && (char.IsLetter(name[0]) || name[0] == '_') && name.All(c => char.IsLetterOrDigit(c) || c == '_');
}
