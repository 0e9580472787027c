using PulumiSdk.Generator.Schema;

namespace PulumiSdk.Generator.CSharp;

/// <summary>Writes a class of arguments: of a resource, a lookup, a function or nested in one of these.</summary>
internal sealed class ArgsWriter(CodeWriter code, TypeNames types)
{
    public void Write(string name, string baseClass, IReadOnlyList<PropertySchema> properties, TypeRole role) =>
        code.Block($"public sealed class {name} : global::Pulumi.{baseClass}", () =>
        {
            foreach (var property in properties)
            {
                Property(property, role);
                code.Line();
            }

            code.Block($"public {name}()", () =>
            {
                foreach (var property in properties)
                {
                    Default(property);
                }
            });
            code.Line($"public static new {name} Empty => new {name}();");
        });

    private void Property(PropertySchema property, TypeRole role)
    {
        var type = types.Property(property.Type, role);
        var options = (property.Required ? ", required: true" : "") + (property.Json ? ", json: true" : "");
        var attribute = $"[Input(\"{property.WireName}\"{options})]";
        if (property.Type.IsCollection)
        {
            Collection(property, type, attribute);
        }
        else if (property.Secret)
        {
            Secret(property, type, attribute, role);
        }
        else
        {
            code.Line(attribute);
            code.Line(property.Required
                ? $"public {type} {property.Name} {{ get; set; }} = {(NeedsValue(property, role) ? "default" : "null")}!;"
                : $"public {type}? {property.Name} {{ get; set; }}");
        }
    }

    /// <summary>Never null, so that collection initializers work; unset, it is not sent.</summary>
    private void Collection(PropertySchema property, string type, string attribute)
    {
        var field = "_" + property.WireName;
        code.Line(attribute);
        code.Line($"private {type}? {field};");
        Obsolete(property);
        code.Block($"public {type} {property.Name}", () =>
        {
            code.Line($"get => {field} ??= new {type}();");
            code.Line($"set => {field} = value;");
        });
    }

    /// <summary>Whatever is assigned becomes secret, whether its author thought of it or not.</summary>
    private void Secret(PropertySchema property, string type, string attribute, TypeRole role)
    {
        var field = "_" + property.WireName;
        code.Line(attribute);
        code.Line($"private {type}? {field};");
        Obsolete(property);
        code.Block($"public {type}? {property.Name}", () =>
        {
            code.Line($"get => {field};");
            if (role == TypeRole.PlainInput)
            {
                code.Line($"set => {field} = value;");
                return;
            }

            code.Block("set", () =>
            {
                code.Line("var emptySecret = Output.CreateSecret(0);");
                code.Line($"{field} = Output.Tuple<{type}?, int>(value, emptySecret).Apply(t => t.Item1);");
            });
        });
    }

    private void Obsolete(PropertySchema property)
    {
        if (property.Deprecated)
        {
            code.Line($"[global::System.Obsolete(\"{property.WireName} is deprecated by the provider\")]");
        }
    }

    private void Default(PropertySchema property)
    {
        var literal = property.Default is { } value ? Literal.Of(value) : null;
        if (property.Environment.Count > 0)
        {
            var names = string.Join(", ", property.Environment.Select(Literal.Of));
            literal = $"Utilities.GetEnv({names})" + (literal is null ? "!" : $" ?? {literal}");
        }

        if (literal is not null)
        {
            code.Line($"{property.Name} = {literal};");
        }
    }

    private static bool NeedsValue(PropertySchema property, TypeRole role) =>
        role == TypeRole.PlainInput && property.Type is ScalarType { CSharp: not "string" };
}
