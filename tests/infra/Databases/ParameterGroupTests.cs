using System.Collections.Immutable;
using TechCorp.PgInfra.Infra.Tests.Recording;

namespace TechCorp.PgInfra.Infra.Tests.Databases;

/// <summary>What RDS is sent for the parameters: plain integers in each parameter's own unit.</summary>
public sealed class ParameterGroupTests
{
    private static readonly string[] Groups = ["primary-postgres15", "replica-postgres15", "analytics-postgres15"];

    private static Dictionary<string, (string Value, string Method)> Parameters(Recorded group) =>
        group.List("parameters").Cast<ImmutableDictionary<string, object>>()
            .ToDictionary(p => (string)p["name"], p => ((string)p["value"], (string)p["applyMethod"]));

    /// <summary>8 GiB of pages and 1 GiB of kilobytes are the same digits: 1048576.</summary>
    [Theory]
    [InlineData("max_connections", "500", "pending-reboot")]
    [InlineData("shared_buffers", "1048576", "pending-reboot")]
    [InlineData("work_mem", "262144", "immediate")]
    [InlineData("maintenance_work_mem", "1048576", "immediate")]
    [InlineData("effective_cache_size", "3145728", "immediate")]
    [InlineData("shared_preload_libraries", "pg_stat_statements", "pending-reboot")]
    [InlineData("rds.force_ssl", "1", "immediate")]
    [Trait("Requirement", "S4")]
    [Trait("Requirement", "S22")]
    [Trait("Requirement", "S23")]
    [Trait("Requirement", "S24")]
    [Trait("Requirement", "S25")]
    [Trait("Requirement", "S26")]
    [Trait("Requirement", "S49")]
    [Trait("Requirement", "C3")]
    public async Task Every_role_has_the_value_in_the_engines_unit(string name, string value, string method)
    {
        var estate = await Stacks.ProdAsync();

        Assert.Equal(Groups.Order(), estate.OfType("aws:rds/parameterGroup:ParameterGroup").Select(g => g.Name));
        Assert.All(Groups, group => Assert.Equal((value, method), Parameters(estate["aws:rds/parameterGroup:ParameterGroup", group])[name]));
    }

    [Theory]
    [InlineData("prod")]
    [InlineData("staging")]
    [Trait("Requirement", "S22")]
    public async Task No_standby_has_fewer_connections_than_its_primary(string stack)
    {
        var estate = await Stacks.OfAsync(stack);
        var limits = estate.OfType("aws:rds/parameterGroup:ParameterGroup").Select(g => Parameters(g)["max_connections"].Value).Distinct();

        Assert.Single(limits);
    }

    /// <summary>A fixed physical name could not be replaced while instances are still members.</summary>
    [Fact]
    [Trait("Requirement", "S22")]
    public async Task A_group_is_named_by_Pulumi_and_carries_its_family()
    {
        var estate = await Stacks.ProdAsync();

        Assert.All(estate.OfType("aws:rds/parameterGroup:ParameterGroup"), group =>
        {
            Assert.Null(group["name"]);
            Assert.Equal("postgres15", group["family"]);
            Assert.EndsWith("-postgres15", group.Name, StringComparison.Ordinal);
        });
    }
}
