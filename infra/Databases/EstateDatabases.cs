using System.Collections.Immutable;
using Pulumi;
using Pulumi.Aws.Rds;
using TechCorp.PgInfra.Catalog;
using TechCorp.PgInfra.Infra.Configuration;
using TechCorp.PgInfra.Infra.Keys;
using TechCorp.PgInfra.Infra.Network;

namespace TechCorp.PgInfra.Infra.Databases;

/// <summary>An instance beside the line of the configuration it comes from.</summary>
public sealed record DeclaredInstance(InstanceSettings Settings, Instance Instance, DeclaredLogs Logs);

/// <summary>The log groups of one instance, in the order of <see cref="ExportedLogs.Kinds"/>.</summary>
public sealed record DeclaredLogs(ImmutableArray<Pulumi.Aws.CloudWatch.LogGroup> Groups)
{
    /// <summary>Server messages: errors, deadlocks, slow queries.</summary>
    public Pulumi.Aws.CloudWatch.LogGroup PostgreSql => Groups[0];
}

/// <summary>Where the writer's data comes from.</summary>
public abstract record WriterOrigin
{
    /// <summary>A writer of its own.</summary>
    public sealed record Fresh(Output<string> MasterPassword) : WriterOrigin;

    /// <summary>The copy of another region's writer.</summary>
    public sealed record CopyOf(Output<string> SourceArn) : WriterOrigin;
}

/// <summary>Parameter groups, log groups, the monitoring role and the instances themselves.</summary>
public sealed class EstateDatabases : ComponentResource
{
    private readonly EstateSettings settings;
    private readonly EstateKeys keys;
    private readonly DatabaseNetwork network;
    private readonly MonitoringRole? monitoring;
    private readonly ImmutableDictionary<InstanceRole, ParameterGroup> parameterGroups;

    public EstateDatabases(
        string name,
        EstateSettings settings,
        EstateKeys keys,
        DatabaseNetwork network,
        WriterOrigin origin,
        ComponentResourceOptions? options = null)
        : base("techcorp:pg:Databases", name, options)
    {
        this.settings = settings;
        this.keys = keys;
        this.network = network;
        monitoring = settings.Monitoring.EnhancedIntervalSeconds > 0 ? MonitoringRole.Declare(keys.AccountId, this) : null;
        parameterGroups = settings.Instances.Select(i => i.Role).Distinct().ToImmutableDictionary(
            role => role,
            role => RoleParameterGroup.Declare(RoleLabels.Of(role), settings.ParameterGroupFamily, settings.ParametersOf(role), this));

        Writer = Declare(settings.Primary, place => origin switch
        {
            WriterOrigin.CopyOf copy => CrossRegionCopy.Declare(settings, place, network.SubnetGroup.Name, copy.SourceArn),
            WriterOrigin.Fresh own => Primary.Declare(settings, place, network.SubnetGroup.Name, own.MasterPassword),
            _ => throw new InvalidOperationException($"unknown origin {origin}"),
        });
        Replicas = [.. settings.Replicas.Select(replica => Declare(replica, place => ReadReplica.Declare(settings, place, Writer.Instance)))];
        RegisterOutputs();
    }

    /// <summary>The primary, or the copy that promotion turns into one.</summary>
    public DeclaredInstance Writer { get; }

    /// <summary>In-region replicas, analytics included, in configuration order.</summary>
    public ImmutableArray<DeclaredInstance> Replicas { get; }

    /// <summary>The writer first.</summary>
    public ImmutableArray<DeclaredInstance> All => [Writer, .. Replicas];

    private DeclaredInstance Declare(InstanceSettings instance, Func<InstancePlace, Instance> declare)
    {
        var logs = ExportedLogs.Declare(instance.Identifier, settings.Monitoring.LogRetentionDays, keys.Logs.Arn, this);
        var place = new InstancePlace(
            instance,
            network.SecurityGroups[instance.Role].Id,
            parameterGroups[instance.Role].Name,
            keys.Database.Arn,
            monitoring,
            logs,
            this);
        return new(instance, declare(place), new(logs));
    }
}
