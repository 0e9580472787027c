using System.Collections.Immutable;
using TechCorp.PgInfra.Catalog;
using TechCorp.PgInfra.Infra;
using TechCorp.PgInfra.Infra.Alarms;
using TechCorp.PgInfra.Infra.Configuration;

namespace TechCorp.PgInfra.Views.Readme;

/// <summary>The tables of README.md and docs/estate.md, by the name of their marker.</summary>
public static class EstateTables
{
    /// <summary>All of them, as Markdown.</summary>
    /// <param name="stacks">The stacks of one estate: its own, then its copy's.</param>
    /// <param name="catalog">Services and logins.</param>
    public static ImmutableSortedDictionary<string, string> Of(ImmutableArray<EstateSettings> stacks, ServiceCatalog catalog)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        return ImmutableSortedDictionary.CreateRange(StringComparer.Ordinal, [
            KeyValuePair.Create("instances", Instances(stacks)),
            KeyValuePair.Create("parameters", Parameters(stacks)),
            KeyValuePair.Create("alarms", Alarms(stacks)),
            KeyValuePair.Create("privileges", Privileges(catalog)),
            KeyValuePair.Create("logins", LoginTable(catalog)),
        ]);
    }

    private static string Instances(ImmutableArray<EstateSettings> stacks) => MarkdownTable.Of(
        ["instance", "stack", "role", "class", "vCPU", "memory", "storage", "place"],
        from stack in stacks
        from instance in stack.Instances
        select new[]
        {
            $"`{instance.Identifier}`", stack.Stack, RoleLabels.Of(instance.Role), $"`{instance.Class.Name}`", $"{instance.Class.VirtualCpus}", $"{instance.Class.MemoryGiB} GiB",
            // A replica has its source's (S10).
            instance == stack.Primary && !stack.IsWarmReplica ? $"{stack.Storage.AllocatedGiB} GiB {stack.Storage.Type}{(stack.Storage.MaxAllocatedGiB is { } max ? $", grows to {max}" : "")}" : "its source's",
            instance == stack.Primary && stack.WriterIsMultiAz ? $"{stack.Region}, two zones" : instance.AvailabilityZone ?? stack.Region,
        });

    private static string Parameters(ImmutableArray<EstateSettings> stacks)
    {
        var roles = (from stack in stacks from instance in stack.Instances select (stack, instance.Role)).DistinctBy(r => r.Role).ToList();
        return MarkdownTable.Of(
            ["parameter", .. roles.Select(r => RoleLabels.Of(r.Role)), "as RDS is told", "takes effect", "why"],
            from parameter in DatabaseParameters.All.DistinctBy(p => p.Name)
            let settings = roles.Select(r => r.stack.ParameterOf(r.Role, parameter.Name)).ToList()
            let definition = parameter.Definition
            select (string[])
            [
                $"`{parameter.Name}`",
                .. settings.Select(s => s is null ? "default" : s.Value),
                string.Join(", ", settings.OfType<ParameterSetting>().Select(s => $"`{s.EngineValue}`").Distinct()),
                definition.IsStatic ? "after a reboot" : "at once",
                string.Join("; ", DatabaseParameters.All.Where(p => p.Name == parameter.Name).Select(p => $"{p.Reason} ({p.Requirement})")),
            ]);
    }

    private static string Alarms(ImmutableArray<EstateSettings> stacks)
    {
        var watched = (from stack in stacks from instance in stack.Instances select (stack, Subject: WatchedInstance.SubjectOf(stack, instance))).ToList();
        return MarkdownTable.Of(
            ["alarm", "fires when", "on", "first look", "runbook"],
            from rule in AlarmTable.Rules
            let subjects = watched.Where(w => rule.AppliesTo(w.Subject)).ToList()
            where subjects.Count > 0
            select new[]
            {
                $"`{rule.Name}`",
                $"`{rule.Metric}` {AlarmText.Sign($"{rule.Comparison}")} {Thresholds(rule, subjects)}, {rule.DatapointsToAlarm} of {rule.EvaluationPeriods} × {rule.PeriodSeconds} s",
                subjects.Count == watched.Count ? "every instance" : string.Join(", ", subjects.Select(s => $"`{s.Subject.Identifier}`")),
                rule.FirstStep,
                $"[{rule.Page}](runbooks/{rule.Page}.md)",
            });
    }

    private static string Privileges(ServiceCatalog catalog) => MarkdownTable.Of(
        ["login", .. catalog.Services.Select(s => $"`{s.Schema}`")],
        catalog.Logins.Where(l => l.Grants.Length > 0).Select(login => (string[])
        [
            $"`{login.Name}`",
            .. catalog.Services.Select(s => login.Grants.FirstOrDefault(g => g.Schema == s.Schema)?.Access switch
            {
                SchemaAccess.ReadWrite => "read, write",
                SchemaAccess.ReadOnly => "read",
                SchemaAccess.SetOwner => "after SET ROLE",
                _ => "",
            }),
        ]));

    private static string LoginTable(ServiceCatalog catalog) => MarkdownTable.Of(
        ["login", "for", "connects", "statement_timeout", "idle in transaction", "lock_timeout", "work_mem"],
        catalog.Logins.Select(l => new[]
        {
            $"`{l.Name}`", Purpose(l), l.Pooled ? "through PgBouncer" : $"directly, at most {l.DirectConnections}",
            l.Settings.StatementTimeout ?? "server's", l.Settings.IdleInTransactionSessionTimeout ?? "server's", l.Settings.LockTimeout ?? "server's", l.Settings.WorkMem ?? "server's",
        }));

    private static string Purpose(Login login) => login.Purpose switch
    {
        LoginPurpose.Service => "one service",
        LoginPurpose.SharedApplication => $"old connection strings; the exception to isolation: {login.IsolationException}",
        LoginPurpose.Migrator => "schema changes, as each schema's owner",
        LoginPurpose.Analytics => "reports",
        LoginPurpose.PoolerLookup => "PgBouncer's own look-up of passwords",
        _ => "dashboards and health checks",
    };

    // The text a person wrote, with what the share is of; instances that differ are named.
    private static string Thresholds(AlarmRule rule, List<(EstateSettings Stack, AlarmSubject Subject)> subjects)
    {
        var texts = subjects.GroupBy(s => AlarmThresholds.TextFor(rule, s.Subject, s.Stack.Alarms.Overrides)).ToList();
        return string.Join(", ", texts.Select(t => Text(t.Key) + (texts.Count == 1 ? "" : $" ({string.Join(", ", t.Select(s => $"`{s.Subject.Identifier}`"))})")));

        string Text(string text) => rule.ShareOf is { } basis && text.EndsWith('%') ? $"{text} of the {Basis(basis)}" : text;
    }

    private static string Basis(ThresholdBasis basis) => basis switch
    {
        ThresholdBasis.AllocatedStorage => "allocated storage",
        ThresholdBasis.VirtualCpus => "vCPUs",
        _ => "`max_slot_wal_keep_size`",
    };
}
