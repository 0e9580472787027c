using System.Collections.Immutable;
using TechCorp.PgInfra.Catalog;

namespace TechCorp.PgInfra.Infra.Configuration.Rules;

/// <summary>The next major is never reached by a slip of the keyboard: there is no way back (S1).</summary>
internal static class EngineRules
{
    public static ImmutableArray<SettingsRule> All { get; } =
    [
        new(["engineVersion", "allowMajorVersionUpgrade"], NextMajorIsAllowed),
    ];

    private static void NextMajorIsAllowed(RuleContext context)
    {
        if (context.Settings is { AllowMajorVersionUpgrade: false, EngineMajorVersion: not Database.MajorVersion, EngineVersion: var version })
        {
            context.Problems.Add("engineVersion", version, $"'{Database.MajorVersion}', or '{version}' together with allowMajorVersionUpgrade: true",
                "S1; RDS upgrades to another major only when that is allowed, and never goes back; './pg effects' tells what it takes");
        }
    }
}
