using PulumiSdk.Generator.Schema;

namespace PulumiSdk.Generator.CSharp;

/// <summary>Writes a resource class, its arguments and its state.</summary>
internal sealed class ResourceWriter(CodeWriter code, PackageSchema schema, TypeNames types)
{
    private readonly ArgsWriter args = new(code, types);
    private readonly ResultWriter results = new(code, types);

    public void Write(ResourceSchema resource)
    {
        code.Line($"[global::Pulumi.ResourceType({Literal.Of(resource.Token)}, {Literal.Of(schema.Version)})]");
        var baseClass = resource.IsProvider ? "ProviderResource" : "CustomResource";
        code.Block($"public partial class {resource.Name} : global::Pulumi.{baseClass}", () =>
        {
            foreach (var property in resource.Outputs)
            {
                code.Line($"[Output(\"{property.WireName}\")]");
                code.Line($"public Output<{results.Type(property, TypeRole.Output)}> {property.Name} {{ get; private set; }} = null!;");
                code.Line();
            }

            Constructors(resource);
            Options(resource);
        });
        code.Line();
        args.Write(resource.Name + "Args", "ResourceArgs", resource.Inputs, TypeRole.Input);
        if (!resource.IsProvider)
        {
            code.Line();
            args.Write(resource.Name + "State", "ResourceArgs", resource.State, TypeRole.State);
        }
    }

    private void Constructors(ResourceSchema resource)
    {
        var name = resource.Name;
        var arguments = resource.Inputs.Any(p => p.Required) ? $"{name}Args args" : $"{name}Args? args = null";
        var type = Literal.Of(resource.IsProvider ? schema.Name : resource.Token);
        code.Line($"public {name}(string name, {arguments}, CustomResourceOptions? options = null)");
        code.Continue($": base({type}, name, args ?? new {name}Args(), MakeResourceOptions(options, \"\"))");
        code.Line("{");
        code.Line("}");
        code.Line();
        if (resource.IsProvider)
        {
            return;
        }

        code.Line($"private {name}(string name, Input<string> id, {name}State? state = null, CustomResourceOptions? options = null)");
        code.Continue($": base({type}, name, state, MakeResourceOptions(options, id))");
        code.Line("{");
        code.Line("}");
        code.Line();
        code.Line($"public static {name} Get(string name, Input<string> id, {name}State? state = null, CustomResourceOptions? options = null)");
        code.Continue("=> new(name, id, state, options);");
        code.Line();
    }

    private void Options(ResourceSchema resource) =>
        code.Block("private static CustomResourceOptions MakeResourceOptions(CustomResourceOptions? options, Input<string>? id)", () =>
        {
            code.Block("var defaultOptions = new CustomResourceOptions", () =>
            {
                code.Line("Version = Utilities.Version,");
                if (resource.Aliases.Count > 0)
                {
                    var aliases = resource.Aliases.Select(a => $"new global::Pulumi.Alias {{ Type = {Literal.Of(a)} }}");
                    code.Line($"Aliases = {{ {string.Join(", ", aliases)} }},");
                }

                if (resource.SecretOutputs.Count > 0)
                {
                    code.Line($"AdditionalSecretOutputs = {{ {string.Join(", ", resource.SecretOutputs.Select(Literal.Of))} }},");
                }
            }, end: "};");
            code.Line("var merged = CustomResourceOptions.Merge(defaultOptions, options);");
            code.Line("merged.Id = id ?? merged.Id;");
            code.Line("return merged;");
        });
}
