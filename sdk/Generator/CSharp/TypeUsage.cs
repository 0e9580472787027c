using PulumiSdk.Generator.Schema;

namespace PulumiSdk.Generator.CSharp;

/// <summary>Which roles each nested type is needed in: what resources and functions reach, directly or through other types.</summary>
internal sealed class TypeUsage
{
    private readonly PackageSchema schema;
    private readonly HashSet<(string Token, TypeRole Role)> used = [];

    public TypeUsage(PackageSchema schema)
    {
        this.schema = schema;
        foreach (var resource in schema.Resources)
        {
            Reach(resource.Inputs, TypeRole.Input);
            Reach(resource.Outputs, TypeRole.Output);
            if (!resource.IsProvider)
            {
                Reach(resource.State, TypeRole.State);
            }
        }

        foreach (var function in schema.Functions)
        {
            Reach(function.Inputs, TypeRole.PlainInput);
            Reach(function.Inputs, TypeRole.InvokeInput);
            Reach(function.Outputs, TypeRole.FunctionOutput);
        }
    }

    public bool Is(string token, TypeRole role) => used.Contains((token, role));

    private void Reach(IReadOnlyList<PropertySchema> properties, TypeRole role)
    {
        foreach (var property in properties)
        {
            Reach(property.Type, role);
        }
    }

    private void Reach(TypeSchema type, TypeRole role)
    {
        switch (type)
        {
            case ListType list:
                Reach(list.Element, role);
                break;
            case MapType map:
                Reach(map.Element, role);
                break;
            case UnionType union when role is TypeRole.Output or TypeRole.FunctionOutput:
                Reach(union.Result, role);
                break;
            case UnionType union:
                foreach (var alternative in union.Alternatives)
                {
                    Reach(alternative, role);
                }

                break;
            case ReferenceType reference when schema.Objects.TryGetValue(reference.Token, out var nested) && used.Add((reference.Token, role)):
                Reach(role is TypeRole.Output or TypeRole.FunctionOutput ? nested.Outputs : nested.Inputs, role);
                break;
        }
    }
}
