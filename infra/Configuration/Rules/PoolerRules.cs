using System.Collections.Immutable;
using System.Globalization;
using TechCorp.PgInfra.Catalog;
using TechCorp.PgInfra.Infra.Configuration.Reading;

namespace TechCorp.PgInfra.Infra.Configuration.Rules;

/// <summary>PgBouncer's tasks (S3).</summary>
internal static class PoolerRules
{
    public static ImmutableArray<SettingsRule> All { get; } =
    [
        new(["pooler.cpu", "pooler.memory"], FargateSize),
        new(["pooler.tlsSecretArn", "aws:region"], SecretOfThisRegion),
        new(["pooler.hostName", "pooler.hostedZoneId"], NameWithItsZone),
    ];

    private static void FargateSize(RuleContext context)
    {
        if (context.Settings.Pooler is not { } pooler)
        {
            return;
        }

        var sizes = FargateSizes.MemoryFor(pooler.Cpu);
        if (sizes.IsEmpty)
        {
            context.Problems.Add("pooler.cpu", pooler.Cpu.ToString(CultureInfo.InvariantCulture), string.Join(", ", FargateSizes.Cpus), "Fargate runs no other task");
        }
        else if (!sizes.Contains(pooler.MemoryMiB))
        {
            context.Problems.Add("pooler.memory", $"{pooler.MemoryMiB}MiB", string.Join(", ", sizes.Select(m => $"{m}MiB")), $"Fargate runs no other memory with cpu {pooler.Cpu}");
        }
    }

    private static void NameWithItsZone(RuleContext context)
    {
        if (context.Settings.Pooler is { HostName: { } name, HostedZoneId: null })
        {
            context.Problems.Add("pooler.hostName", name, "together with pooler.hostedZoneId", "nothing would declare the name");
        }
        else if (context.Settings.Pooler is { HostName: null, HostedZoneId: { } zone })
        {
            context.Problems.Add("pooler.hostedZoneId", zone, "together with pooler.hostName", "there is no name to declare in it");
        }
    }

    private static void SecretOfThisRegion(RuleContext context)
    {
        if (context.Settings.Pooler is { } pooler && Identifiers.SecretArn().Match(pooler.TlsSecretArn).Groups[1].Value is var region && region != context.Settings.Region)
        {
            context.Problems.Add("pooler.tlsSecretArn", pooler.TlsSecretArn, $"a secret of {context.Settings.Region}", "a task reads no secret of another region");
        }
    }
}
