using System.Collections.Immutable;
using TechCorp.PgInfra.Infra.Tests.Recording;

namespace TechCorp.PgInfra.Infra.Tests.Security;

/// <summary>
/// The controls of AWS Foundational Security Best Practices (RDS.n) and the rules of Checkov (CKV) and Trivy (AWS-n) that concern
/// this half of the estate, on the real configuration of production and of its copy. Those tools read Terraform and
/// CloudFormation, not a C# program; a control that can't be kept stands in <see cref="Exceptions"/>.
/// </summary>
public sealed class SecurityControlTests
{
    /// <summary>Controls that contradict a requirement, with the reason.</summary>
    private static readonly Dictionary<string, string> Exceptions = new()
    {
        ["RDS.23"] = "the port is 5432 in every connection string (S20)",
        ["RDS.5"] = "replicas and the warm copy are the second copy of a Multi-AZ primary (S2, S7, S48)",
    };

    private static readonly ImmutableArray<(string Id, Action<RecordedEstate> Check)> Controls =
    [
        ("RDS.1 CKV_AWS_302 no shared snapshot", e => Assert.Empty(e.OfType("aws:rds/snapshot:Snapshot"))),
        ("RDS.2 CKV_AWS_17 AWS-0180 not publicly accessible", Instances(i => Assert.Equal(false, i["publiclyAccessible"]))),
        ("RDS.3 RDS.4 CKV_AWS_16 AWS-0080 encrypted at rest", Instances(i => Assert.Equal(true, i["storageEncrypted"]))),
        ("RDS.6 CKV_AWS_118 enhanced monitoring", Instances(i => { Assert.NotEqual(0d, i["monitoringInterval"]); Assert.NotNull(i["monitoringRoleArn"]); })),
        ("RDS.8 CKV_AWS_293 AWS-0177 deletion protection", Instances(i => Assert.Equal(true, i["deletionProtection"]))),
        ("RDS.9 RDS.36 CKV_AWS_129 logs exported", Instances(i => Assert.Equal(["postgresql", "upgrade"], i.List("enabledCloudwatchLogsExports")))),
        ("RDS.10 CKV_AWS_161 AWS-0176 IAM authentication", Instances(i => Assert.Equal(true, i["iamDatabaseAuthenticationEnabled"]))),
        ("RDS.11 CKV_AWS_133 AWS-0077 backups of a writer", Writers(i => Assert.InRange((double)i["backupRetentionPeriod"]!, 7, 35))),
        ("RDS.13 CKV_AWS_226 automatic minor upgrades", Instances(i => Assert.Equal(true, i["autoMinorVersionUpgrade"]))),
        ("RDS.17 CKV2_AWS_60 tags on snapshots", Instances(i => Assert.Equal(true, i["copyTagsToSnapshot"]))),
        ("RDS.25 no standard master name", Writers(i => Assert.DoesNotContain(i.Text("username"), new[] { "postgres", "admin" }))),
        ("RDS.30 instances are tagged", Instances(i => Assert.NotEmpty(i.Map("tags")))),
        ("RDS.33 subnet groups are tagged", e => Assert.All(e.OfType("aws:rds/subnetGroup:SubnetGroup"), g => Assert.NotEmpty(g.Map("tags")))),
        ("RDS.38 CKV2_AWS_69 TLS is required", Groups(p => Assert.Equal("1", p["rds.force_ssl"]))),
        ("CKV2_AWS_30 statements are logged", Groups(p => { Assert.Contains("log_statement", p.Keys); Assert.Contains("log_min_duration_statement", p.Keys); })),
        ("CKV_AWS_157 Multi-AZ of a writer", Writers(i => Assert.Equal(true, i["multiAz"]))),
        ("CKV_AWS_211 current certificate authority", Instances(i => Assert.Contains(i["caCertIdentifier"], new object[] { "rds-ca-rsa2048-g1", "rds-ca-rsa4096-g1", "rds-ca-ecc384-g1" }))),
        ("CKV_AWS_245 replicated backups under a customer key", e => Assert.All(
            e.OfType("aws:rds/instanceAutomatedBackupsReplication:InstanceAutomatedBackupsReplication"), b => Assert.NotNull(b["kmsKeyId"]))),
        ("CKV_AWS_353 CKV_AWS_354 AWS-0133 AWS-0078 Performance Insights under a customer key", Instances(i =>
        {
            Assert.Equal(true, i["performanceInsightsEnabled"]);
            Assert.NotNull(i["performanceInsightsKmsKeyId"]);
        })),
        ("CKV_AWS_23 AWS-0099 AWS-0124 security groups and rules are described", e => Assert.All(
            e.All.Where(r => r.Type.Contains("ecurityGroup", StringComparison.Ordinal)), r => Assert.False(string.IsNullOrWhiteSpace(r.Text("description"))))),
        ("CKV_AWS_24 CKV_AWS_25 CKV_AWS_260 CKV_AWS_277 CKV_AWS_382 AWS-0104 AWS-0107 nothing is open to the world", e => Assert.All(
            e.All.Where(r => r.Type.StartsWith("aws:vpc/", StringComparison.Ordinal)), r => { Assert.Null(r["cidrIpv4"]); Assert.Null(r["cidrIpv6"]); })),
        ("CKV_AWS_7 CKV_AWS_227 AWS-0065 keys rotate", e => Assert.All(e.OfType("aws:kms/key:Key"), k => { Assert.Equal(true, k["enableKeyRotation"]); Assert.NotEqual(false, k["isEnabled"]); })),
        ("CKV_AWS_33 CKV2_AWS_64 keys have a policy of their own", e => Assert.All(e.OfType("aws:kms/key:Key"), k =>
            Assert.DoesNotContain("\"Principal\":\"*\"", k.Text("policy"), StringComparison.Ordinal))),
        ("CKV_AWS_149 AWS-0098 secrets under a customer key", e => Assert.All(e.OfType("aws:secretsmanager/secret:Secret"), s => Assert.NotNull(s["kmsKeyId"]))),
        ("CKV_AWS_158 AWS-0017 logs under a customer key", e => Assert.All(e.OfType("aws:cloudwatch/logGroup:LogGroup"), g => Assert.NotNull(g["kmsKeyId"]))),
        ("CKV_AWS_66 CKV_AWS_338 logs kept a year", e => Assert.All(e.OfType("aws:cloudwatch/logGroup:LogGroup"), g => Assert.InRange((double)g["retentionInDays"]!, 365, 3653))),
    ];

