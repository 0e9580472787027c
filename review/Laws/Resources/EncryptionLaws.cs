using System.Collections.Immutable;
using TechCorp.PgInfra.Planning;
using static TechCorp.PgInfra.Review.Laws.Ask;

namespace TechCorp.PgInfra.Review.Laws.Resources;

/// <summary>Keys, and what is encrypted with them besides the instances.</summary>
internal static class EncryptionLaws
{
    private const int LogDays = 365;

    public static ImmutableArray<Law> All { get; } =
    [
        Law.OfEach("key-rotation", "Keys rotate every year", "CKV_AWS_7 AWS-0065 S49",
            "One stolen generation of a key would open everything ever written.",
            "enableKeyRotation: true.",
            All(AwsTypes.Key), (_, key) => Unless(key.Flag("enableKeyRotation") == true, key, "enableKeyRotation")),

        Law.OfEach("key-enabled", "No key is disabled", "CKV_AWS_227 S49",
            "A disabled key stops the instances within the hour.",
            "isEnabled left out, or true.",
            All(AwsTypes.Key), (_, key) => Unless(key.Flag("isEnabled") != false, key, "isEnabled")),

        Law.OfEach("key-policy", "A key says who may use it, and not everybody", "KMS.5 CKV_AWS_33 CKV2_AWS_64 S49",
            "A key for everybody encrypts for nobody.",
            "a policy with named principals, or a condition on every '*'.",
            All(AwsTypes.Key), (_, key) => PolicyText.Of(key, "policy") is { } policy
                ? Unless(!policy.AllowsEverybody, key.Name, "policy", "a statement allows every principal")
                : [JudgedEstate.About(key, "policy")]),

        Law.OfEach("topic-encrypted", "The alarm topic is encrypted with a customer key", "CKV_AWS_26 AWS-0095 AWS-0136 S49",
            "Under the AWS-managed key neither CloudWatch nor RDS can publish, and every alarm is lost without a trace.",
            "kmsMasterKeyId with a customer key.",
            All(AwsTypes.Topic), (e, topic) => Unless(e.Plan.NamesCustomerKey(topic, "kmsMasterKeyId"), topic, "kmsMasterKeyId")),

        Law.OfEach("topic-policy", "Only this account publishes to the alarm topic", "SNS.4 CKV_AWS_169 CKV_AWS_385",
            "The services' principals act for every customer of AWS: without the account as a condition anybody's alarm could publish.",
            "a condition aws:SourceAccount on every statement that allows.",
            All(AwsTypes.TopicPolicy), (_, r) => PolicyText.Of(r, "policy") is { } policy
                ? policy.Allowing.Where(s => !s.HasCondition("aws:SourceAccount")).Select(s => new Finding(r.Name, "policy", $"statement '{s.Sid}' allows any account"))
                : [JudgedEstate.About(r, "policy")]),

        Law.OfEach("secret-key", "Secrets are encrypted with a customer key", "CKV_AWS_149 AWS-0098 S49",
            "Under the AWS-managed key whoever may read secrets may read these.",
            "kmsKeyId with a customer key.",
            All(AwsTypes.Secret), (e, secret) => Unless(e.Plan.NamesCustomerKey(secret, "kmsKeyId"), secret, "kmsKeyId")),

        Law.OfEach("secret-rotation", "Secrets rotate by themselves within 90 days", "SecretsManager.1 SecretsManager.4 CKV2_AWS_57 CKV_AWS_304",
            "A password that leaked stays good until somebody notices.",
            "a secret rotation of at most 90 days, or an exception that says who rotates and how.",
            All(AwsTypes.Secret), (e, secret) => Unless(
                e.Plan.OfType(AwsTypes.SecretRotation).Any(r => e.Plan.Referent(r, "secretId")?.Name == secret.Name
                    && (double?)r.Inputs["rotationRules"]?["automaticallyAfterDays"] is > 0 and <= 90),
                secret.Name, "rotation", "none within 90 days")),

        Law.OfEach("log-key", "Log groups are encrypted with a customer key", "CKV_AWS_158 AWS-0017 S49",
            "The postgresql log holds statements with their values.",
            "kmsKeyId with a customer key.",
            All(AwsTypes.LogGroup), (e, group) => Unless(e.Plan.NamesCustomerKey(group, "kmsKeyId"), group, "kmsKeyId")),

        Law.OfEach("log-retention", "Logs are kept for a year", "CKV_AWS_66 CKV_AWS_338",
            "Who read what is asked months later; a group without retention is kept, and paid, for ever.",
            $"monitoring.logRetention: {LogDays}d or more.",
            All(AwsTypes.LogGroup), (_, group) => Unless(group.Number("retentionInDays") >= LogDays, group, "retentionInDays")),

        Law.OfEach("replicated-backups-key", "Replicated backups are encrypted with a key of their region", "CKV_AWS_245 S48",
            "RDS can not copy an encrypted backup without a key on the other side.",
            "kmsKeyId with a customer key of the destination region.",
            All(AwsTypes.BackupsReplication), (e, r) => Unless(e.Plan.NamesCustomerKey(r, "kmsKeyId"), r, "kmsKeyId")),
    ];
}
