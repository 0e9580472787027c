using System.Collections.Immutable;
using Pulumi;
using Pulumi.Aws.Rds;
using Pulumi.Aws.Rds.Inputs;
using TechCorp.PgInfra.Catalog;

namespace TechCorp.PgInfra.Infra.Databases;

/// <summary>One parameter group per role (S22 to S26): a replica's group can be raised before the primary's.</summary>
public static class RoleParameterGroup
{
    /// <param name="name">Resource name.</param>
    /// <param name="family">E.g. <c>postgres15</c>.</param>
    /// <param name="parameters">In the engine's units, each with the only apply method RDS accepts for it.</param>
    /// <param name="parent">Component it belongs to.</param>
    public static ParameterGroup Declare(string name, string family, ImmutableArray<ParameterSetting> parameters, Resource parent) =>
        // The physical name is left to Pulumi and the family is in the resource's name: a new major version gets a new group
        // while the old one still has members, which RDS would refuse to delete or rename.
        new($"{name}-{family}", new ParameterGroupArgs
        {
            Family = family,
            Description = $"PostgreSQL parameters of the {name} role",
            Parameters = parameters.Select(p => new ParameterGroupParameterArgs
            {
                Name = p.Name,
                Value = p.EngineValue,
                // Said for every parameter: the provider's default is immediate, which the API refuses for static ones.
                ApplyMethod = p.ApplyMethod.WireName(),
            }).ToArray(),
        }, new CustomResourceOptions { Parent = parent });
}
