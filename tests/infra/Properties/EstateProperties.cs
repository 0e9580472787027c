using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;

using FsCheck.Fluent;
using Pulumi;
using TechCorp.PgInfra.Infra.Tests.Databases;
using TechCorp.PgInfra.Infra.Tests.Recording;

namespace TechCorp.PgInfra.Infra.Tests.Properties;

/// <summary>What holds for every estate that can be configured, and not only for the three that are.</summary>
public sealed partial class EstateProperties
{
    private const int Estates = 40;

    // One run of the program per estate, every law asked of it: declaring is the expensive part.
    private static readonly (string Law, Action<EstateCase, RecordedEstate> Holds)[] Laws =
    [
        ("every instance has a name, a class and the encryption of its region", (_, estate) => Assert.All(estate.Instances, i =>
        {
            Assert.Equal(i.Name, i["identifier"]);
            Assert.Equal(true, i["storageEncrypted"]);
            Assert.Equal(false, i["publiclyAccessible"]);
        })),
        ("a replica repeats nothing that it inherits", (_, estate) => Assert.All(Replicas(estate), replica =>
        {
            // A copy from another region inherits neither key nor subnets.
            var own = replica.Text("replicateSourceDb").StartsWith("arn:", StringComparison.Ordinal) ? new[] { "kmsKeyId", "dbSubnetGroupName" } : [];
            Assert.DoesNotContain(replica.Inputs.Keys, key => ReplicaTests.Inherited.Except(own).Contains(key));
        })),
        ("RDS accepts the final snapshot rule", (_, estate) => Assert.All(estate.Instances, i =>
        {
            var identifier = i["finalSnapshotIdentifier"] as string;
            if (i["replicateSourceDb"] is not null || (bool)i["skipFinalSnapshot"]!)
            {
                Assert.Equal(true, i["skipFinalSnapshot"]);
                Assert.Null(identifier);
                return;
            }

            Assert.Matches(SnapshotIdentifier(), identifier!.Replace(RecordingMocks.Reference("random:index/randomId:RandomId", $"{i.Name}-final-snapshot", "hex"), "0a1b2c3d", StringComparison.Ordinal));
        })),
        ("no standby has less than its primary of what it needs to start", (_, estate) =>
        {
            string[] equal = ["max_connections", "max_worker_processes", "max_wal_senders", "max_prepared_transactions", "max_locks_per_transaction"];
            var groups = estate.OfType("aws:rds/parameterGroup:ParameterGroup").Select(Parameters).ToList();
            Assert.All(equal, name => Assert.Single(groups.Select(g => g[name]).Distinct()));
        }),
        ("the configured max_connections is in force", (given, estate) => Assert.All(
            estate.OfType("aws:rds/parameterGroup:ParameterGroup"),
            g => Assert.Equal(given.Settings.MaxConnections.ToString(CultureInfo.InvariantCulture), Parameters(g)["max_connections"]))),
        ("every rule is described and names one source", (_, estate) => Assert.All(
            estate.All.Where(r => r.Type.StartsWith("aws:vpc/", StringComparison.Ordinal)), rule =>
            {
                Assert.False(string.IsNullOrWhiteSpace(rule.Text("description")));
                Assert.Null(rule["cidrIpv4"]);
                Assert.Null(rule["cidrIpv6"]);
                Assert.True(rule["referencedSecurityGroupId"] is string ^ rule["prefixListId"] is string);
            })),
        ("every credential is in a secret input", (_, estate) => Assert.All(
            from resource in estate.All
            from input in resource.Inputs
            where Text(input.Value).Contains("RandomPassword::", StringComparison.Ordinal) || Text(input.Value).Contains("SCRAM-SHA-256$", StringComparison.Ordinal)
            select $"{resource.Type}.{input.Key}",
            place => Assert.Contains(place, new[] { "aws:rds/instance:Instance.password", "aws:secretsmanager/secretVersion:SecretVersion.secretString" }))),
        ("every instance waits for its log groups", (_, estate) => Assert.All(estate.Instances, i =>
        {
            var waits = i.DependsOnAsync().GetAwaiter().GetResult();
            Assert.Contains($"aws:cloudwatch/logGroup:LogGroup::{i.Name}-postgresql", waits);
            Assert.Contains($"aws:cloudwatch/logGroup:LogGroup::{i.Name}-upgrade", waits);
        })),
        ("monitoring has its role exactly when it is on", (given, estate) => Assert.All(
            estate.Instances, i => Assert.Equal(given.Settings.Monitoring.EnhancedIntervalSeconds > 0, i["monitoringRoleArn"] is not null))),
        ("a zone is never asked for together with Multi-AZ", (_, estate) => Assert.All(
            estate.Instances, i => Assert.False(Equals(i["multiAz"], true) && i["availabilityZone"] is not null))),
        ("protection is what the configuration says", (given, estate) =>
        {
            Assert.All(estate.OfType("aws:kms/key:Key"), k => Assert.Equal(given.Settings.Protection.Protect, k.Options.Protect));
            Assert.Equal(given.Settings.Protection.Protect, estate.Instance(given.Settings.Primary.Identifier).Options.Protect);
            Assert.All(estate.Instances, i => Assert.Equal(given.Settings.Protection.DeletionProtection, i["deletionProtection"]));
        }),
        ("outputs with credentials are secret", (_, estate) =>
        {
            Assert.True(Output.IsSecretAsync(estate.Stack.MasterPassword).GetAwaiter().GetResult());
            Assert.True(Output.IsSecretAsync(estate.Stack.Logins).GetAwaiter().GetResult());
            Assert.True(Output.IsSecretAsync(estate.Stack.ConnectionStrings).GetAwaiter().GetResult());
        }),
    ];

