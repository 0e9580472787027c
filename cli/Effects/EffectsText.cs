using System.Globalization;
using Spectre.Console;
using TechCorp.PgInfra.Cli.Frame;
using TechCorp.PgInfra.Cli.Preview;
using TechCorp.PgInfra.Review.Effects;

namespace TechCorp.PgInfra.Cli.Effects;

/// <summary>Effects for people: what is lost first, what nobody notices last, then the steps.</summary>
internal static class EffectsText
{
    public static void Write(EffectsReport report, IAnsiConsole console)
    {
        if (report.Effects.IsEmpty)
        {
            console.MarkupLineInterpolated(CultureInfo.InvariantCulture, $"stack [bold]{report.Stack}[/]: nothing changes");
            return;
        }

        foreach (var same in report.Effects.GroupBy(Fold))
        {
            if (same.Count() > 1)
            {
                console.MarkupLineInterpolated(CultureInfo.InvariantCulture, $"{Word(same.First().Kind),-10}{TypeName.Short(same.First().Type)}, {same.Count()} of them{(same.First().Property.Length == 0 ? "" : $": {same.First().Property}")}; clients notice: {same.First().Clients}");
                continue;
            }

            var effect = same.First();
            console.Line(
                ($"{Word(effect.Kind),-10}", Colour(effect.Kind)),
                ($"{TypeName.Short(effect.Type)} {effect.Resource}{Change(effect)}{Consequence(effect)}", Style.Plain));
        }

        if (!report.Operations.IsEmpty)
        {
            console.WriteLine();
            console.MarkupLine("[bold]Order of operations[/]");
            foreach (var (index, step) in report.Operations.Index())
            {
                console.MarkupLineInterpolated(CultureInfo.InvariantCulture, $"{index + 1,3}. [bold]{step.What}[/]: {step.Why}");
                foreach (var command in step.Commands)
                {
                    console.WriteLine($"       {command}");
                }
            }
        }

        console.WriteLine();
        if (!report.Forbidden.IsEmpty)
        {
            var names = report.Forbidden.Select(e => e.Resource).Distinct();
            console.MarkupLineInterpolated(CultureInfo.InvariantCulture,
                $"[red]refused[/]: protected, and would be replaced or deleted: {string.Join(", ", names)}. Undo the edit, or keep the data first and take the protection off in an update of its own.");
        }

        console.MarkupLineInterpolated(CultureInfo.InvariantCulture, $"stack [bold]{report.Stack}[/]: {string.Join(", ", report.Effects.GroupBy(e => e.Kind).Select(g => $"{g.Count()} {Word(g.Key)}"))}");
    }

    // Sixteen alarms with a new description are one line; whatever a client notices, or is lost, stands alone.
    private static string Fold(Effect effect) => effect is { Clients: "nothing", LosesData: false, IsForbidden: false, Time: EffectTime.AtOnce } && effect.Type != "aws:rds/instance:Instance"
        ? $"{effect.Kind} {effect.Type} {effect.Property}"
        : $"{effect.Kind} {effect.Type} {effect.Property} {effect.Resource}";

    public static string Word(EffectKind kind) => kind switch
    {
        EffectKind.None => "nothing",
        EffectKind.Create => "create",
        EffectKind.InPlace => "in place",
        EffectKind.Restart => "restart",
        EffectKind.Refused => "refused",
        EffectKind.Delete => "delete",
        _ => "replace",
    };

    public static string Word(EffectTime time) => time switch
    {
        EffectTime.AtOnce => "at once",
        EffectTime.MaintenanceWindow => "in the maintenance window",
        _ => "at the next reboot",
    };

    private static Style Colour(EffectKind kind) => kind switch
    {
        EffectKind.Replace or EffectKind.Delete or EffectKind.Refused => new(Color.Red),
        EffectKind.Restart => new(Color.Yellow),
        _ => Style.Plain,
    };

    private static string Change(Effect effect) => effect.Property.Length == 0 ? "" : effect is { From: null, To: null } ? $" {effect.Property}" : $" {effect.Property}: {effect.From ?? "not set"} -> {effect.To ?? "not set"}";

    private static string Consequence(Effect effect) =>
        $"; {(effect.Time == EffectTime.AtOnce ? "" : $"{Word(effect.Time)}; ")}{(effect.LosesData ? "DATA LOSS: " : "")}clients notice: {effect.Clients}{(effect.IsForbidden ? " (protected)" : "")}";
}
