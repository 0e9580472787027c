using System.Collections.Immutable;
using TechCorp.PgInfra.Planning;
using static TechCorp.PgInfra.Review.Laws.Ask;

namespace TechCorp.PgInfra.Review.Laws.Resources;

/// <summary>What every database instance is.</summary>
internal static class InstanceLaws
{
    // PostgreSQL's, whatever this estate uses.
    private const int DefaultPort = 5432;

    private static readonly ImmutableArray<string> CertificateAuthorities = ["rds-ca-rsa2048-g1", "rds-ca-rsa4096-g1", "rds-ca-ecc384-g1"];

    public static ImmutableArray<Law> All { get; } =
    [
        Flag("instance-private", "No instance has a public address", "RDS.2 CKV_AWS_17 AWS-0180 S50", "publiclyAccessible", false,
            "An instance with a public address is reachable as soon as one rule of its security group is wrong.",
            "publiclyAccessible: false; clients outside the VPC come through the bastion."),

        Law.OfEach("instance-encrypted", "Storage is encrypted with a customer key", "RDS.3 RDS.4 CKV_AWS_16 AWS-0080 S49",
            "Snapshots and replicas inherit it, and it can not be switched on later: RDS would have to replace the instance.",
            "storageEncrypted: true, and kmsKeyId with a key of the instance's own region; an in-region replica inherits the key.",
            Instances, (estate, i) =>
            [
                .. Unless(i.Resource.Flag("storageEncrypted") == true, i.Resource, "storageEncrypted"),
                .. Unless(i.FollowsInRegion || estate.Plan.NamesCustomerKey(i.Resource, "kmsKeyId"), i.Resource, "kmsKeyId"),
            ]),

        Flag("multi-az", "Every instance has a standby in a second zone", "RDS.5 CKV_AWS_157 S2", "multiAz", true,
            "Without one, the failure of a zone takes the instance down until it is there again or is restored.",
            "primary.multiAz: true; for a replica an exception, when the instances beside it are its second copy."),

        Law.OfEach("enhanced-monitoring", "Enhanced Monitoring is on", "RDS.6 CKV_AWS_118 S4",
            "CloudWatch alone does not show processes, swap and CPU steal of the host.",
            "monitoring.enhancedInterval: 60s or less, and the role it publishes with.",
            Instances, (_, i) =>
            [
                .. Unless(i.Resource.Number("monitoringInterval") > 0, i.Resource, "monitoringInterval"),
                .. Unless(i.Resource.Has("monitoringRoleArn"), i.Resource, "monitoringRoleArn"),
            ]),

        Flag("deletion-protection", "RDS refuses to delete an instance", "RDS.8 CKV_AWS_293 AWS-0177", "deletionProtection", true,
            "One wrong call deletes the database; deletion can not be taken back.",
            "protection.deletionProtection: true."),

        Law.OfEach("logs-exported", "Both logs reach CloudWatch", "RDS.9 RDS.36 CKV_AWS_129 S44",
            "The deadlock alarm counts lines of the exported log, and an instance that is gone has no other.",
            "enabledCloudwatchLogsExports: postgresql and upgrade.",
            Instances, (_, i) => Unless(new[] { "postgresql", "upgrade" }.All(i.Resource.Texts("enabledCloudwatchLogsExports").Contains), i.Resource, "enabledCloudwatchLogsExports")),

        Flag("iam-authentication", "IAM authentication is possible", "RDS.10 CKV_AWS_161 AWS-0176", "iamDatabaseAuthenticationEnabled", true,
            "People could log in only with a password that somebody has to hand out.",
            "iamDatabaseAuthenticationEnabled: true."),

        Flag("minor-upgrades", "RDS installs minor versions by itself", "RDS.13 CKV_AWS_226 S1", "autoMinorVersionUpgrade", true,
            "Security fixes come as minors, and RDS retires old ones.",
            "autoMinorVersionUpgrade: true, with the major alone as engineVersion."),

        Flag("snapshot-tags", "Snapshots carry the instance's tags", "RDS.17 CKV2_AWS_60", "copyTagsToSnapshot", true,
            "A snapshot without an owner is either deleted too early or paid for ever.",
            "copyTagsToSnapshot: true."),

        Law.OfEach("default-port", "No instance listens on the engine's default port", "RDS.23",
            "A scan of the default port finds the database first.",
            "another port, or an exception: S20 asks for 5432, and security groups name every client.",
            Instances, (_, i) => Unless((i.Resource.Number("port") ?? i.SourceInstance?.Resource.Number("port") ?? DefaultPort) != DefaultPort, i.Resource, "port")),

        Law.OfEach("master-name", "The master user has a name of its own", "RDS.25",
            "Half of a guessed login is the name everybody knows.",
            "username: neither postgres nor admin.",
            Writers, (estate, i) => Unless(estate.Settings.DisasterRecovery is not null || estate.Plan.Text(i.Resource, "username") is { } name && name is not ("postgres" or "admin"), i.Resource, "username")),

        Law.OfEach("aws-backup", "A plan of AWS Backup covers every instance", "RDS.26",
            "Automated backups end with the instance's account; AWS Backup can keep copies in another.",
            "a backup selection that names the instance, or an exception that says what replaces it.",
            Instances, (estate, i) => Unless(
                estate.Plan.OfType(AwsTypes.BackupSelection).Any(s => s.Texts("resources").Any(r => r == "*" || PlanReference.FindAll(r).Any(x => x.Type == AwsTypes.Instance && x.Name == i.Name))),
                i.Name, "backup selection", "none names it")),

        Law.OfEach("tagged", "Instances and subnet groups carry tags of their own", "RDS.30 RDS.33 S53",
            "Cost, ownership and access by tag end at a resource without one; tags of the provider do not count for Security Hub.",
            "tags with at least one entry.",
            Ask.All(AwsTypes.Instance, AwsTypes.SubnetGroup), (_, r) => Unless(r.Has("tags"), r, "tags")),

        Law.OfEach("certificate-authority", "The server certificate is of a current authority", "CKV_AWS_211 S49",
            "Clients verify the server (sslmode=verify-full); the authority of 2019 has expired.",
            $"caCertificate: one of {string.Join(", ", CertificateAuthorities)}.",
            Instances, (estate, i) => Unless(estate.Plan.Text(i.Resource, "caCertIdentifier") is { } authority && CertificateAuthorities.Contains(authority), i.Resource, "caCertIdentifier")),

        Law.OfEach("performance-insights", "Performance Insights is on, under a customer key", "CKV_AWS_353 CKV_AWS_354 AWS-0133 AWS-0078 S33",
            "It holds the text of statements; without it a slow night leaves no trace by wait event.",
            "performanceInsightsEnabled: true and performanceInsightsKmsKeyId with a customer key; the key can not be changed later.",
            Instances, (estate, i) =>
            [
                .. Unless(i.Resource.Flag("performanceInsightsEnabled") == true, i.Resource, "performanceInsightsEnabled"),
                .. Unless(estate.Plan.NamesCustomerKey(i.Resource, "performanceInsightsKmsKeyId"), i.Resource, "performanceInsightsKmsKeyId"),
            ]),

        Law.OfEach("snapshot-private", "No declared snapshot is shared or copied without a customer key", "RDS.1 CKV_AWS_302 CKV_AWS_266",
            "A shared snapshot is the whole database in somebody else's account.",
            "no sharedAccounts; kmsKeyId on every copy.",
            Ask.All(AwsTypes.Snapshot, AwsTypes.SnapshotCopy), (estate, s) =>
            [
                .. Unless(!s.Has("sharedAccounts"), s, "sharedAccounts"),
                .. Unless(s.Type != AwsTypes.SnapshotCopy || estate.Plan.NamesCustomerKey(s, "kmsKeyId"), s, "kmsKeyId"),
            ]),
    ];

    private static Law Flag(string id, string title, string ids, string property, bool wanted, string why, string wayOut) =>
        Law.OfEach(id, title, ids, why, wayOut, Instances, (_, i) => Unless(i.Resource.Flag(property) == wanted, i.Resource, property));
}
