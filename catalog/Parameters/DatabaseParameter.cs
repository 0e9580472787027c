using System.Collections.Immutable;

namespace TechCorp.PgInfra.Catalog;

/// <summary>One declared database parameter.</summary>
/// <param name="Name">Parameter name.</param>
/// <param name="Value">In a person's unit, e.g. <c>8GB</c>; the engine's unit is <see cref="ParameterDefinition.Unit"/>.</param>
/// <param name="Requirement">Requirement it satisfies, e.g. <c>S23</c>.</param>
/// <param name="Reason">Why this value.</param>
/// <param name="Roles">Instances that get it; empty means every instance.</param>
public sealed record DatabaseParameter(string Name, string Value, string Requirement, string Reason, ImmutableArray<InstanceRole> Roles)
{
    /// <summary>What PostgreSQL says about it.</summary>
    public ParameterDefinition Definition => PostgreSqlParameters.Get(Name);

    /// <summary>True when an instance of that role gets it.</summary>
    public bool AppliesTo(InstanceRole role) => Roles.IsEmpty || Roles.Contains(role);

    /// <summary>The value as RDS wants it.</summary>
    public ParameterSetting Setting() => DatabaseParameters.Setting(Name, Value);
}
