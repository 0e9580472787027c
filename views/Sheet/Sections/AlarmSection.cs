namespace TechCorp.PgInfra.Views.Sheet.Sections;

/// <summary>Alarms as the plan declares them, why, and the drill that made each fire.</summary>
internal static class AlarmSection
{
    public static Markup Render(SheetInput input)
    {
        var lines = AlarmLine.Of(input.Estate);
        return Markup.Of($"""
            <section id="alarms"><h2>Alarms</h2>
            <p class="soft">{lines.Sum(l => l.Declared.Length)} alarms of {lines.Length} kinds. {(input.Drills is null ? "No drill report was given." : "Drilled as the given report says.")}</p>
            <div class="wide long"><table class="last-fixed"><thead><tr><th>alarm<th>fires when<th>on<th>why, and the first look<th>proved by</thead><tbody>
            {Markup.Each(lines, l => $"<tr><th scope=\"row\">{l.Name}<td>{Condition(l)}<td>{l.Where}<td>{l.Why} <span class=\"soft\">{l.FirstLook}</span><td>{Proof(input, l)}</tr>")}
            </tbody></table></div></section>
            """);
    }

    private static Markup Condition(AlarmLine line)
    {
        var (alarm, thresholds) = (line.Declared[0], line.Thresholds.ToList());
        return Markup.Of($"""
            <code>{line.Metric}</code> {AlarmText.Sign(alarm.Comparison)} {Markup.Join(thresholds.Select(t => Markup.Of($"<b>{t.Amount}</b>{(thresholds.Count > 1 ? $" ({string.Join(", ", t.On.Select(i => i.Identifier))})" : "")}")), ", ")}<br><span class="soft">{alarm.DatapointsToAlarm} of {alarm.EvaluationPeriods} × {alarm.PeriodSeconds} s</span>
            """);
    }

    private static Markup Proof(SheetInput input, AlarmLine line) =>
        line.Drills.IsEmpty ? Markup.Of($"<span class=\"soft\">no drill fires it</span>") : Markup.Join(line.Drills.Select(name => input.Drills?.TryGetValue(name, out var passed) == true
            ? passed ? Markup.Of($"<span class=\"good\">✓ {name}</span>") : Markup.Of($"<span class=\"bad\">✗ {name} failed</span>")
            : Markup.Of($"<span class=\"soft\">{name}: not drilled</span>")), "<br>");
}