    [Fact]
    [Trait("Requirement", "S10")]
    [Trait("Requirement", "S22")]
    [Trait("Requirement", "S49")]
    [Trait("Requirement", "S50")]
    public void Every_law_holds_for_every_estate() => FsCheck.Check.One(
        FsCheck.Config.QuickThrowOnFailure.WithMaxTest(Estates),
        Prop.ForAll(AnyEstate.Arbitrary, given =>
        {
            var estate = RecordedEstate.OfAsync(given.Settings, given.Catalog, Source(given)).GetAwaiter().GetResult();
            foreach (var (law, holds) in Laws)
            {
                try
                {
                    holds(given, estate);
                }
                catch (Exception e)
                {
                    throw new InvalidOperationException($"broken: {law}, in {given}", e);
                }
            }
        }));

    /// <summary>The dr stack takes its source's copy whatever the services: the one thing that decides is promotion.</summary>
    [Fact]
    [Trait("Requirement", "S48")]
    public void Promotion_changes_no_input_that_replaces_the_copy() => FsCheck.Check.One(
        FsCheck.Config.QuickThrowOnFailure.WithMaxTest(10),
        Prop.ForAll(Arb.From(AnyEstate.Arbitrary.Generator.Where(e => e.Settings.DisasterRecovery is not null)), given =>
        {
            var (warm, promoted) = (Copy(given, promoted: false), Copy(given, promoted: true));
            string[] forceNew = ["identifier", "dbName", "username", "engine", "kmsKeyId", "storageEncrypted", "availabilityZone", "snapshotIdentifier"];

            Assert.All(forceNew, input => Assert.Equal(warm[input], promoted[input]));
            Assert.NotNull(warm["replicateSourceDb"]);
            Assert.Null(promoted["replicateSourceDb"]);
            Assert.Equal(true, promoted["multiAz"]);
        }));

    private static Recorded Copy(EstateCase given, bool promoted) => RecordedEstate.OfAsync(
        given.Settings with { DisasterRecovery = given.Settings.DisasterRecovery! with { Promoted = promoted } },
        given.Catalog,
        Source(given)).GetAwaiter().GetResult().Instance(given.Settings.Primary.Identifier);

    // A source with more connections than its copy is refused, by a test of its own.
    private static Dictionary<string, object> Source(EstateCase given) => new(Stacks.SourceEstateOutputs(given.Catalog)) { ["maxConnections"] = 100d };

    private static IEnumerable<Recorded> Replicas(RecordedEstate estate) => estate.Instances.Where(i => i["replicateSourceDb"] is not null);

    private static string Text(object? value) => System.Text.Json.JsonSerializer.Serialize(value);

    private static Dictionary<string, string> Parameters(Recorded group) =>
        group.List("parameters").Cast<ImmutableDictionary<string, object>>().ToDictionary(p => (string)p["name"], p => (string)p["value"]);

    /// <summary>RDS: a letter first, letters, digits and single hyphens, none at the end, at most 255.</summary>
    [GeneratedRegex("^[a-z](-?[a-z0-9]){0,254}$")]
    private static partial Regex SnapshotIdentifier();
}
