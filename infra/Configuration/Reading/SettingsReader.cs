using System.Collections.Immutable;
using TechCorp.PgInfra.Catalog;

namespace TechCorp.PgInfra.Infra.Configuration.Reading;

/// <summary>Reads every key of a stack once; what it takes one value to judge is judged here, the rest by the rules.</summary>
internal static class SettingsReader
{
    private const string ExistingNetwork = "the program creates no network and asks no cloud which one is meant";

    private const string AwsRegion = "an AWS region, e.g. us-east-1, us-west-2, sa-east-1";

    private static readonly string Families =
        $"a class of the families {string.Join(", ", InstanceClasses.All.Select(c => c.Name[..c.Name.LastIndexOf('.')]).Distinct())}, e.g. db.r6g.xlarge";

    private static readonly InstanceClass AnyClass = InstanceClasses.All.First();

    public static EstateSettings Read(string stack, Section root, Section aws) => new(
        stack,
        root.Required("namePrefix", Parse.Matching(Identifiers.Prefix()), "1 to 20 lower-case letters, digits and single hyphens, first a letter, last no hyphen",
            "it starts the name of everything, and a load balancer's name ends at 32 characters", "x"),
        aws.Required("region", (string text, out string region) => Parse.Text(text, out region) && Regions.IsKnown(region), AwsRegion,
            "S20; a region that does not exist fails at the first call", "us-east-1"),
        DisasterRecovery(root.Optional("disasterRecovery")),
        Network(root.Required("network", "an object", ExistingNetwork)),
        root.Required("engineVersion", (string text, out string version) => Parse.Text(text, out version) && (EngineVersions.CanBeCreated(version) || version == EngineVersions.UpgradeTarget),
            $"'{Database.MajorVersion}', or {Database.MajorVersion}.{EngineVersions.OldestCreatableMinor} and later",
            "S1; RDS creates no older minor, and the parameters are those of this major", "15"),
        root.Optional("engineLifecycleSupport", Parse.Word(Lifecycles), Choice(Lifecycles),
            "what happens at the end of standard support; it can be chosen at creation only", EngineLifecycleSupport.ExtendedSupport),
        Primary(root.Required("primary", "an object", "S5; the instance that writes"), root.Has("disasterRecovery") ? InstanceRole.DisasterRecovery : InstanceRole.Primary),
        Storage(root.Required("storage", "an object", "S6; the writer's storage")),
        [.. root.Items("replicas").Select(Replica)],
        Backup(root.Required("backup", "an object", "S45; without backups there is no point-in-time recovery and no replica")),
        root.Required("maintenanceWindow", Parse.WeeklyWindow, "ddd:hh:mm-ddd:hh:mm in UTC, e.g. sun:04:00-sun:05:00",
            "without one RDS picks a time by itself", new WeeklyWindow(DayOfWeek.Sunday, default, DayOfWeek.Sunday, default)),
        root.Optional("applyImmediately", Parse.Flag, "true or false", "true restarts instances outside the maintenance window", false),
        root.Optional("caCertificate", (string text, out string ca) => Parse.Text(text, out ca) && CaCertificates.Contains(ca), string.Join(", ", CaCertificates),
            "the certificate clients verify (S49)", CaCertificates[0]),
        Protection(root.Required("protection", "an object", "what may delete data is never left to a default")),
        Parameters(root.Optional("parameters")),
        Pooler(root.Optional("pooler")),
        Monitoring(root.Required("monitoring", "an object", "S4, S33")),
        Alarms(root.Required("alarms", "an object", "an alarm nobody is told of is none")),
        Encryption(root.Optional("encryption")),
        Ownership(root.Required("ownership", "an object", "S53; who is called at night")))
    {
        AllowMajorVersionUpgrade = root.Optional("allowMajorVersionUpgrade", Parse.Flag, "true or false", "RDS refuses another major without it", false),
        Exceptions = [.. root.Items("exceptions").Select(Exception)],
    };

    private static readonly Dictionary<string, EngineLifecycleSupport> Lifecycles = new(StringComparer.Ordinal)
    {
        ["extended-support"] = EngineLifecycleSupport.ExtendedSupport,
        ["upgrade-at-end"] = EngineLifecycleSupport.ExtendedSupportDisabled,
    };

    private static readonly Dictionary<string, InstanceRole> ReplicaRoles = new(StringComparer.Ordinal)
    {
        ["replica"] = InstanceRole.Replica,
        ["analytics"] = InstanceRole.Analytics,
    };

