using System.Collections.Immutable;

namespace TechCorp.PgInfra.Infra.Configuration.Rules;

/// <summary>Backups and windows (S45 to S47).</summary>
internal static class WindowRules
{
    private const int Day = 24 * 60;
    private const int Week = 7 * Day;

    public static ImmutableArray<SettingsRule> All { get; } =
    [
        new(["backup.window"], BackupWindowLength),
        new(["maintenanceWindow"], MaintenanceWindowLength),
        new(["backup.window", "maintenanceWindow"], Apart),
        new(["backup.retention"], ReplicasNeedBackups),
    ];

    private static void BackupWindowLength(RuleContext context)
    {
        var window = context.Settings.Backup.Window;
        if (Length(window) < 30)
        {
            context.Problems.Add("backup.window", window.ToString(), "30 minutes or longer", "RDS refuses a shorter window");
        }
    }

    private static void MaintenanceWindowLength(RuleContext context)
    {
        var window = context.Settings.MaintenanceWindow;
        if (Length(window) is < 30 or > Day)
        {
            context.Problems.Add("maintenanceWindow", window.ToString(), "30 minutes to 24 hours", "RDS refuses a shorter or longer window");
        }
    }

    private static void Apart(RuleContext context)
    {
        var (backup, maintenance) = (context.Settings.Backup.Window, context.Settings.MaintenanceWindow);
        var start = Start(maintenance);
        for (var day = 0; day < 7; day++)
        {
            // On a circle: one overlaps the other when either starts within the other.
            var daily = day * Day + Minutes(backup.Start);
            if (Distance(start, daily) < Length(maintenance) || Distance(daily, start) < Length(backup))
            {
                context.Problems.Add("maintenanceWindow", maintenance.ToString(), $"a window apart from the backup window {backup}", "RDS refuses windows that overlap");
                return;
            }
        }
    }

    private static void ReplicasNeedBackups(RuleContext context)
    {
        if (context.Settings is { Backup.RetentionDays: 0, Replicas.IsEmpty: false })
        {
            context.Problems.Add("backup.retention", "0d", "1d to 35d with replicas", "RDS creates no replica of an instance without automated backups");
        }
    }

    private static int Length(DailyWindow window) => (int)(window.End - window.Start).TotalMinutes;

    private static int Length(WeeklyWindow window) => Distance(Start(window), (int)window.EndDay * Day + Minutes(window.End));

    private static int Start(WeeklyWindow window) => (int)window.StartDay * Day + Minutes(window.Start);

    private static int Distance(int from, int to) => ((to - from) % Week + Week) % Week;

    private static int Minutes(TimeOnly time) => time.Hour * 60 + time.Minute;
}