    public static TheoryData<string, string> Cases()
    {
        var cases = new TheoryData<string, string>();
        foreach (var (id, _) in Controls)
        {
            cases.Add(id, "prod");
            cases.Add(id, "dr");
        }

        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    [Trait("Requirement", "S49")]
    [Trait("Requirement", "S50")]
    public async Task A_control_is_kept(string control, string stack) =>
        Controls.Single(c => c.Id == control).Check(await Stacks.OfAsync(stack));

    /// <summary>An exception that excuses nothing hides the day somebody mends it.</summary>
    [Fact]
    public async Task An_exception_still_excuses_something()
    {
        var estate = await Stacks.ProdAsync();

        Assert.Equal(["RDS.23", "RDS.5"], Exceptions.Keys.Order());
        Assert.Equal(5432d, estate.Instance("techcorp-primary")["port"]);
        Assert.Contains(estate.Instances, i => !Equals(i["multiAz"], true));
    }

    private static Action<RecordedEstate> Instances(Action<Recorded> check) => estate =>
    {
        Assert.NotEmpty(estate.Instances);
        Assert.All(estate.Instances, check);
    };

    private static Action<RecordedEstate> Writers(Action<Recorded> check) =>
        estate => Assert.All(estate.Instances.Where(i => i["replicateSourceDb"] is null), check);

    private static Action<RecordedEstate> Groups(Action<Dictionary<string, string>> check) => estate =>
        Assert.All(estate.OfType("aws:rds/parameterGroup:ParameterGroup"), g => check(
            g.List("parameters").Cast<ImmutableDictionary<string, object>>().ToDictionary(p => (string)p["name"], p => (string)p["value"])));
}
