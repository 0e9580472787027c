using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;

namespace TechCorp.PgInfra.Operations.Runbooks.Instances;

/// <summary>A DB instance as RDS describes it now (<c>describe-db-instances</c>).</summary>
public sealed record ObservedInstance(JsonObject Json)
{
    /// <summary>Identifier.</summary>
    public string Identifier => Text("DBInstanceIdentifier")!;

    /// <summary>For example <c>available</c>.</summary>
    public string Status => Text("DBInstanceStatus") ?? "unknown";

    /// <summary>ARN; holds the identifier, so that it changes with it.</summary>
    public string Arn => Text("DBInstanceArn") ?? "";

    /// <summary>Stays the same when the instance is renamed; the id Pulumi's state holds.</summary>
    public string? ResourceId => Text("DbiResourceId");

    /// <summary>Host name; null while it is being created.</summary>
    public string? Address => Json["Endpoint"]?[nameof(Address)]?.GetValue<string>();

    /// <summary>Zone it runs in now.</summary>
    public string? Zone => Text("AvailabilityZone");

    /// <summary>Zone of its standby.</summary>
    public string? StandbyZone => Text("SecondaryAvailabilityZone");

    /// <summary>True with a synchronous standby.</summary>
    public bool MultiAz => Flag("MultiAZ");

    /// <summary>Source of a replica, an identifier or, in another region, an ARN; null for a writer.</summary>
    public string? ReplicaOf => Text("ReadReplicaSourceDBInstanceIdentifier");

    /// <summary>Days; 0 is no automated backups, and no point in time to restore.</summary>
    public int BackupRetentionDays => Json["BackupRetentionPeriod"]?.GetValue<int>() ?? 0;

    /// <summary>The last moment that can be restored, about five minutes ago on a healthy instance.</summary>
    public DateTimeOffset? LatestRestorable => Time("LatestRestorableTime");

    /// <summary>When it was created.</summary>
    public DateTimeOffset? Created => Time("InstanceCreateTime");

    /// <summary>Storage in GiB.</summary>
    public int AllocatedGiB => Json["AllocatedStorage"]?.GetValue<int>() ?? 0;

    /// <summary>Security groups.</summary>
    public ImmutableArray<string> SecurityGroups => [.. Objects("VpcSecurityGroups").Select(g => g["VpcSecurityGroupId"]!.GetValue<string>())];

    /// <summary>Parameter group.</summary>
    public string? ParameterGroup => Objects("DBParameterGroups").FirstOrDefault()?["DBParameterGroupName"]?.GetValue<string>();

    /// <summary><c>in-sync</c>, <c>applying</c>, or <c>pending-reboot</c>: its static parameters are not in force yet.</summary>
    public string? ParameterStatus => Objects("DBParameterGroups").FirstOrDefault()?["ParameterApplyStatus"]?.GetValue<string>();

    /// <summary>Subnet group.</summary>
    public string? SubnetGroup => Json["DBSubnetGroup"]?["DBSubnetGroupName"]?.GetValue<string>();

    /// <summary>Storage key.</summary>
    public string? KmsKey => Text("KmsKeyId");

    /// <summary>Role of Enhanced Monitoring.</summary>
    public string? MonitoringRole => Text("MonitoringRoleArn");

    /// <summary>Exported logs.</summary>
    public ImmutableArray<string> Logs => Texts("EnabledCloudwatchLogsExports");

    /// <summary>A tag's value, or null.</summary>
    public string? Tag(string key) => Objects("TagList").FirstOrDefault(t => t["Key"]?.GetValue<string>() == key)?["Value"]?.GetValue<string>();

    /// <summary>True for a flag that is said and set.</summary>
    public bool Flag(string name) => Json[name]?.GetValue<bool>() ?? false;

    /// <summary>A text member, or null.</summary>
    public string? Text(string name) => Json[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    private DateTimeOffset? Time(string name) => Text(name) is { } text ? DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal) : null;

    private ImmutableArray<string> Texts(string name) => [.. (Json[name] as JsonArray ?? []).Select(v => v!.GetValue<string>())];

    private IEnumerable<JsonObject> Objects(string name) => (Json[name] as JsonArray ?? []).OfType<JsonObject>();
}
