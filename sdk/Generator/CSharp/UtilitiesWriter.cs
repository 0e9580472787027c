using PulumiSdk.Generator.Schema;

namespace PulumiSdk.Generator.CSharp;

/// <summary>Writes what the generated code of one package shares.</summary>
internal static class UtilitiesWriter
{
    public static void Write(CodeWriter code, PackageSchema schema) =>
        code.Block("internal static class Utilities", () =>
        {
            code.Line($"public const string Version = {Literal.Of(schema.Version)};");
            code.Line();
            code.Block("public static string? GetEnv(params string[] names)", () =>
            {
                code.Block("foreach (var name in names)", () =>
                    code.Block("if (global::System.Environment.GetEnvironmentVariable(name) is { } value)", () => code.Line("return value;")));
                code.Line("return null;");
            });
            code.Line();
            WithDefaults(code, "InvokeOptions", "InvokeOptions?", "");
            code.Line();
            WithDefaults(code, "InvokeOutputOptions", "InvokeOutputOptions", "DependsOn = options.DependsOn, ");
        });

    private static void WithDefaults(CodeWriter code, string type, string parameter, string more)
    {
        var dot = parameter.EndsWith('?') ? "?." : ".";
        code.Line($"public static {type} WithDefaults(this {parameter} options)");
        code.Continue($"=> options{dot}Version is not null ? options : new {type} {{ {more}Parent = options{dot}Parent, Provider = options{dot}Provider, PluginDownloadURL = options{dot}PluginDownloadURL, Version = Version }};");
    }
}