    private static readonly Dictionary<string, ApplyMethod> ApplyMethodNames =
        Enum.GetValues<ApplyMethod>().ToDictionary(m => m.WireName(), StringComparer.Ordinal);

    private static readonly ImmutableArray<string> CaCertificates = ["rds-ca-rsa2048-g1", "rds-ca-rsa4096-g1", "rds-ca-ecc384-g1"];

    private static DisasterRecoverySettings? DisasterRecovery(Section? section)
    {
        if (section is null)
        {
            return null;
        }

        var settings = new DisasterRecoverySettings(
            section.Required("sourceStack", Parse.Matching(Identifiers.Stack()), "organization/project/stack", "StackReference takes the full name", ""),
            section.Required("sourceRegion", (string text, out string region) => Parse.Text(text, out region) && Regions.IsKnown(region), AwsRegion,
                "not every pair of regions replicates backups", ""),
            section.Required("promoted", Parse.Flag, "true or false", "true turns the warm replica into a primary, and there is no way back", false),
            section.Required("replicatedBackupRetention", Parse.Days(d => d is >= 1 and <= 35), "1d to 35d", "S47; RDS keeps replicated backups no longer", 1));
        section.Finish();
        return settings;
    }

    private static NetworkSettings Network(Section section)
    {
        string Group(string key, string why) =>
            section.Required(key, Parse.Matching(Identifiers.SecurityGroup()), "a security group id, sg- and 8 or 17 hexadecimal digits", why, "");

        var settings = new NetworkSettings(
            section.Required("vpcId", Parse.Matching(Identifiers.Vpc()), "a VPC id, vpc- and 8 or 17 hexadecimal digits", ExistingNetwork, ""),
            Map(section, "privateSubnets", Parse.Matching(Identifiers.Subnet()), "a subnet id, subnet- and 8 or 17 hexadecimal digits", "one private subnet for each availability zone"),
            Map(section, "serviceSecurityGroups", Parse.Matching(Identifiers.SecurityGroup()), "a security group id, sg- and 8 or 17 hexadecimal digits", "S50; who may reach the pooler"),
            Group("bastionSecurityGroupId", "S32; tunnels come from there"),
            Group("migrationsSecurityGroupId", "the post-deploy step reaches the writer directly"),
            Group("analyticsSecurityGroupId", "report tools reach the analytics replica"),
            Group("monitoringSecurityGroupId", "S33; Grafana reads every instance"),
            Group("endpointsSecurityGroupId", "the pooler's tasks fetch image and secrets through interface endpoints"),
            section.Required("s3PrefixListId", Parse.Matching(Identifiers.PrefixList()), "a prefix list id, pl- and 8 or 17 hexadecimal digits", "image layers come from S3 through a gateway endpoint", ""))
        {
            BastionHost = section.Optional("bastionHost", Parse.Maybe(Parse.Matching(Identifiers.HostName())), "a host name, such as bastion.example.com", "S32; people's tunnels go through it", null),
        };
        section.Finish();
        return settings;
    }

    private static ImmutableSortedDictionary<string, string> Map(Section section, string key, Parser<string> parse, string allowed, string why)
    {
        var map = section.Required(key, "an object", why);
        return map.Names.ToList().ToImmutableSortedDictionary(name => name, name => map.Required(name, parse, allowed, why, ""), StringComparer.Ordinal);
    }

    // A copy keeps its role when it is promoted: its groups are named by it, and nothing may be replaced.
    private static InstanceSettings Primary(Section section, InstanceRole role)
    {
        var instance = Instance(section, role);
        section.Finish();
        return instance;
    }

    private static InstanceSettings Replica(Section section)
    {
        var role = section.Required("role", Parse.Word(ReplicaRoles), Choice(ReplicaRoles), "decides parameter group and alarms", InstanceRole.Replica);
        var instance = Instance(section, role);
        section.Finish();
        return instance;
    }

    private static InstanceSettings Instance(Section section, InstanceRole role) => new(
        section.Required("identifier", Parse.Matching(Identifiers.Instance()), Identifiers.InstanceRule, "RDS refuses it, after everything before it was created", ""),
        role,
        section.Required("instanceClass", Parse.Class, Families, "vCPUs and memory decide parameters and alarms; RDS refuses an unknown class, at creation", AnyClass),
        section.Optional("multiAz", Parse.Flag, "true or false", "S2", false),
        section.Optional("availabilityZone", Parse.Maybe(Parse.Text),
            "a zone of network.privateSubnets", "an instance can only be placed where it has a subnet", null));

