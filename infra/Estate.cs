using System.Collections.Immutable;
using Pulumi;
using TechCorp.PgInfra.Catalog;
using TechCorp.PgInfra.Infra.Alarms;
using TechCorp.PgInfra.Infra.Configuration;
using TechCorp.PgInfra.Infra.Credentials;
using TechCorp.PgInfra.Infra.Dashboards;
using TechCorp.PgInfra.Infra.Databases;
using TechCorp.PgInfra.Infra.Events;
using TechCorp.PgInfra.Infra.Keys;
using TechCorp.PgInfra.Infra.Network;
using TechCorp.PgInfra.Infra.Notifications;
using TechCorp.PgInfra.Infra.Outputs;
using TechCorp.PgInfra.Infra.Ownership;
using TechCorp.PgInfra.Infra.Pooler;
using TechCorp.PgInfra.Infra.Recovery;

namespace TechCorp.PgInfra.Infra;

/// <summary>Declares one stack. The same for every stack: what differs is in the settings.</summary>
public static class Estate
{
    /// <param name="settings">Validated; nothing is checked again here.</param>
    /// <param name="catalog">Services and logins; a value, so that tests and benchmarks can pass another.</param>
    public static EstateOutputs Declare(EstateSettings settings, ServiceCatalog catalog)
    {
        var options = new ComponentResourceOptions { Providers = { EstateProvider.Declare(settings) } };
        var keys = new EstateKeys("keys", EstateKeysArgs.From(settings), options);
        var network = new DatabaseNetwork("network", settings, options);

        var source = settings.DisasterRecovery is { } recovery ? new SourceEstate(recovery) : null;
        var credentials = source?.Credentials(catalog) ?? new GeneratedCredentials("logins", catalog, options).Credentials;
        var maxConnections = settings.MaxConnections;
        var sourceArn = source?.WriterArn(settings);

        var databases = new EstateDatabases("databases", settings, keys, network,
            sourceArn is not null ? new WriterOrigin.CopyOf(sourceArn) : new WriterOrigin.Fresh(credentials.MasterPassword), options);
        if (settings.DisasterRecovery is { } copy && sourceArn is not null)
        {
            _ = new ReplicatedBackups("recovery", copy, sourceArn, keys.Database.Arn, settings.Protection.Protect, options);
        }

        var topic = new AlarmTopic("notifications", AlarmTopicArgs.From(settings, keys.AccountId, keys.Notifications.Arn), options);

        // A warm copy has nobody to pool for; promotion brings the pooler.
        var deployment = settings.IsWarmReplica ? null : settings.Pooler;
        var entrance = deployment is null ? null : new PoolerEntrance("pooler-entrance", settings, deployment, options);
        var endpoints = Endpoints(databases, entrance?.Address);
        var secrets = new CredentialSecrets("credentials", settings, keys.Secrets.Arn, credentials, endpoints, options);
        Output<DashboardPooler>? poolerWidgets = null;
        if (deployment is not null && entrance is not null)
        {
            var pooler = new PoolerService("pooler", settings, new(
                deployment,
                catalog,
                entrance,
                keys.AccountId,
                keys.Logs.Arn,
                databases.Writer.Instance.Address,
                [.. databases.Replicas.Where(r => r.Settings.Role == InstanceRole.Replica).Select(r => r.Instance.Address)],
                network.SecurityGroups.Where(g => DatabaseClients.PoolerReaches.Contains(g.Key)).ToDictionary(g => RoleLabels.Of(g.Key), g => g.Value.Id),
                secrets.Arns[PoolerAuthentication.Login],
                secrets.Arns[PoolerAuthentication.StatsLogin]), options);
            network.Allow(DatabaseClients.Pooler(pooler.SecurityGroupId));
            var alarm = PoolerAlarm.Declare(settings, deployment.Tasks, entrance, topic.Arn, pooler);
            poolerWidgets = Output.Tuple(entrance.BalancerSuffix, entrance.TargetGroupSuffix, alarm.Arn)
                .Apply(v => new DashboardPooler(deployment.Tasks, v.Item1, v.Item2, v.Item3));
        }

        var watched = WatchedInstance.Of(settings, databases);
        _ = new EventSubscriptions("events", settings.NamePrefix, settings.Stack, topic, options);
        var alarms = new EstateAlarms("alarms", new(watched, settings.Alarms.Overrides, settings.Ownership, topic.Arn), options);
        _ = new EstateDashboard("dashboard", settings, watched, alarms, poolerWidgets, options);

        return new EstateOutputs
        {
            PrimaryIdentifier = databases.Writer.Instance.Identifier,
            PrimaryArn = databases.Writer.Instance.Arn,
            PrimaryAddress = databases.Writer.Instance.Address,
            ReplicaAddresses = Gather(databases.Replicas.Select(r => (r.Settings.Identifier, r.Instance.Address))),
            Port = Output.Create(Database.Port),
            DatabaseName = Output.Create(Database.Name),
            EngineVersion = Output.Create(settings.EngineVersion),
            MaxConnections = Output.Create(maxConnections),
            PoolerAddress = endpoints.Pooler,
            PoolerPort = Output.Create(PoolerSettings.Port),
            PooledLoginLimit = Output.Create(ConnectionBudget.PooledLoginLimit(
                settings.Pooler?.Tasks ?? PoolerSettings.Tasks, settings.Pooler?.MaxDbConnections ?? PoolerSettings.MaxDbConnections)),
            MasterUsername = Output.Create(Database.MasterUsername),
            MasterPassword = credentials.MasterPassword,
            Logins = Output.CreateSecret(Gather(credentials.Logins.Select(c => (c.Login.Name, Proof(c))))),
            ConnectionStrings = Output.CreateSecret(Gather(secrets.Urls.Select(u => (u.Key, u.Value)))),
        };
    }

    private static Endpoints Endpoints(EstateDatabases databases, Output<string>? pooler)
    {
        Output<string>? First(InstanceRole role) => databases.Replicas.FirstOrDefault(r => r.Settings.Role == role)?.Instance.Address;
        return new(databases.Writer.Instance.Address, First(InstanceRole.Replica), First(InstanceRole.Analytics), pooler);
    }

    private static Output<ImmutableDictionary<string, string>> Proof(LoginCredential credential) =>
        Output.Tuple(credential.Password, credential.Verifier).Apply(v => ImmutableDictionary<string, string>.Empty
            .Add("password", v.Item1)
            .Add("verifier", v.Item2));

    private static Output<ImmutableDictionary<string, T>> Gather<T>(IEnumerable<(string Key, Output<T> Value)> entries) =>
        Output.All(entries.Select(e => e.Value.Apply(value => KeyValuePair.Create(e.Key, value))))
            .Apply(pairs => pairs.ToImmutableDictionary());
}
