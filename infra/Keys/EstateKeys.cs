using Pulumi;
using Pulumi.Aws;
using Pulumi.Aws.Kms;
using TechCorp.PgInfra.Infra.Configuration;

namespace TechCorp.PgInfra.Infra.Keys;

/// <summary>What the keys follow from.</summary>
/// <param name="NamePrefix">First part of the aliases.</param>
/// <param name="Stack">Second part: two stacks may share an account.</param>
/// <param name="Region">Keys never leave their region; a copy in another region has its own.</param>
/// <param name="DeletionWindowDays">Days a deleted key can be brought back, 7 to 30. After that everything it encrypted is lost.</param>
/// <param name="Protect">Pulumi refuses to delete or replace them.</param>
public sealed record EstateKeysArgs(string NamePrefix, string Stack, string Region, int DeletionWindowDays, bool Protect)
{
    public static EstateKeysArgs From(EstateSettings settings) => new(
        settings.NamePrefix, settings.Stack, settings.Region, settings.Encryption.KeyDeletionWindowDays, settings.Protection.Protect);
}

/// <summary>The customer keys of one region (S49), each with its own policy, rotation and alias.</summary>
public sealed class EstateKeys : ComponentResource
{
    private readonly EstateKeysArgs args;

    public EstateKeys(string name, EstateKeysArgs args, ComponentResourceOptions? options = null)
        : base("techcorp:pg:Keys", name, options)
    {
        this.args = args;
        AccountId = GetCallerIdentity.Invoke(new GetCallerIdentityInvokeArgs(), new InvokeOptions { Parent = this }).Apply(caller => caller.AccountId);

        Database = Declare("database", "Storage, backups and Performance Insights of the instances", KeyPolicy.IamOnly(AccountId));
        Secrets = Declare("secrets", "Credentials in Secrets Manager", KeyPolicy.IamOnly(AccountId));
        Logs = Declare("logs", "Exported database logs and pooler logs", KeyPolicy.ForLogs(AccountId, args.Region));
        Notifications = Declare("notifications", "The alarm topic", KeyPolicy.ForNotifications(AccountId));
        RegisterOutputs();
    }

    /// <summary>The account everything is declared in.</summary>
    public Output<string> AccountId { get; }

    public Key Database { get; }

    public Key Secrets { get; }

    public Key Logs { get; }

    public Key Notifications { get; }

    private Key Declare(string purpose, string description, Output<string> policy)
    {
        var key = new Key(purpose, new KeyArgs
        {
            Description = description,
            EnableKeyRotation = true,
            DeletionWindowInDays = args.DeletionWindowDays,
            Policy = policy,
        }, new CustomResourceOptions { Parent = this, Protect = args.Protect });

        _ = new Pulumi.Aws.Kms.Alias(purpose, new AliasArgs
        {
            Name = $"alias/{args.NamePrefix}/{args.Stack}/{purpose}",
            TargetKeyId = key.KeyId,
        }, new CustomResourceOptions { Parent = this });
        return key;
    }
}