    private static StorageSettings Storage(Section section)
    {
        const string units = "in GiB or TiB, e.g. 2TiB; TB and GB mean one thing to a disk vendor and another to PostgreSQL";
        var settings = new StorageSettings(
            section.Required("allocated", Parse.Storage, "a size", units, Gp3.MinimumGiB),
            section.Optional("maxAllocated", Parse.Maybe<int>(Parse.Storage), "a size", units, null),
            section.Required("type", (string text, out string type) => Parse.Text(text, out type) && type == Gp3.Name, Gp3.Name, "S6; no other type's rules are known here", Gp3.Name),
            section.Optional("iops", Parse.Maybe<int>(Parse.Whole), $"{Gp3.MinimumIops} to {Gp3.MaximumIops}", "operations per second", null),
            section.Optional("throughput", Parse.Maybe<int>(Parse.Throughput), $"{Gp3.MinimumThroughput}MiB/s to {Gp3.MaximumThroughput}MiB/s", "written with its unit", null));
        section.Finish();
        return settings;
    }

    private static BackupSettings Backup(Section section)
    {
        var settings = new BackupSettings(
            section.Required("window", Parse.DailyWindow, "hh:mm-hh:mm in UTC, e.g. 03:00-03:30", "S45", new DailyWindow(default, default)),
            section.Required("retention", Parse.Days(d => d is >= 0 and <= 35), "0d to 35d", "S46; RDS keeps automated backups no longer than 35 days", 0));
        section.Finish();
        return settings;
    }

    private static ProtectionSettings Protection(Section section)
    {
        var settings = new ProtectionSettings(
            section.Required("protect", Parse.Flag, "true or false", "Pulumi refuses to delete a protected database", true),
            section.Required("deletionProtection", Parse.Flag, "true or false", "RDS refuses too", true),
            section.Required("skipFinalSnapshot", Parse.Flag, "true or false", "true deletes without a last snapshot", false));
        section.Finish();
        return settings;
    }

    private static ImmutableArray<ParameterOverride> Parameters(Section? section) =>
        section is null ? [] : [.. section.Names.ToList().SelectMany(name =>
            RoleNames.All.TryGetValue(name, out var role) && section.Optional(name) is { } group
                ? group.Names.ToList().Select(inner => Parameter(group, inner, role))
                : [Parameter(section, name, null)])];

    private static ParameterOverride Parameter(Section section, string name, InstanceRole? role)
    {
        if (section.IsSection(name) && section.Optional(name) is { } detailed)
        {
            var setting = new ParameterOverride(
                name,
                detailed.Required("value", Parse.Text, "a value in a person's unit", "the object form names value and applyMethod", ""),
                role,
                detailed.Optional("applyMethod", Parse.Maybe(Parse.Word(ApplyMethodNames)),
                    Choice(ApplyMethodNames), "when RDS applies it", null));
            detailed.Finish();
            return setting;
        }

        return new(name, section.Required(name, Parse.Text, "a value in a person's unit, e.g. 8GB, 30s, on", "an empty value would take PostgreSQL's default silently", ""), role, null);
    }

    private static PoolerDeployment? Pooler(Section? section)
    {
        if (section is null)
        {
            return null;
        }

        var settings = new PoolerDeployment(
            section.Optional("tasks", Parse.Between(1, 10), "1 to 10", "S3; every task multiplies the connections of the server", PoolerSettings.Tasks),
            section.Required("cpu", Parse.Whole, string.Join(", ", FargateSizes.Cpus), "Fargate CPU units, 1024 is one vCPU", 0),
            section.Required("memory", Parse.Memory, "a size in MiB or GiB", "Fargate memory, e.g. 1GiB", 0),
            section.Required("image", Parse.Matching(Identifiers.Image()), "an image by digest, repository@sha256:…", "a tag can change under a running service", ""),
            section.Optional("maxDbConnections", Parse.Between(1, 10_000), "1 to 10000", "PgBouncer's max_db_connections, of one task", PoolerSettings.MaxDbConnections),
            section.Required("tlsSecretArn", Parse.Matching(Identifiers.SecretArn()), "the ARN of a Secrets Manager secret", "S49; certificate and key that clients verify", ""),
            section.Optional("hostName", Parse.Maybe(Parse.Matching(Identifiers.HostName())),
                "a lower-case DNS name with at least one dot", "S49; clients verify this name", null),
            section.Optional("hostedZoneId", Parse.Maybe(Parse.Matching(Identifiers.HostedZone())),
                "the id of a Route 53 hosted zone, Z…", "where hostName is declared", null),
            section.Optional("accessLogBucket", Parse.Maybe(Parse.Matching(Identifiers.Bucket())),
                "the name of an S3 bucket", "access logs of the load balancer", null));
        section.Finish();
        return settings;
    }

