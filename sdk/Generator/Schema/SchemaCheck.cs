namespace PulumiSdk.Generator.Schema;

/// <summary>What must hold between the parts of an excerpt for its code to compile.</summary>
internal static class SchemaCheck
{
    public static IEnumerable<SchemaProblem> Problems(PackageSchema schema) =>
    [
        .. schema.Resources.SelectMany(r => Properties(schema, r.Token, r.Name, r.State)),
        .. schema.Functions.SelectMany(f => Properties(schema, f.Token, f.Name, f.Inputs)),
        .. schema.Functions.SelectMany(f => Properties(schema, f.Token, f.Name + "Result", f.Outputs)),
        .. schema.Objects.Values.SelectMany(o => Properties(schema, o.Token, o.Name, o.Outputs)),
        .. schema.Enums.Values.SelectMany(Members),
        .. DuplicateTypes(schema),
    ];

    private static IEnumerable<SchemaProblem> Properties(
        PackageSchema schema, string token, string owner, IReadOnlyList<PropertySchema> properties)
    {
        foreach (var property in properties)
        {
            var where = $"{token}, property '{property.WireName}'";
            if (!Names.IsIdentifier(property.Name))
            {
                yield return new(where, $"'{property.Name}' is no C# name; add csharpName");
            }
            else if (property.Name == owner)
            {
                yield return new(where, $"a member cannot be named as its type {owner}; add csharpName, as the official package does");
            }

            foreach (var missing in References(property.Type).Where(t => !Known(schema, t)))
            {
                yield return new(where, $"$ref '#/types/{missing}' is not under \"types\"; {Nearest(schema, missing)}");
            }
        }

        foreach (var twice in properties.GroupBy(p => p.Name).Where(g => g.Count() > 1))
        {
            var wireNames = string.Join("' and '", twice.Select(p => p.WireName));
            yield return new(token, $"properties '{wireNames}' are both {twice.Key} in C#; keep one, or give one a csharpName");
        }
    }

    private static IEnumerable<SchemaProblem> Members(EnumSchema type) =>
        from value in type.Values.GroupBy(v => v.Name)
        where value.Count() > 1 || !Names.IsIdentifier(value.Key)
        select new SchemaProblem(type.Token, $"enum member '{value.Key}' is {(value.Count() > 1 ? "given twice" : "no C# name")}");

    private static IEnumerable<SchemaProblem> DuplicateTypes(PackageSchema schema) =>
        from type in schema.Resources.Select(r => (r.Token, Name: $"{r.Namespace}.{r.Name}"))
            .Concat(schema.Functions.Select(f => (f.Token, Name: $"{f.Namespace}.{f.Name}")))
            .Concat(schema.Enums.Values.Select(e => (e.Token, Name: $"{e.Namespace}.{e.Name}")))
            .Concat(schema.Objects.Values.Select(o => (o.Token, Name: $"{o.Namespace}.Inputs.{o.Name}")))
        group type.Token by type.Name into same
        where same.Count() > 1
        select new SchemaProblem(same.First(), $"'{string.Join("' and '", same)}' are both {same.Key.TrimStart('.')} in C#; keep one, or give one another csharpName");

    private static IEnumerable<string> References(TypeSchema type) => type switch
    {
        ReferenceType reference => [reference.Token],
        ListType list => References(list.Element),
        MapType map => References(map.Element),
        UnionType union => union.Alternatives.SelectMany(References),
        _ => [],
    };

    private static bool Known(PackageSchema schema, string token) =>
        schema.Objects.ContainsKey(token) || schema.Enums.ContainsKey(token);

    private static string Nearest(PackageSchema schema, string token)
    {
        var name = token[(token.LastIndexOf(':') + 1)..];
        var near = schema.Objects.Keys.Concat(schema.Enums.Keys)
            .Where(t => t.EndsWith(":" + name, StringComparison.OrdinalIgnoreCase))
            .ToList();
        return near.Count > 0 ? $"did you mean '{near[0]}'?" : "add it from the provider's schema, or drop the property";
    }
}
