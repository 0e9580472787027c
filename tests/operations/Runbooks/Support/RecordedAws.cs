using System.Text;
using System.Text.Json.Nodes;

namespace TechCorp.PgInfra.Operations.Tests.Runbooks;

/// <summary>
/// An <c>aws</c> on PATH that replays recorded answers, one after the other for each call, the last for ever, and fails on a call
/// nobody recorded. What it was called with is kept.
/// </summary>
internal sealed class RecordedAws : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("recorded-aws-").FullName;
    private readonly Dictionary<string, int> _answers = [];

    public RecordedAws()
    {
        var program = Path.Combine(_folder, "aws");
        File.WriteAllText(program, """
            #!/bin/sh
            # SERVICE OPERATION --region REGION ...
            folder=$(dirname "$0")
            call="$1.$2.$4"
            echo "$@" >>"$folder/calls"
            n=$(cat "$folder/$call.n" 2>/dev/null || echo 0); n=$((n + 1)); echo $n >"$folder/$call.n"
            while [ $n -gt 0 ] && [ ! -e "$folder/$call.$n" ]; do n=$((n - 1)); done
            if [ $n = 0 ]; then echo "nobody recorded: $*" >&2; exit 252; fi
            if [ -e "$folder/$call.$n.code" ]; then cat "$folder/$call.$n" >&2; exit "$(cat "$folder/$call.$n.code")"; fi
            cat "$folder/$call.$n"
            """);
        File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    /// <summary>PATH with it in front.</summary>
    public Dictionary<string, string> Environment => new() { ["PATH"] = $"{_folder}:{System.Environment.GetEnvironmentVariable("PATH")}" };

    /// <summary>Every call so far, one a line.</summary>
    public string[] Calls => File.Exists(Path.Combine(_folder, "calls")) ? File.ReadAllLines(Path.Combine(_folder, "calls")) : [];

    /// <summary>The next answer of a call, JSON.</summary>
    public RecordedAws Answers(string call, string json, string region = "us-east-1") => Record(call, json, region, null);

    /// <summary>The next answer of a call, an error as the CLI prints it.</summary>
    public RecordedAws Refuses(string call, string said, string region = "us-east-1") => Record(call, "\n" + said + "\n", region, 254);

    /// <summary>The next answer of describe-db-instances.</summary>
    public RecordedAws Describes(Instance instance, string region = "us-east-1") => Answers("rds.describe-db-instances", $$"""{"DBInstances": [{{instance.Json}}]}""", region);

    /// <summary>The names a deployed stack prod, or dr, has for its groups and key.</summary>
    /// <param name="backups">Automated backups of the region, JSON.</param>
    public RecordedAws HasGroups(string role = "primary", string region = "us-east-1", string backups = "") =>
        Answers("ec2.describe-security-groups", """{"SecurityGroups": [{"GroupId": "sg-0aaaaaaaaaaaaaaaa", "IpPermissions": [{"FromPort": 5432}]}]}""", region)
        .Answers("rds.describe-db-parameter-groups", $$"""{"DBParameterGroups": [{"DBParameterGroupName": "default.postgres15"}, {"DBParameterGroupName": "{{role}}-postgres15-1a2b3c4"}] }""", region)
        .Answers("kms.describe-key", $$"""{"KeyMetadata": {"Arn": "arn:aws:kms:{{region}}:123456789012:key/1111"} }""", region)
        .Answers("rds.describe-db-instance-automated-backups", $$"""{"DBInstanceAutomatedBackups": [{{backups}}]}""", region);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private RecordedAws Record(string call, string text, string region, int? code)
    {
        var key = $"{call}.{region}";
        var file = Path.Combine(_folder, $"{key}.{_answers[key] = _answers.GetValueOrDefault(key) + 1}");
        File.WriteAllText(file, text, new UTF8Encoding(false));
        if (code is not null) File.WriteAllText(file + ".code", $"{code}");
        return this;
    }
}

/// <summary>An instance as RDS describes a healthy primary, with what a test changes.</summary>
internal sealed record Instance(string Identifier = "techcorp-primary")
{
    private readonly JsonObject _json = JsonNode.Parse("""
        {
          "DBInstanceStatus": "available", "DBInstanceClass": "db.r6g.2xlarge", "AllocatedStorage": 2048, "MultiAZ": true, "StorageEncrypted": true,
          "AvailabilityZone": "us-east-1a", "SecondaryAvailabilityZone": "us-east-1b", "BackupRetentionPeriod": 7, "InstanceCreateTime": "2026-01-01T00:00:00Z",
          "VpcSecurityGroups": [{"VpcSecurityGroupId": "sg-0aaaaaaaaaaaaaaaa"}], "DBSubnetGroup": {"DBSubnetGroupName": "techcorp-prod"},
          "DBParameterGroups": [{"DBParameterGroupName": "primary-postgres15-1a2b3c4", "ParameterApplyStatus": "in-sync"}],
          "KmsKeyId": "arn:aws:kms:us-east-1:123456789012:key/1111", "DbiResourceId": "db-PRIMARY", "PubliclyAccessible": false,
          "EnabledCloudwatchLogsExports": ["postgresql", "upgrade"], "MonitoringRoleArn": "arn:aws:iam::123456789012:role/enhanced-monitoring-1a2b3c4"
        }
        """)!.AsObject();

    /// <summary>A member set to a value.</summary>
    public Instance With(string member, JsonNode? value)
    {
        _json[member] = value;
        return this;
    }

    public string Json
    {
        get
        {
            _json["DBInstanceIdentifier"] = Identifier;
            _json["DBInstanceArn"] ??= $"arn:aws:rds:us-east-1:123456789012:db:{Identifier}";
            _json["LatestRestorableTime"] ??= DateTime.UtcNow.AddMinutes(-5).ToString("yyyy-MM-ddTHH:mm:ssZ", System.Globalization.CultureInfo.InvariantCulture);
            return _json.ToJsonString();
        }
    }
}
