using TechCorp.PgInfra.Catalog;
using TechCorp.PgInfra.Infra.Tests.Recording;

namespace TechCorp.PgInfra.Infra.Tests.Network;

/// <summary>Who reaches the instances of production.</summary>
public sealed class SecurityGroupTests
{
    private const string Rule = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule";

    private static async Task<IEnumerable<string>> ClientsAsync(string role)
    {
        var group = RecordingMocks.Reference("aws:ec2/securityGroup:SecurityGroup", role, "id");
        return (await Stacks.ProdAsync()).OfType(Rule)
            .Where(r => (string)r["securityGroupId"]! == group)
            .Select(r => r.Text("description").Split(" from ")[1]).Order(StringComparer.Ordinal);
    }

    [Fact]
    [Trait("Requirement", "S50")]
    [Trait("Requirement", "S32")]
    [Trait("Requirement", "C3")]
    public async Task Each_role_is_reached_by_its_clients_and_nobody_else()
    {
        string[] services = [.. Services.All.Select(s => s.Name)];

        Assert.Equal([.. services.Concat(["bastion", "migrations", "monitoring", "pooler"]).Order(StringComparer.Ordinal)], await ClientsAsync("primary"));
        Assert.Equal([.. services.Concat(["bastion", "monitoring", "pooler"]).Order(StringComparer.Ordinal)], await ClientsAsync("replica"));
        Assert.Equal(["analytics-tools", "bastion", "monitoring"], await ClientsAsync("analytics"));
    }

    [Theory]
    [InlineData("prod")]
    [InlineData("staging")]
    [InlineData("dr")]
    [Trait("Requirement", "S50")]
    public async Task Every_rule_names_one_client_and_one_port(string stack)
    {
        var estate = await Stacks.OfAsync(stack);
        var rules = estate.OfType(Rule).Concat(estate.OfType("aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule")).ToList();

        Assert.NotEmpty(rules);
        Assert.All(rules, rule =>
        {
            Assert.False(string.IsNullOrWhiteSpace(rule.Text("description")), $"{rule} has no description");
            Assert.Null(rule["cidrIpv4"]);
            Assert.Null(rule["cidrIpv6"]);
            Assert.True(rule["referencedSecurityGroupId"] is string ^ rule["prefixListId"] is string, $"{rule} has no single source");
            Assert.Equal(rule["fromPort"], rule["toPort"]);
            Assert.Equal("tcp", rule["ipProtocol"]);
        });
    }

    /// <summary>Inline rules and rule resources remove each other's on every run.</summary>
    [Fact]
    [Trait("Requirement", "S50")]
    public async Task No_group_has_inline_rules()
    {
        var estate = await Stacks.ProdAsync();

        Assert.All(estate.OfType("aws:ec2/securityGroup:SecurityGroup"), group =>
        {
            Assert.Null(group["ingress"]);
            Assert.Null(group["egress"]);
            Assert.False(string.IsNullOrWhiteSpace(group.Text("description")));
        });
    }
}
