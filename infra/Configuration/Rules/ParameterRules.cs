using System.Collections.Frozen;
using System.Collections.Immutable;
using TechCorp.PgInfra.Catalog;
using TechCorp.PgInfra.Infra.Configuration.Reading;

namespace TechCorp.PgInfra.Infra.Configuration.Rules;

/// <summary>Database parameters of one stack; RDS says "invalid parameter value" at best, and only when the group is created.</summary>
internal static class ParameterRules
{
    // What S49 rests on is not a matter of taste of one stack.
    private static readonly FrozenSet<string> Fixed = FrozenSet.Create(
        StringComparer.Ordinal,
        "rds.force_ssl", "ssl_min_protocol_version", "password_encryption", "rds.accepted_password_auth_method", "rds.restrict_password_commands");

    public static ImmutableArray<SettingsRule> All { get; } =
    [
        new([], Values),
        new([], EqualOnEveryInstance),
    ];

    private static void Values(RuleContext context)
    {
        foreach (var setting in context.Settings.ParameterOverrides.Where(o => !context.Problems.Touch(o.Key)))
        {
            if (PostgreSqlParameters.Find(setting.Name) is not { } definition)
            {
                context.Problems.Add(setting.Key, setting.Value, Section.Suggestion(setting.Name, Known(setting.Name)), "RDS for PostgreSQL 15 has no parameter of that name to set");
            }
            else if (!definition.ExistsIn(context.Settings.EngineMajorVersion))
            {
                context.Problems.Add(setting.Key, setting.Value, "left out", $"PostgreSQL {definition.RemovedIn} removed it, and RDS refuses it in a group of its family");
            }
            else if (Fixed.Contains(setting.Name))
            {
                var declared = DatabaseParameters.All.First(p => p.Name == setting.Name);
                context.Problems.Add(setting.Key, setting.Value, $"{declared.Value}, which is declared", "S49 holds in every stack");
            }
            else if (definition.ToEngine(setting.Value, out var problem) is null)
            {
                context.Problems.Add(setting.Key, setting.Value, definition.Allowed, $"it {problem}");
            }
            else if (setting.ApplyMethod == ApplyMethod.Immediate && definition.IsStatic)
            {
                context.Problems.Add($"{setting.Key}.applyMethod", setting.ApplyMethod.Value.WireName(), ApplyMethod.PendingReboot.WireName(),
                    "the parameter is static: it takes a reboot, and RDS refuses to apply it at once");
            }
            else if (setting.Name == "shared_preload_libraries" && !setting.Value.Split(',').Any(l => l.Trim() == "pg_stat_statements"))
            {
                context.Problems.Add(setting.Key, setting.Value, "a list with pg_stat_statements", "S4; without it there is nothing to find a slow query with");
            }
            else if (setting.Name == "autovacuum" && definition.ToEngine(setting.Value, out _) == "0")
            {
                context.Problems.Add(setting.Key, setting.Value, "on", "without vacuum the database stops at two billion transactions");
            }
        }
    }

    private static void EqualOnEveryInstance(RuleContext context)
    {
        foreach (var setting in context.Settings.ParameterOverrides.Where(o => !context.Problems.Touch(o.Key)))
        {
            if (setting.Role is not null && DatabaseParameters.EqualOnEveryInstance.Contains(setting.Name))
            {
                context.Problems.Add(setting.Key, setting.Value, $"parameters.{setting.Name}, for every role",
                    "S22; a standby with less than its primary does not start, and a promoted one must not have less");
            }
        }
    }

    private static IEnumerable<string> Known(string name)
    {
        var near = PostgreSqlParameters.All.Select(p => p.Name);
        return Nearest.Find(name, near) is null ? ["the parameters of PostgreSQL 15"] : near;
    }
}