    private static MonitoringSettings Monitoring(Section section)
    {
        var settings = new MonitoringSettings(
            section.Required("enhancedInterval", Parse.Seconds(MonitoringChoices.EnhancedIntervals.Contains), "0, 1s, 5s, 10s, 15s, 30s, 60s", "Enhanced Monitoring knows no other", 0),
            section.Required("insightsRetention", Parse.Days(MonitoringChoices.IsInsightsRetention), "7d, 31d and multiples of it to 713d, 731d", "Performance Insights knows no other", 0),
            section.Required("logRetention", Parse.Days(MonitoringChoices.LogRetentions.Contains), string.Join(", ", MonitoringChoices.LogRetentions.Select(d => $"{d}d")), "CloudWatch Logs knows no other", 0));
        section.Finish();
        return settings;
    }

    private static AlarmSettings Alarms(Section section)
    {
        var settings = new AlarmSettings(
            [.. section.Items("subscriptions").Select(item =>
            {
                var subscription = new AlarmSubscription(
                    item.Required("protocol", (string text, out string protocol) => Parse.Text(text, out protocol) && Protocols.Contains(protocol), string.Join(", ", Protocols), "SNS protocol", ""),
                    item.Required("endpoint", Parse.Text, "an address in the protocol's form", "who is told", ""));
                item.Finish();
                return subscription;
            })],
            [.. section.Items("overrides").Select(item =>
            {
                var threshold = new AlarmOverride(
                    item.Required("alarm", Parse.Text, "the name of an alarm", "which threshold differs", ""),
                    item.Optional("instance", Parse.Maybe(Parse.Text),
                        "the identifier of an instance", "left out, every instance", null),
                    item.Required("threshold", Parse.Text, "a threshold with its unit", "what it differs to", ""));
                item.Finish();
                return threshold;
            })]);
        section.Finish();
        return settings;
    }

    private const string Promoted = "promoted";

    private static readonly ImmutableArray<string> Protocols = ["email", "https", "lambda", "slack", "sqs"];

    private static EncryptionSettings Encryption(Section? section)
    {
        if (section is null)
        {
            return new(30, 30);
        }

        var settings = new EncryptionSettings(
            section.Optional("keyDeletionWindow", Parse.Days(d => d is >= 7 and <= 30), "7d to 30d", "KMS; a deleted key takes every backup with it", 30),
            section.Optional("secretRecoveryWindow", Parse.Days(d => d is 0 or (>= 7 and <= 30)), "0, or 7d to 30d", "Secrets Manager", 30));
        section.Finish();
        return settings;
    }

    private static OwnershipSettings Ownership(Section section)
    {
        var settings = new OwnershipSettings(
            section.Required("team", Parse.Matching(Identifiers.TagValue()), "1 to 128 letters, digits, spaces and _ . : / = + @ -", "S53; it becomes a tag", ""),
            section.Required("techLead", Parse.Matching(Identifiers.TagValue()), "1 to 128 letters, digits, spaces and _ . : / = + @ -", "S53; it becomes a tag", ""),
            section.Required("slackChannel", Parse.Matching(Identifiers.SlackChannel()), "# and up to 79 lower-case letters, digits, - and _", "S53; alarms name it", ""));
        section.Finish();
        return settings;
    }

    private static LawExemption Exception(Section section)
    {
        var exception = new LawExemption(
            section.Required("law", Parse.Matching(Identifiers.Law()), "the name of a law, e.g. default-port", "./pg laws --coverage lists them", ""),
            section.Optional("resource", Parse.Maybe(Parse.Matching(Identifiers.ResourcePattern())),
                "the logical name of a resource, * for any text", "left out, every resource of the stack", null),
            section.Required("reason", Parse.Matching(Identifiers.Reason()), "a sentence of at least 20 characters", "whoever reads the report must be able to judge it", ""),
            section.Required("owner", Parse.Text, "a person or a team", "somebody must be able to take it back", ""),
            section.Optional("until", (string text, out bool until) => until = text == Promoted, Promoted, "an exception ends by itself only with the warm replica it excuses", false));
        section.Finish();
        return exception;
    }

    private static string Choice<T>(Dictionary<string, T> words) => string.Join(", ", words.Keys);
}
